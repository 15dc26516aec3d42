// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk in clusters of 512 bytes has an L2 table for each 32 KiB. */
class Qcow2TablesTest {
    private static final int CLUSTER = 512;
    private static final int TABLES = 10_000;
    private static final int L1 = 4096;
    private static final int L2 = L1 + TABLES * 8 / CLUSTER * CLUSTER + CLUSTER;
    private static final int DATA = L2 + TABLES * CLUSTER;

    @TempDir
    Path folder;

    /** Of all tables, one after the other, one entry of one table names data. */
    private static ByteBuffer image(long otherEntries) {
        ByteBuffer file = ByteBuffer.allocate(DATA + CLUSTER);
        file.put(new Qcow2Writer(3, 9, Qcow2Writer.Packing.PLAIN).write(new byte[512]), 0, 512);
        file.putLong(24, TABLES * 64L * CLUSTER).putInt(36, TABLES).putLong(40, L1);
        for (int table = 0; table < TABLES; table++) {
            file.putLong(L1 + table * 8, L2 + table * CLUSTER);
        }
        for (int entry = L2; entry < DATA; entry += 8) {
            file.putLong(entry, otherEntries);
        }
        return file.putLong(L2 + 7_777 * CLUSTER + 5 * 8, DATA).put(DATA, (byte) 9);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1})
    void tablesThatFollowEachOtherAreReadTogether(long otherEntries) throws IOException {
        byte[] image = image(otherEntries).array();
        CountingFile file = CountingFile.open(Files.write(folder.resolve("disk.qcow2"), image));
        try (DiskImage disk = ImageOpener.open(file, OpenOptions.standard())) {
            assertThat(file.reads()).isLessThan(TABLES / 100);
            assertThat(file.bytesRead()).isLessThan(2L * image.length);
            long opened = file.reads();
            long start = (7_777 * 64L + 5) * CLUSTER;
            assertThat(disk.nextExtent(0)).contains(new Extent(start, CLUSTER));
            assertThat(disk.nextExtent(start + CLUSTER)).isEqualTo(Optional.empty());
            assertThat(file.reads() - opened).as("empty tables are known to be").isLessThan(5);
            ByteBuffer read = ByteBuffer.allocate(2);
            disk.read(start, read);
            assertThat(read.array()).containsExactly(9, 0);
        }
    }

    /** Wherever the table that is not sound is among those that are read together. */
    @Test
    void everyOneOfThemIsChecked() throws IOException {
        for (int table : new int[] {0, 511, 512, TABLES - 1}) {
            byte[] image = image(0).putLong(L2 + table * CLUSTER, L2).array();
            Path file = Files.write(folder.resolve("broken.qcow2"), image);
            UnsafeImageException refused = catchThrowableOfType(UnsafeImageException.class, () -> DiskImage.open(file));
            assertThat(refused.rule()).isEqualTo("Q10");
        }
    }
}
