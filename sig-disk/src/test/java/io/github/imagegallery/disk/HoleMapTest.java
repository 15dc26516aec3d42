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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The holes of a sparse file, where Java can see them and where not. */
class HoleMapTest {
    private static final long SIZE = 64 << 20;
    private static final long DATA = 32 << 20;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void makeSparseFile() throws IOException {
        file = folder.resolve("sp\u00e4rlich.raw");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {1}), DATA);
            channel.write(ByteBuffer.allocate(1), SIZE - 1);
        }
    }

    private boolean isThere() throws IOException {
        try (ImageFile image = ImageFile.open(file);
                HoleMap map = HoleMap.of(image)) {
            return map.isThere();
        }
    }

    @Test
    void holesAreLeftOut() throws IOException {
        assumeTrue(isThere(), "SKIPPED: no hole map without Linux, Java 22 and --enable-native-access");
        try (DiskImage image = DiskImage.open(file)) {
            Extent first = image.nextExtent(0).orElseThrow();
            assertThat(first.offset()).isEqualTo(DATA);
            assertThat(first.length()).isLessThan(1 << 20);
            Extent second = image.nextExtent(first.end()).orElseThrow();
            assertThat(second.end()).isEqualTo(SIZE);
            assertThat(image.nextExtent(DATA)).contains(first);
        }
    }

    @Test
    void withoutTheMapAllIsData() throws IOException {
        assumeTrue(!isThere(), "SKIPPED: there is a hole map");
        try (DiskImage image = DiskImage.open(file)) {
            assertThat(image.nextExtent(5)).contains(new Extent(5, SIZE - 5));
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
