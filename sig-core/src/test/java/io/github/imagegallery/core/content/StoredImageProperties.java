// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.core.content.Ingest.StoredDisk;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** A stored disk, read as an image, is the disk that was stored. */
class StoredImageProperties {

    @Provide
    Arbitrary<Long> sizes() {
        return Arbitraries.of(1L, 65_536L, 65_537L, (17L << 20) + 3, (1L << 30) + 5, (2L << 30) + 70_000);
    }

    @Property(tries = 80, shrinking = ShrinkingMode.OFF)
    void anyRunOfItIsAsItWas(@ForAll("sizes") long size, @ForAll long seed) throws IOException {
        MemoryDisk disk = MemoryDisk.random(size, seed);
        Random random = new Random(seed);
        try (Workbench bench = new Workbench()) {
            DiskImage image = bench.image(bench.store(disk).root());
            assertThat(image.virtualSize()).isEqualTo(size);
            for (int i = 0; i < 30; i++) {
                requireEqual(disk, image, place(random, size), 1 + random.nextInt(3 << 20));
            }
            requireEqual(disk, image, size, 0);
        }
    }

    private static long place(Random random, long size) {
        long[] places = {0, 65_535, (1L << 30) - 70_000, size - 70_000};
        long place = random.nextBoolean()
                ? places[random.nextInt(places.length)] + random.nextInt(140_000)
                : (long) (random.nextDouble() * size);
        return Math.max(0, Math.min(place, size - 1));
    }

    private static void requireEqual(DiskImage expected, DiskImage image, long position, int most) throws IOException {
        int length = (int) Math.min(most, image.virtualSize() - position);
        ByteBuffer found = ByteBuffer.allocate(length);
        ByteBuffer wanted = ByteBuffer.allocate(length);
        image.read(position, found);
        expected.read(position, wanted);
        assertThat(found.flip()).as("%s bytes at %s", length, position).isEqualTo(wanted.flip());
    }

    @Property(tries = 80, shrinking = ShrinkingMode.OFF)
    void whatLiesOutsideItsExtentsIsZero(@ForAll("sizes") long size, @ForAll long seed) throws IOException {
        MemoryDisk disk = MemoryDisk.random(size, seed);
        try (Workbench bench = new Workbench()) {
            DiskImage image = bench.image(bench.store(disk).root());
            MemoryDisk found = new MemoryDisk(size);
            long at = 0;
            for (Optional<Extent> next = image.nextExtent(at); next.isPresent(); next = image.nextExtent(at)) {
                Extent extent = next.get();
                assertThat(extent.offset()).isGreaterThanOrEqualTo(at);
                assertThat(extent.end()).isLessThanOrEqualTo(size);
                ByteBuffer bytes = ByteBuffer.allocate((int) extent.length());
                image.read(extent.offset(), bytes);
                found.write(extent.offset(), bytes.flip());
                at = extent.end();
                long inside = extent.offset() + extent.length() / 2;
                assertThat(image.nextExtent(inside)).contains(new Extent(inside, extent.end() - inside));
            }
            assertThat(found).isEqualTo(disk);
        }
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void storedOnceMoreItIsTheSameDisk(@ForAll("sizes") long size, @ForAll long seed) {
        MemoryDisk disk = MemoryDisk.random(size, seed);
        try (Workbench bench = new Workbench()) {
            StoredDisk before = bench.store(disk);
            Ingest again = bench.ingest();
            again.learn(before.root());
            assertThat(again.store(bench.image(before.root()), Optional.of(before.root()), done -> {}))
                    .isEqualTo(before);
            assertThat(again.inventory().addedBytes()).isZero();
        }
    }

    @Property(tries = 10)
    void whatLiesOutsideTheDiskIsRefused(@ForAll("sizes") long size) {
        try (Workbench bench = new Workbench()) {
            DiskImage image = bench.image(bench.store(new MemoryDisk(size)).root());
            assertThat(image.nextExtent(0)).isEmpty();
            assertThat(image.nextExtent(size + 1)).isEmpty();
            assertThatThrownBy(() -> image.nextExtent(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> image.read(size - 1, ByteBuffer.allocate(2)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> image.read(-1, ByteBuffer.allocate(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
