// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** VHDXs as the specification allows them and as their makers write them. */
class VhdxTest {
    private static final int MIB = 1 << 20;
    private static final UUID CHILD = new UUID(3, 4);

    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "disk", ".img"), bytes);
    }

    private void assertReads(byte[] image, byte[] content, String... notes) throws IOException {
        Path file = file(image);
        try (DiskImage disk = DiskImage.open(file)) {
            assertThat(disk.format()).isEqualTo(DiskFormat.VHDX);
            assertThat(Contents.of(disk)).isEqualTo(content);
            assertThat(Contents.outsideOfExtents(disk, content)).isZero();
            assertThat(disk.notes()).containsExactly(notes);
        } finally {
            Files.delete(file);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 512", "2, 512", "4, 4096", "32, 512", "1, 4096", "256, 512"})
    void blocksAndSectorsOfAnySizeAreRead(int mib, int sectorSize) throws IOException {
        byte[] content = Contents.busy(5 * MIB + 4096, mib);
        VhdxWriter writer = new VhdxWriter().blocks(mib * MIB).sectors(sectorSize);
        assertReads(writer.write(content), content);
        try (DiskImage image = DiskImage.open(file(writer.write(content)))) {
            assertThat(image.blockSize()).hasValue((long) mib * MIB);
            assertThat(image.description())
                    .isEqualTo("dynamic VHDX, " + mib + " MiB blocks" + (sectorSize == 4096 ? ", 4 KiB sectors" : ""));
        }
    }

    /** The last block needs only as many of its bytes as the disk has. */
    @Test
    void theFileMayEndWithTheDisk() throws IOException {
        byte[] content = new byte[2 * MIB + 512];
        content[content.length - 1] = 1;
        byte[] image = new VhdxWriter().fixed().write(content);
        assertReads(Arrays.copyOf(image, image.length - MIB + 512), content);
    }

    /** As a program leaves them that was ended while it made the file longer. */
    @Test
    void bytesBehindAllBlocksAreLeftAlone() throws IOException {
        byte[] content = Contents.busy(2 * MIB, 6);
        byte[] image = new VhdxWriter().write(content);
        assertReads(Arrays.copyOf(image, image.length + 12_345), content);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LMT", "TML", "M..T.L", "L.T...M", "MT"})
    void tablesAreWhereTheirProgramPutsThem(String layout) throws IOException {
        byte[] content = Contents.busy(3 * MIB, 7);
        assertReads(new VhdxWriter().layout(layout).write(content), content);
        assertReads(new VhdxWriter().layout(layout).backwards().fixed().write(content), content);
    }

    @Test
    void aRegionThatNeedNotBeKnownIsLeftAlone() throws IOException {
        byte[] content = Contents.busy(3 * MIB, 8);
        byte[] image = changed(new VhdxWriter().layout("LM.T").write(content), file -> {
            for (int list : new int[] {VhdxWriter.FIRST_LIST, VhdxWriter.SECOND_LIST}) {
                VhdxWriter.region(file, list + 80, new UUID(8, 8), 3 * MIB);
                file.putInt(list + 8, 3).putInt(list + 80 + 28, 0);
                VhdxWriter.seal(file, list, VhdxWriter.LIST_SIZE);
            }
        });
        assertReads(image, content);
    }

    @Test
    void metadataThatNeedNotBeKnownIsLeftAlone() throws IOException {
        byte[] content = Contents.busy(MIB, 9);
        VhdxWriter writer = new VhdxWriter();
        byte[] image = changed(writer.write(content), file -> {
            int at = writer.itemEntry(5);
            VhdxWriter.putGuid(file, at, new UUID(9, 9));
            file.putInt(at + 16, 200_000).putInt(at + 20, 1000).putInt(at + 24, 1);
            VhdxWriter.putGuid(file, at + 32, new UUID(9, 10)); // present but empty
            file.putShort(writer.metadataOffset() + 10, (short) 7);
        });
        assertReads(image, content);
    }

    /** Blocks that were never written, undefined, zero, or given back, as the format has it and as its draft had. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5})
    void holesOfEveryStateAreZero(int state) throws IOException {
        byte[] content = new byte[5 * MIB];
        content[2 * MIB + 5] = 1;
        VhdxWriter writer = new VhdxWriter().holes(state);
        byte[] image = writer.write(content);
        assertReads(image, content);
        // what such an entry says about a place is of no meaning
        assertReads(
                changed(
                        image,
                        file -> file.putLong(
                                writer.entryOffset(0), file.getLong(writer.entryOffset(2)) & -MIB | state)),
                content);
    }

    @Test
    void theOtherHeaderIsUsedAndSaidSo() throws IOException {
        byte[] content = Contents.busy(MIB, 10);
        byte[] image = new VhdxWriter().write(content);
        String used = "one of its two headers is damaged: the other was used";
        for (int header : new int[] {VhdxWriter.FIRST_HEADER, VhdxWriter.SECOND_HEADER}) {
            assertReads(changed(image, file -> file.put(header + 100, (byte) 1)), content, used);
            assertReads(changed(image, file -> file.put(header, (byte) 1)), content, used);
        }
    }

    @Test
    void theNewerHeaderCounts() throws IOException {
        byte[] content = Contents.busy(MIB, 11);
        byte[] image = changed(new VhdxWriter().write(content), file -> {
            file.putLong(VhdxWriter.FIRST_HEADER + 8, -1); // unsigned, so the greatest
            file.putShort(VhdxWriter.SECOND_HEADER + 66, (short) 9);
            seal(file, VhdxWriter.FIRST_HEADER);
            seal(file, VhdxWriter.SECOND_HEADER);
        });
        assertReads(image, content);
    }

    /** As some programs write them. */
    @Test
    void twoEqualHeadersAreOne() throws IOException {
        byte[] content = Contents.busy(MIB, 12);
        byte[] image = changed(new VhdxWriter().write(content), file -> {
            file.putLong(VhdxWriter.FIRST_HEADER + 8, 7);
            seal(file, VhdxWriter.FIRST_HEADER);
        });
        assertReads(image, content);
    }

    @Test
    void theOtherListOfRegionsIsUsedAndSaidSo() throws IOException {
        byte[] content = Contents.busy(MIB, 13);
        byte[] image = new VhdxWriter().write(content);
        for (int list : new int[] {VhdxWriter.FIRST_LIST, VhdxWriter.SECOND_LIST}) {
            assertReads(
                    changed(image, file -> file.put(list + 50_000, (byte) 1)),
                    content,
                    "one of the two copies of its list of regions is damaged: the other was used");
        }
    }

    /** QEMU before 8.1 left garbage in entries that are of no use without a parent. */
    @Test
    void mapsOfSectorsAreNotLookedAtWithoutParent() throws IOException {
        byte[] content = new byte[17 * MIB];
        content[16 * MIB] = 1;
        VhdxWriter writer = new VhdxWriter().blocks(16 * MIB).sectors(512);
        byte[] image = new VhdxWriter().blocks(16 * MIB).write(content);
        assertReads(changed(image, file -> file.putLong(writer.mapEntryOffset(0), 77L << 20 | 6)), content);
    }

    @ParameterizedTest
    @CsvSource({"1, 512", "2, 512", "1, 4096", "4, 4096"})
    void sectorsShowOverThoseOfTheParent(int mib, int sectorSize) throws IOException {
        byte[] below = Contents.busy(5 * MIB + 4096, 14);
        byte[] own = Contents.busy(5 * MIB + 4096, 15);
        BitSet sectors = Contents.someSectors(own.length / sectorSize, 16);
        sectors.clear(2 * MIB / sectorSize, 3 * MIB / sectorSize);
        sectors.set(3 * MIB / sectorSize, 4 * MIB / sectorSize);
        VhdxWriter writer = new VhdxWriter().blocks(mib * MIB).sectors(sectorSize);
        Path base = file(writer.write(below));
        Path child = file(writer.id(CHILD).parent(VhdxWriter.ID).write(own, sectors));
        try (DiskImage parent = DiskImage.open(base);
                DiskImage image = DiskImage.open(child, OpenOptions.standard().parent(parent))) {
            byte[] shown = Contents.over(below, own, sectors, sectorSize);
            assertThat(image.description()).startsWith("differencing VHDX, ");
            assertThat(Contents.of(image)).isEqualTo(shown);
            assertThat(Contents.outsideOfExtents(image, shown)).isZero();
        }
    }

    /** Only a block that is not present is the parent's; one that was given back is not. */
    @ParameterizedTest
    @CsvSource({"0, true", "1, false", "2, false", "3, false", "5, false"})
    void holesShowTheParentIfNeverWritten(int state, boolean shows) throws IOException {
        byte[] below = Contents.busy(3 * MIB, 17);
        Path child = file(
                new VhdxWriter().id(CHILD).parent(VhdxWriter.ID).holes(state).write(new byte[3 * MIB], new BitSet()));
        try (DiskImage parent = DiskImage.open(file(new VhdxWriter().write(below)));
                DiskImage image = DiskImage.open(child, OpenOptions.standard().parent(parent))) {
            assertThat(Contents.of(image)).isEqualTo(shows ? below : new byte[3 * MIB]);
            assertThat(image.nextExtent(0).isPresent()).isEqualTo(shows);
        }
    }

    /** What the parent holds under a block that is zero does not hide what it shows behind it. */
    @Test
    void holesOfSeveralStatesMayBeNeighbours() throws IOException {
        byte[] below = Contents.busy(4 * MIB, 24);
        Arrays.fill(below, MIB, 2 * MIB, (byte) 0);
        VhdxWriter writer = new VhdxWriter().id(CHILD).parent(VhdxWriter.ID);
        byte[] image = changed(
                writer.write(new byte[4 * MIB], new BitSet()),
                file -> file.putLong(writer.entryOffset(0), 2).putLong(writer.entryOffset(2), 3));
        byte[] shown = below.clone();
        Arrays.fill(shown, 0, MIB, (byte) 0);
        Arrays.fill(shown, 2 * MIB, 3 * MIB, (byte) 0);
        try (DiskImage parent = DiskImage.open(file(new VhdxWriter().write(below)));
                DiskImage disk =
                        DiskImage.open(file(image), OpenOptions.standard().parent(parent))) {
            assertThat(Contents.of(disk)).isEqualTo(shown);
            assertThat(Contents.outsideOfExtents(disk, shown)).isZero();
            assertThat(disk.nextExtent(0)).contains(new Extent(3 * MIB, MIB));
            assertThat(disk.nextExtent(4 * MIB - 1)).contains(new Extent(4 * MIB - 1, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, MIB - 512, MIB, 2 * MIB + 512, 4 * MIB})
    void aParentMayHaveAnotherSize(int size) throws IOException {
        byte[] below = Contents.busy(size, 18);
        byte[] own = Contents.busy(3 * MIB, 19);
        BitSet sectors = Contents.someSectors(own.length / 512, 20);
        Path child = file(new VhdxWriter().id(CHILD).parent(VhdxWriter.ID).write(own, sectors));
        try (DiskImage parent = DiskImage.open(file(new VhdxWriter().write(below)));
                DiskImage image = DiskImage.open(child, OpenOptions.standard().parent(parent))) {
            byte[] shown = Contents.over(below, own, sectors, 512);
            assertThat(Contents.of(image)).isEqualTo(shown);
            assertThat(Contents.outsideOfExtents(image, shown)).isZero();
        }
    }

    @Test
    void anotherParentIsRefusedUnlessInsistedOn() throws IOException {
        byte[] below = Contents.busy(MIB, 21);
        Path child = file(new VhdxWriter().id(CHILD).parent(new UUID(5, 6)).write(new byte[MIB]));
        List<Path> parents = List.of(
                file(new VhdxWriter().write(below)),
                Encoding.RAW.write(folder, below),
                file(new DynamicVhdWriter(4096, new UUID(5, 6), null, 0).write(below)));
        for (Path base : parents) {
            try (DiskImage parent = DiskImage.open(base)) {
                assertThat(refusal(child, OpenOptions.standard().parent(parent)))
                        .hasMessageContaining("00000000-0000-0005-0000-000000000006")
                        .hasMessageEndingWith("[X13]");
                try (DiskImage image =
                        DiskImage.open(child, OpenOptions.standard().insistOnParent(parent))) {
                    assertThat(Contents.of(image)).isEqualTo(below);
                }
            }
        }
    }

    @Test
    void entriesBeyondTheDiskCountForNothing() throws IOException {
        byte[] below = Contents.busy(MIB, 23);
        VhdxWriter writer = new VhdxWriter().id(CHILD).parent(VhdxWriter.ID);
        byte[] image = changed(writer.write(new byte[MIB]), file -> file.putLong(writer.entryOffset(10), -1));
        try (DiskImage parent = DiskImage.open(file(new VhdxWriter().write(below)));
                DiskImage disk =
                        DiskImage.open(file(image), OpenOptions.standard().parent(parent))) {
            assertThat(Contents.of(disk)).isEqualTo(below);
        }
    }

    @Test
    void aParentHasSectorsOfTheSameSize() throws IOException {
        Path child = file(new VhdxWriter().id(CHILD).parent(VhdxWriter.ID).write(new byte[MIB]));
        try (DiskImage parent =
                DiskImage.open(file(new VhdxWriter().sectors(4096).write(new byte[MIB])))) {
            assertThat(refusal(child, OpenOptions.standard().parent(parent)).rule())
                    .isEqualTo("X8");
        }
    }

    /** Hyper-V writes a second identity where a parent was merged. */
    @Test
    void aParentMayHaveEitherIdentity() throws IOException {
        byte[] below = Contents.busy(MIB, 22);
        VhdxWriter writer = new VhdxWriter().id(CHILD).parent(VhdxWriter.ID);
        String other = "{" + new UUID(1, 2).toString().toUpperCase(Locale.ROOT) + "}";
        for (String[] texts : new String[][] {
            {"parent_linkage", other, "parent_linkage2", "{" + VhdxWriter.ID + "}"},
            {"absolute_win32_path", "C:\\x", "parent_linkage2", other, "parent_linkage", "{" + VhdxWriter.ID + "}"}
        }) {
            byte[] locator = VhdxWriter.locator(texts);
            byte[] image = changed(
                    writer.write(new byte[MIB]),
                    file -> file.put(writer.item(5), locator).putInt(writer.itemEntry(5) + 20, locator.length));
            try (DiskImage parent = DiskImage.open(file(new VhdxWriter().write(below)));
                    DiskImage disk =
                            DiskImage.open(file(image), OpenOptions.standard().parent(parent))) {
                assertThat(Contents.of(disk)).isEqualTo(below);
            }
        }
    }

    private static UnsafeImageException refusal(Path file, OpenOptions options) {
        return catchThrowableOfType(UnsafeImageException.class, () -> DiskImage.open(file, options));
    }

    private static void seal(ByteBuffer file, int header) {
        VhdxWriter.seal(file, header, VhdxWriter.HEADER_SIZE);
    }

    private static byte[] changed(byte[] image, Consumer<ByteBuffer> change) {
        byte[] changed = image.clone();
        change.accept(ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN));
        return changed;
    }
}
