// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What there is to know about an image without reading its disk, and at what cost. */
class FactsTest {
    private static final long TIB = 1L << 40;

    @TempDir
    Path folder;

    /** All of the terabyte is there, so that whoever looks at blocks reads far more than tables. */
    @ParameterizedTest
    @CsvSource({"VHD, vhd, 2097152", "VHDX, vhdx, 33554432"})
    void aDiskOfATerabyteIsKnownByItsTables(HugeImages huge, String format, long blockSize) throws IOException {
        CountingFile file = CountingFile.open(huge.write(folder));
        try (DiskImage image = ImageOpener.open(file, OpenOptions.standard())) {
            assertThat(image.format().label()).isEqualTo(format);
            assertThat(image.virtualSize()).isEqualTo(TIB);
            assertThat(image.blockSize()).hasValue(blockSize);
            assertThat(extentBytes(image)).isEqualTo(TIB);
        }
        assertThat(file.bytesRead()).isLessThan(4 << 20);
    }

    @Test
    void noExtentIsWhereAFileIsOnlySaidToBe() throws IOException {
        try (DiskImage image = DiskImage.open(HugeImages.VHDX_MADE_LONGER.write(folder))) {
            assertThat(image.virtualSize()).isEqualTo(16 * TIB);
            assertThat(extentBytes(image)).isZero();
        }
    }

    private static long extentBytes(DiskImage image) throws IOException {
        long sum = 0;
        Optional<Extent> extent = image.nextExtent(0);
        while (extent.isPresent()) {
            sum += extent.get().length();
            extent = image.nextExtent(extent.get().end());
        }
        return sum;
    }

    /** However large an image says it is, a process with 64 MiB for everything opens it. */
    @ParameterizedTest
    @EnumSource
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void memoryIsBounded(HugeImages huge) throws Exception {
        Path file = huge.write(folder);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Walk.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).startsWith("opened ");
    }

    /** Opens an image, and looks at all of its extents. */
    static final class Walk {
        private Walk() {}

        public static void main(String[] arguments) throws IOException {
            try (DiskImage image = DiskImage.open(Path.of(arguments[0]))) {
                System.out.println("opened " + image + ": " + extentBytes(image));
            }
        }
    }
}
