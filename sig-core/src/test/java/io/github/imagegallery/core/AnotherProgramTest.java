// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.storage.file.FileStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/format.md is enough to read a store: {@link AnotherProgram} knows nothing else. */
class AnotherProgramTest {
    private static final String SITE = "default/westeurope/replica-1";

    @TempDir
    private Path folder;

    @Test
    void itKnowsNothingOfTheLibrary() {
        List<Class<?>> program = new ArrayList<>(List.of(AnotherProgram.class.getDeclaredClasses()));
        program.add(AnotherProgram.class);
        DescribedPredicate<JavaClass> ours = DescribedPredicate.describe(
                "of the library",
                each -> each.getPackageName().startsWith("io.github.imagegallery")
                        && !each.getName().startsWith(AnotherProgram.class.getName()));
        noClasses().should().dependOnClassesThat(ours).check(new ClassFileImporter().importClasses(program));
    }

    @Test
    void aStoreOfTodayIsRead() throws IOException {
        Path store = folder.resolve("store");
        OldStore.make(store, folder);
        requireDisks(new AnotherProgram(store));
    }

    @Test
    void anOldStoreIsRead() throws IOException {
        requireDisks(new AnotherProgram(OldStoreTest.unzip("format-1", folder.resolve("store"))));
    }

    private static void requireDisks(AnotherProgram program) throws IOException {
        for (OldStore.Disk disk : OldStore.Disk.values()) {
            int patch = disk.version.charAt(disk.version.length() - 1) - '0';
            AnotherProgram.Disk found = program.disks("default", "golden", "web", 1, 0, patch).stream()
                    .filter(each -> disk.lun < 0
                            ? each.lun() == null
                            : Long.valueOf(disk.lun).equals(each.lun()))
                    .findFirst()
                    .orElseThrow();
            assertThat(program.bytes(SITE, found)).as("%s", disk).isEqualTo(disk.bytes());
        }
    }

    @Test
    void aDiskOfSeveralPagesIsReadAtEverySite() throws IOException {
        Path store = folder.resolve("store");
        Path image = folder.resolve("large.raw");
        byte[] text = "the quick brown fox ".repeat(100).getBytes(US_ASCII);
        try (RandomAccessFile disk = new RandomAccessFile(image.toFile(), "rw")) {
            disk.setLength((1L << 30) + 3 * OldStore.BLOCK);
            disk.seek((1L << 30) + OldStore.BLOCK);
            disk.write(text);
            disk.seek(2 * OldStore.BLOCK);
            disk.write(text);
        }
        try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(store))) {
            Fixtures.definition(galleries)
                    .version("1.0.0")
                    .publish(image)
                    .replicate("westeurope", 2)
                    .replicate("japaneast")
                    .commit();
        }

        AnotherProgram program = new AnotherProgram(store);
        AnotherProgram.Disk disk =
                program.disks("default", "golden", "web", 1, 0, 0).get(0);
        for (String site : List.of(SITE, "default/westeurope/replica-2", "default/japaneast/replica-1")) {
            SortedMap<Long, byte[]> blocks = program.blocks(site, disk);
            assertThat(blocks.keySet()).containsExactly(2L * OldStore.BLOCK, (1L << 30) + OldStore.BLOCK);
            assertThat(blocks.values())
                    .allSatisfy(block -> assertThat(block).startsWith(text).hasSize(OldStore.BLOCK));
        }
    }

    @Test
    void whatIsDamagedIsNotRead() throws IOException {
        Path store = OldStoreTest.unzip("format-1", folder.resolve("store"));
        Path site = store.resolve("sites").resolve(SITE);
        try (Stream<Path> blobs = Files.list(site)) {
            for (Path blob : (Iterable<Path>) blobs.filter(Files::isRegularFile)::iterator) {
                byte[] bytes = Files.readAllBytes(blob);
                bytes[bytes.length - 1] ^= 1;
                Files.write(blob, bytes);
            }
        }
        assertThatThrownBy(() -> requireDisks(new AnotherProgram(store))).isInstanceOf(IllegalStateException.class);
    }
}
