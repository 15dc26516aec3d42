// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Single bytes where one block ends, where one table ends, and where the disk does. */
class BoundaryTest {
    /** Blocks of a dynamic VHD have as many bytes. */
    private static final long BLOCK = 2 << 20;
    /** An L2 table of a qcow2 maps as many. */
    private static final long TABLE = 512 << 20;

    private static final long SIZE = (1L << 30) + 512;
    private static final long[] BYTES = {BLOCK - 1, BLOCK, BLOCK + 1, TABLE - 1, TABLE, TABLE + 1, SIZE - 1};
    private static final int AROUND = 70_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void singleBytesAreWhereTheyWereWritten(WritableFormat format) throws IOException {
        Path file = folder.resolve("disk.img");
        try (DiskWriter writer = DiskWriter.create(file, format, SIZE)) {
            for (int i = 0; i < BYTES.length; i++) {
                writer.write(BYTES[i], ByteBuffer.wrap(new byte[] {(byte) (i + 1)}));
            }
            writer.finish();
        }
        try (DiskImage image = DiskImage.open(file)) {
            assertThat(image.virtualSize()).isEqualTo(SIZE);
            assertThat(DiskMeasure.of(image, false, done -> {}).occupiedBytes()).isEqualTo(4 * 4096 + 512);
            for (long at : BYTES) {
                ByteBuffer window = ByteBuffer.allocate((int) (Math.min(SIZE, at + AROUND) - (at - AROUND)));
                image.read(at - AROUND, window);
                assertThat(window.array()).as("around %d", at).isEqualTo(expected(at - AROUND, window.limit()));
                assertThat(image.nextExtent(at))
                        .as("extent at %d", at)
                        .hasValueSatisfying(
                                extent -> assertThat(extent.offset()).isEqualTo(at));
            }
        }
        if (format != WritableFormat.RAW && format != WritableFormat.VHD_FIXED) {
            DiskFormat read = DiskFormat.parse(format.label().split("-")[0]);
            NaiveDisk second = NaiveDisk.of(read, Files.readAllBytes(file), new byte[0]);
            for (long at : BYTES) {
                byte[] window = second.read(at - AROUND, AROUND + 1);
                assertThat(window).as("before %d, plainly read", at).isEqualTo(expected(at - AROUND, AROUND + 1));
            }
        }
    }

    private static byte[] expected(long start, int length) {
        byte[] expected = new byte[length];
        for (int i = 0; i < BYTES.length; i++) {
            if (BYTES[i] >= start && BYTES[i] < start + length) {
                expected[(int) (BYTES[i] - start)] = (byte) (i + 1);
            }
        }
        return expected;
    }
}
