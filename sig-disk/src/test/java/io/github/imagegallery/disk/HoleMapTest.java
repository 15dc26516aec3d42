// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The holes of a sparse file, where Java can see them and where not. */
class HoleMapTest {
    private static final String NAME = "sp\u00e4rlich.raw";
    private static final long SIZE = 64 << 20;
    private static final long DATA = 32 << 20;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void makeSparseFile() throws IOException {
        file = folder.resolve(NAME);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), DATA);
            channel.write(ByteBuffer.allocate(1), SIZE - 1);
        }
    }

    @Test
    void holesAreLeftOut() throws Exception {
        String system = System.getProperty("os.name");
        int java = Runtime.version().feature();
        assumeTrue(
                system.equals("Linux") && java >= 22,
                "SKIPPED: a hole map takes Linux and Java 22; this is " + system + " and Java " + java);
        List<Extent> extents = extentsSeen("--enable-native-access=ALL-UNNAMED");
        assertThat(extents).hasSize(2);
        assertThat(extents.get(0).offset()).isEqualTo(DATA);
        assertThat(extents.get(0).length()).isLessThan(1 << 20);
        assertThat(extents.get(1).offset()).isGreaterThan(SIZE - (1 << 20));
        assertThat(extents.get(1).end()).isEqualTo(SIZE);
    }

    @Test
    void withoutTheMapAllIsData() throws Exception {
        assertThat(extentsSeen()).containsExactly(new Extent(0, SIZE));
    }

    /** Asks another process, since this one may have got native access by what it has loaded before. */
    private List<Extent> extentsSeen(String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Extents.class.getName(), folder.toString()));
        Process other = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Extent> seen =
                other.inputReader().lines().map(HoleMapTest::parseExtent).toList();
        assertThat(other.waitFor()).isZero();
        return seen;
    }

    private static Extent parseExtent(String line) {
        String[] numbers = line.split(" ");
        return new Extent(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
    }

    /** Another process that prints the extents of the sparse file in a folder. */
    static final class Extents {
        private Extents() {}

        public static void main(String[] arguments) throws IOException {
            try (DiskImage image = DiskImage.open(Path.of(arguments[0]).resolve(NAME))) {
                Optional<Extent> extent = image.nextExtent(0);
                while (extent.isPresent()) {
                    System.out.println(
                            extent.get().offset() + " " + extent.get().length());
                    extent = image.nextExtent(extent.get().end());
                }
            }
        }
    }

    @Test
    void aClosedImageIsNotLookedAt() throws IOException {
        DiskImage image = DiskImage.open(file);
        image.close();
        image.close();
        assertThatIOException().isThrownBy(() -> image.read(0, ByteBuffer.allocate(1)));
    }
}
