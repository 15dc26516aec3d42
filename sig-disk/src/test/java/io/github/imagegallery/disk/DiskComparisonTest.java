// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiskComparisonTest {
    @TempDir
    Path folder;

    /** Whatever the disks are stored in, the difference is where it is in their bytes. */
    @ParameterizedTest
    @EnumSource
    void theFirstDifferenceIsFound(Encoding encoding) throws IOException {
        Random random = new Random(encoding.ordinal());
        for (int i = 0; i < 20; i++) {
            byte[] one = Contents.sparse((1 + random.nextInt(400)) * 512, random.nextLong());
            byte[] other = Arrays.copyOf(one, random.nextInt(3) == 0 ? (1 + random.nextInt(400)) * 512 : one.length);
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                other[random.nextInt(other.length)] ^= 1;
            }
            try (DiskImage first = DiskImage.open(encoding.write(folder, one));
                    DiskImage second = DiskImage.open(Encoding.VHD_DYNAMIC_4K.write(folder, other))) {
                long expected = Arrays.mismatch(one, other);
                assertThat(DiskComparison.firstDifference(first, second, done -> {})
                                .orElse(-1))
                        .isEqualTo(expected);
                assertThat(DiskComparison.firstDifference(second, first, done -> {})
                                .orElse(-1))
                        .isEqualTo(expected);
            }
        }
    }

    /** A disk with many holes between data that is zero is compared with one that is a single hole. */
    @Test
    void aHoleIsNotLookedThroughForEachHoleOverIt() throws IOException {
        byte[] zeros = new byte[32 << 20];
        BitSet sectors = new BitSet();
        for (int sector = 0; sector < zeros.length / 512; sector += 1024) {
            sectors.set(sector);
        }
        Path holes = Files.write(folder.resolve("a"), new DynamicVhdWriter(4096).write(zeros, sectors));
        try (DiskImage first = DiskImage.open(holes);
                CountingDisk second = new CountingDisk(DiskImage.open(Encoding.VHD_DYNAMIC_4K.write(folder, zeros)))) {
            assertThat(DiskComparison.firstDifference(first, second, done -> {}))
                    .isEmpty();
            assertThat(second.looked()).isEqualTo(1);
        }
    }
}
