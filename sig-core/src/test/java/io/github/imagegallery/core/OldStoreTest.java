// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.core.OldStore.Disk;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.file.FileStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store that an old build of this library wrote opens, is whole, hands out what went in, and takes new versions. */
class OldStoreTest {
    @TempDir
    private Path folder;

    private Path store;

    @BeforeEach
    void unzip() throws IOException {
        store = unzip("format-1", folder.resolve("store"));
    }

    static Path unzip(String name, Path store) throws IOException {
        try (InputStream resource = OldStoreTest.class.getResourceAsStream("/old-stores/" + name + ".zip");
                ZipInputStream zip = new ZipInputStream(resource)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = store.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
        return store;
    }

    @ParameterizedTest
    @EnumSource(Disk.class)
    void everyDiskIsHandedOutAsItWentIn(Disk disk) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(store))) {
            ImageVersion version = galleries.gallery("golden").definition("web").version(disk.version);
            Path exported = folder.resolve("exported.raw");
            if (disk.lun < 0) {
                version.export("westeurope").to(exported);
            } else {
                version.export("westeurope").dataDisk(disk.lun).to(exported);
            }

            assertThat(BlobId.of(ByteBuffer.wrap(Files.readAllBytes(exported)))).hasToString(disk.sha256);
        }
    }

    @Test
    void itIsWholeAndNothingOfItIsGarbage() {
        try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(store))) {
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
            assertThat(galleries
                            .gallery("golden")
                            .definition("web")
                            .latest("westeurope")
                            .number())
                    .hasToString("1.0.0");
        }
    }

    @Test
    void whatIsPublishedUponItStoresOnlyWhatIsNew() throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(store))) {
            ImageVersion next = galleries.gallery("golden").definition("web").version("1.0.2");

            assertThat(next.publish(Disk.NEXT_OS.write(folder)).commit().storedBytes())
                    .isZero();

            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Disk.class)
    void theProgramThatWroteItStillMakesTheSameDisks(Disk disk) {
        assertThat(BlobId.of(ByteBuffer.wrap(disk.bytes()))).hasToString(disk.sha256);
    }
}
