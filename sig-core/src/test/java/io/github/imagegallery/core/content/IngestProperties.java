// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.core.content.Ingest.StoredDisk;
import io.github.imagegallery.disk.DiskMeasure;
import java.io.IOException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Whatever is on a disk, what is read is what was stored. */
class IngestProperties {
    private static final long TWO_PAGES = (1L << 30) + 12_345;

    @Provide
    Arbitrary<Long> sizes() {
        return Arbitraries.of(
                1L,
                511L,
                4095L,
                4096L,
                4097L,
                65_535L,
                65_536L,
                65_537L,
                131_072L,
                (1L << 20) - 1,
                1L << 20,
                (1L << 20) + 1,
                (17L << 20) + 3,
                1L << 30,
                TWO_PAGES);
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void aDiskIsReadAsItWasStored(@ForAll("sizes") long size, @ForAll long seed) {
        MemoryDisk disk = MemoryDisk.random(size, seed);
        try (Workbench bench = new Workbench()) {
            StoredDisk stored = bench.store(disk);
            assertThat(stored.virtualSize()).isEqualTo(size);
            assertThat(bench.read(stored.root())).isEqualTo(disk);
        }
    }

    @Property(tries = 80, shrinking = ShrinkingMode.OFF)
    void billedBytesAreTheOccupiedBytesOfTheDisk(@ForAll("sizes") long size, @ForAll long seed) throws IOException {
        MemoryDisk disk = MemoryDisk.random(size, seed);
        try (Workbench bench = new Workbench()) {
            StoredDisk stored = bench.store(disk);
            long occupied = DiskMeasure.of(disk, false, done -> {}).occupiedBytes();
            assertThat(stored.billedBytes()).isEqualTo(occupied);
            assertThat(bench.root(stored.root()).billedBytes()).isEqualTo(occupied);
        }
    }

    @Property(tries = 80, shrinking = ShrinkingMode.OFF)
    void aChangedDiskIsStoredUponTheOneBefore(@ForAll("sizes") long size, @ForAll long seed) {
        MemoryDisk first = MemoryDisk.random(size, seed);
        MemoryDisk second = first.changed(seed + 1);
        try (Workbench bench = new Workbench()) {
            StoredDisk before = bench.store(first);
            StoredDisk after = bench.store(second, before.root(), bench.ingest());
            assertThat(bench.read(before.root())).isEqualTo(first);
            assertThat(bench.read(after.root())).isEqualTo(second);
        }
    }

    @Property(tries = 80, shrinking = ShrinkingMode.OFF)
    void aDiskStoredTwiceAddsNothingTheSecondTime(@ForAll("sizes") long size, @ForAll long seed) {
        MemoryDisk disk = MemoryDisk.random(size, seed);
        try (Workbench bench = new Workbench()) {
            StoredDisk before = bench.store(disk);
            Ingest again = bench.ingest();
            assertThat(bench.store(disk, before.root(), again)).isEqualTo(before);
            assertThat(again.inventory().addedBytes()).isZero();
        }
    }
}
