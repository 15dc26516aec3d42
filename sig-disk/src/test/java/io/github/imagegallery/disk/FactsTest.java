// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            assertThat(image.allocatedBytes()).isEqualTo(TIB);
        }
        assertThat(file.bytesRead()).isLessThan(4 << 20);
    }

    @Test
    void noExtentIsWhereAFileIsOnlySaidToBe() throws IOException {
        try (DiskImage image = DiskImage.open(HugeImages.VHDX_MADE_LONGER.write(folder))) {
            assertThat(image.virtualSize()).isEqualTo(16 * TIB);
            assertThat(image.allocatedBytes()).isZero();
        }
    }

    /** However large an image says it is, a process with 64 MiB for everything opens it, and reads it by many threads. */
    @ParameterizedTest
    @EnumSource
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void memoryIsBounded(HugeImages huge) throws Exception {
        String output = SmallJvm.run(Walk.class, huge.write(folder));
        assertThat(output).startsWith("opened ").contains("\nread ");
    }

    /** Opens an image, looks at all of its extents, and reads the beginnings of the first ones and of some later ones. */
    static final class Walk {
        private static final int ALL_OF_THE_FIRST = 64;
        private static final int READ = 1 << 20;

        private Walk() {}

        public static void main(String[] arguments) throws IOException {
            try (DiskImage image = DiskImage.open(Path.of(arguments[0]))) {
                System.out.println("opened " + image);
                List<Extent> looks = looks(image);
                looks.parallelStream().forEach(extent -> read(image, extent));
                System.out.println("read " + looks.size() + " extents");
            }
        }

        /** Goes through all extents, and takes the first ones, and then fewer and fewer. */
        private static List<Extent> looks(DiskImage image) throws IOException {
            List<Extent> looks = new ArrayList<>();
            Optional<Extent> extent = image.nextExtent(0);
            for (int count = 0; extent.isPresent(); count++) {
                if (count < ALL_OF_THE_FIRST || Integer.bitCount(count) == 1) {
                    looks.add(extent.get());
                }
                extent = image.nextExtent(extent.get().end());
            }
            return looks;
        }

        private static void read(DiskImage image, Extent extent) {
            try {
                image.read(extent.offset(), ByteBuffer.allocate((int) Math.min(READ, extent.length())));
            } catch (UnsafeImageException damaged) {
                System.out.println(damaged.getMessage());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
