// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever sectors an image holds over a parent of whatever size, the disk is the one that a plain model shows. */
class DifferencingProperties {
    private static final int MIB = 1 << 20;
    private static final UUID CHILD = new UUID(3, 4);
    private static Path folder;

    /** Two disks, and which sectors of the upper one are there. */
    record Pair(byte[] below, byte[] own, BitSet sectors, int sectorSize) {
        byte[] shown() {
            return Contents.over(below, own, sectors, sectorSize);
        }

        @Override
        public String toString() {
            return own.length + " over " + below.length + " bytes";
        }
    }

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("differencing");
    }

    @AfterContainer
    static void removeFolder() throws IOException {
        Files.delete(folder);
    }

    private static Arbitrary<Pair> pairs(int boundary, int sectorSize) {
        Arbitrary<Integer> sizes = Combinators.combine(
                        Arbitraries.integers().between(0, 3), Arbitraries.of(-sectorSize, 0, sectorSize))
                .as((blocks, step) -> Math.max(sectorSize, blocks * boundary + step));
        return Combinators.combine(sizes, sizes, Arbitraries.longs())
                .as((below, own, seed) -> new Pair(
                        Contents.busy(below, seed),
                        Contents.busy(own, seed + 1),
                        Contents.someSectors(own / sectorSize, seed + 2),
                        sectorSize));
    }

    @Provide
    Arbitrary<Pair> nearBlocksOfVhd() {
        return Arbitraries.of(4096, 65_536, 131_072).flatMap(boundary -> pairs(boundary, 512));
    }

    @Provide
    Arbitrary<Pair> nearBlocksOfVhdx() {
        return Arbitraries.of(512, 4096).flatMap(sectorSize -> pairs(MIB, sectorSize));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void aVhdShowsOverItsParent(@ForAll("nearBlocksOfVhd") Pair pair, @ForAll @IntRange(min = 9, max = 17) int bits)
            throws IOException {
        DynamicVhdWriter writer = new DynamicVhdWriter(1 << bits, CHILD, DynamicVhdWriter.ID, bits % 3);
        assertShows(pair, Encoding.VHD_DYNAMIC_4K.encoded(pair.below), writer.write(pair.own, pair.sectors));
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void aVhdxShowsOverItsParent(
            @ForAll("nearBlocksOfVhdx") Pair pair, @ForAll boolean large, @ForAll boolean backwards)
            throws IOException {
        VhdxWriter writer = new VhdxWriter().sectors(pair.sectorSize);
        byte[] below = writer.write(pair.below);
        writer.id(CHILD).parent(VhdxWriter.ID).blocks(large ? 2 * MIB : MIB);
        assertShows(pair, below, (backwards ? writer.backwards() : writer).write(pair.own, pair.sectors));
    }

    private static void assertShows(Pair pair, byte[] below, byte[] own) throws IOException {
        Path base = Files.write(folder.resolve("base"), below);
        Path child = Files.write(folder.resolve("child"), own);
        try (DiskImage parent = DiskImage.open(base);
                DiskImage image = DiskImage.open(child, OpenOptions.standard().parent(parent))) {
            assertThat(Contents.of(image)).isEqualTo(pair.shown());
            assertThat(Contents.outsideOfExtents(image, pair.shown())).isZero();
        } finally {
            Files.delete(base);
            Files.delete(child);
        }
    }
}
