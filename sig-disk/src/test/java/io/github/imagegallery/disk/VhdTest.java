// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** VHDs as the specification allows them and as their makers write them. */
class VhdTest {
    private static final UUID CHILD = new UUID(3, 4);

    @TempDir
    Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "disk", ".img"), bytes);
    }

    private static void assertReads(Path file, byte[] content, String... notes) throws IOException {
        try (DiskImage image = DiskImage.open(file)) {
            assertThat(image.format()).isEqualTo(DiskFormat.VHD);
            assertThat(Contents.of(image)).isEqualTo(content);
            assertThat(image.notes()).containsExactly(notes);
        }
    }

    /** Virtual PC before 2004 left the last byte of the footer away. */
    @Test
    void aFooterOf511BytesIsOne() throws IOException {
        byte[] content = Contents.busy(65_536, 1);
        for (Encoding encoding : new Encoding[] {Encoding.VHD_FIXED, Encoding.VHD_DYNAMIC_4K}) {
            byte[] image = encoding.encoded(content);
            assertReads(file(Arrays.copyOf(image, image.length - 1)), content);
        }
    }

    @Test
    void theCopyOfTheFooterIsUsedAndSaidSo() throws IOException {
        byte[] content = Contents.busy(65_536, 2);
        byte[] image = Encoding.VHD_DYNAMIC_4K.encoded(content);
        String used = "its footer is damaged: the copy at its start was used";

        assertReads(file(changed(image, file -> file.put(file.limit() - 400, (byte) 1))), content, used);
        assertReads(file(Arrays.copyOf(image, image.length - 512)), content, used);
        assertReads(file(Arrays.copyOf(image, image.length + 4_096)), content, used);
        assertReads(
                file(changed(image, file -> file.put(100, (byte) 1))),
                content,
                "the copy of its footer at its start is damaged");
    }

    @Test
    void aTableLongerThanTheDiskIsOne() throws IOException {
        byte[] content = Contents.busy(65_536, 3);
        assertReads(file(new DynamicVhdWriter(8192, CHILD, null, 300).write(content)), content);
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 65_536, 524_288, 2 << 20, 4 << 20, 16 << 20})
    void blocksOfAnySizeAreRead(int blockSize) throws IOException {
        byte[] content = Contents.busy(5 * (1 << 20) + 1_536, 4);
        Path file = file(new DynamicVhdWriter(blockSize).write(content));
        assertReads(file, content);
        try (DiskImage image = DiskImage.open(file)) {
            assertThat(image.blockSize()).hasValue(blockSize);
        }
    }

    /** A disk of 1 GiB and 512 bytes, of which the geometry leaves the last part out. */
    @ParameterizedTest
    @CsvSource({
        "win , true",
        "qem2, true",
        "d2v , true",
        "CTXS, true",
        "tap., true",
        "wa.., true",
        "vpc , false",
        "vs  , false",
        "qemu, false",
        "vbox, true",
        "????, true"
    })
    void theCreatorDecidesWhichSizeCounts(String name, boolean stated) throws IOException {
        long size = (1L << 30) + 512;
        String creator = String.format("%-4s", name).replace('.', '\0');
        byte[] image = changed(new DynamicVhdWriter(2 << 20).write(new byte[512]), file -> {
            for (int footer : new int[] {0, file.limit() - 512}) {
                file.put(footer + 28, creator.getBytes(StandardCharsets.ISO_8859_1));
                file.putLong(footer + 48, size)
                        .putInt(footer + 56, VhdGeometry.of(size / 512).packed());
                DynamicVhdWriter.sealFooter(file, footer);
            }
            file.putInt(DynamicVhdWriter.HEADER + 28, 513);
            DynamicVhdWriter.sealHeader(file);
        });
        image = withTable(image, 513);
        VhdGeometry geometry = VhdGeometry.of(size / 512);
        long byGeometry = 512L * geometry.cylinders() * geometry.heads() * geometry.sectors();
        try (DiskImage disk = DiskImage.open(file(image))) {
            assertThat(disk.virtualSize()).isEqualTo(stated ? size : byGeometry);
        }
    }

    /** Makes room for an empty table of more entries. */
    private static byte[] withTable(byte[] image, int entries) {
        ByteBuffer file = ByteBuffer.allocate(DynamicVhdWriter.TABLE + (entries * 4 + 511) / 512 * 512 + 512);
        file.put(image, 0, DynamicVhdWriter.TABLE);
        while (file.remaining() > 512) {
            file.putInt(-1);
        }
        return file.put(image, image.length - 512, 512).array();
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096, 65_536, 2 << 20})
    void sectorsShowOverThoseOfTheParent(int blockSize) throws IOException {
        byte[] below = Contents.busy(300_032, 5);
        byte[] own = Contents.busy(300_032, 6);
        BitSet sectors = Contents.someSectors(586, 7);
        Path child = file(differencing(blockSize).write(own, sectors));
        try (DiskImage parent = DiskImage.open(Encoding.VHD_DYNAMIC_64K.write(folder, below));
                DiskImage image = DiskImage.open(child, OpenOptions.standard().parent(parent))) {
            byte[] shown = Contents.over(below, own, sectors, 512);
            assertThat(image.description()).startsWith("differencing VHD, ");
            assertThat(Contents.of(image)).isEqualTo(shown);
            assertThat(Contents.outsideOfExtents(image, shown)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096, 65_536, 131_072, 131_584})
    void aParentMayHaveAnotherSize(int size) throws IOException {
        byte[] below = Contents.busy(size, 8);
        byte[] own = Contents.busy(131_072, 9);
        BitSet sectors = Contents.someSectors(256, 10);
        Path child = file(differencing(4096).write(own, sectors));
        try (DiskImage parent = DiskImage.open(Encoding.VHD_FIXED.write(folder, below));
                DiskImage image = DiskImage.open(child, OpenOptions.standard().parent(parent))) {
            byte[] shown = Contents.over(below, own, sectors, 512);
            assertThat(Contents.of(image)).isEqualTo(shown);
            assertThat(Contents.outsideOfExtents(image, shown)).isZero();
        }
    }

    @Test
    void aChainIsReadFromItsEndUp() throws IOException {
        byte[] shown = Contents.busy(131_072, 11);
        Deque<DiskImage> chain = new ArrayDeque<>();
        chain.push(DiskImage.open(Encoding.VHD_DYNAMIC_4K.write(folder, shown)));
        UUID below = DynamicVhdWriter.ID;
        for (int level = 1; level <= 4; level++) {
            byte[] own = Contents.busy(131_072, 20 + level);
            BitSet sectors = Contents.someSectors(256, 30 + level);
            Path file = file(new DynamicVhdWriter(8192, new UUID(9, level), below, 0).write(own, sectors));
            chain.push(DiskImage.open(file, OpenOptions.standard().parent(chain.element())));
            shown = Contents.over(shown, own, sectors, 512);
            below = new UUID(9, level);
        }
        assertThat(Contents.of(chain.element())).isEqualTo(shown);
        for (DiskImage image : chain) {
            image.close();
        }
    }

    @Test
    void anotherParentIsRefusedUnlessInsistedOn() throws IOException {
        byte[] below = Contents.busy(65_536, 12);
        Path child = file(new DynamicVhdWriter(4096, CHILD, new UUID(5, 6), 0).write(new byte[65_536]));
        for (Encoding encoding : new Encoding[] {Encoding.VHD_FIXED, Encoding.RAW, Encoding.QCOW2_V3}) {
            try (DiskImage parent = DiskImage.open(encoding.write(folder, below))) {
                assertThat(catchThrowableOfType(
                                UnsafeImageException.class,
                                () -> DiskImage.open(
                                        child, OpenOptions.standard().parent(parent))))
                        .hasMessageContaining("the VHD with the id 00000000-0000-0005-0000-000000000006, but ")
                        .hasMessageEndingWith("[V11]");
                try (DiskImage image =
                        DiskImage.open(child, OpenOptions.standard().insistOnParent(parent))) {
                    assertThat(Contents.of(image)).isEqualTo(below);
                }
                assertThat(Contents.of(parent)).as("still open").isEqualTo(below);
            }
        }
    }

    /** A whole block of the child is one extent, a hole of it shows the parent's extents, clipped to the disk. */
    @Test
    void extentsOfTheParentShowInHoles() throws IOException {
        byte[] below = new byte[65_536];
        Arrays.fill(below, 10_000, 30_000, (byte) 1);
        BitSet sectors = new BitSet();
        sectors.set(16_384 / 512);
        Path child = file(differencing(8192).write(new byte[24_576], sectors));
        try (DiskImage parent = DiskImage.open(Encoding.VHD_DYNAMIC_4K.write(folder, below));
                DiskImage image = DiskImage.open(child, OpenOptions.standard().parent(parent))) {
            assertThat(image.nextExtent(0)).contains(new Extent(8_192, 8_192));
            assertThat(image.nextExtent(9_000)).contains(new Extent(9_000, 7_384));
            assertThat(image.nextExtent(16_384)).contains(new Extent(16_384, 8_192));
            assertThat(image.nextExtent(24_576)).isEqualTo(Optional.empty());
        }
    }

    private static DynamicVhdWriter differencing(int blockSize) {
        return new DynamicVhdWriter(blockSize, CHILD, DynamicVhdWriter.ID, 0);
    }

    private static byte[] changed(byte[] image, Consumer<ByteBuffer> change) {
        byte[] changed = image.clone();
        change.accept(ByteBuffer.wrap(changed));
        return changed;
    }
}
