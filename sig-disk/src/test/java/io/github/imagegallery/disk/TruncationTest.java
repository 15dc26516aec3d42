// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An image that was cut short is refused, or holds all that it did; what is gone never reads as zeros. */
class TruncationTest {
    private static final int STEPS = 500;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RAW")
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void isRefusedOrWhole(Encoding encoding) throws IOException {
        byte[] content = Contents.busy(131_072, 5);
        Arrays.fill(content, 40_000, 60_000, (byte) 0);
        Path file = encoding.write(folder, content);
        int refused = 0;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long step = Math.max(512, channel.size() / STEPS / 512 * 512);
            for (long size = (channel.size() - 1) / step * step; size > 0; size -= step) {
                channel.truncate(size + size % 3); // now and then inside of a sector
                refused += isRefused(file, encoding, content) ? 1 : 0;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }

    private static boolean isRefused(Path file, Encoding encoding, byte[] content) {
        try (DiskImage image = DiskImage.open(file, encoding.format())) {
            assertThat(Contents.of(image)).isEqualTo(content);
            return false;
        } catch (IOException refused) {
            assertThat(refused).isInstanceOf(UnsafeImageException.class);
            return true;
        }
    }
}
