// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A qcow2 image over a backing one that its opener gives. */
class Qcow2ParentTest {
    private static final int SIZE = 300_032;

    @TempDir
    Path folder;

    private Path backing;

    @BeforeEach
    void writeBacking() {
        backing = Encoding.QCOW2_V3.write(folder, Contents.sparse(SIZE, 5));
    }

    private Path over(Qcow2Writer writer, byte[] content) throws IOException {
        return Files.write(folder.resolve("over.qcow2"), writer.writeOver("/etc/passwd", content));
    }

    @ParameterizedTest
    @CsvSource({
        "2,12,PLAIN",
        "3,12,PLAIN",
        "3,16,PLAIN",
        "3,12,PREALLOCATED",
        "2,13,DEFLATE",
        "3,14,ZSTD",
        "3,14,EXTENDED"
    })
    void theBackingImageShowsWhereNothingIs(int version, int clusterBits, Qcow2Writer.Packing packing)
            throws IOException {
        Qcow2Writer writer = new Qcow2Writer(version, clusterBits, packing);
        for (long seed = 0; seed < 20; seed++) {
            byte[] content = Contents.sparse(SIZE, seed);
            try (DiskImage parent = DiskImage.open(backing);
                    DiskImage image = DiskImage.open(
                            over(writer, content), OpenOptions.standard().parent(parent))) {
                byte[] shown = writer.shown(content, Contents.sparse(SIZE, 5));
                assertThat(Contents.of(image)).isEqualTo(shown);
                assertThat(Contents.outsideOfExtents(image, shown)).isZero();
                assertThat(image.description()).endsWith(", over a backing image");
            }
        }
    }

    @Test
    void aClusterThatIsZeroHidesTheBackingImage() throws IOException {
        Path full = Encoding.RAW.write(folder, filled());
        Qcow2Writer writer = new Qcow2Writer(3, 16, Qcow2Writer.Packing.PREALLOCATED);
        try (DiskImage parent = DiskImage.open(full);
                DiskImage image = DiskImage.open(
                        over(writer, new byte[SIZE]), OpenOptions.standard().parent(parent))) {
            assertThat(Contents.of(image)).containsOnly(0);
            assertThat(image.nextExtent(0)).isEmpty();
        }
    }

    private static byte[] filled() {
        byte[] filled = new byte[SIZE];
        Arrays.fill(filled, (byte) 1);
        return filled;
    }

    @Test
    void onlyAParentThatIsNamedAndFitsIsTaken() throws IOException {
        Qcow2Writer writer = new Qcow2Writer(3, 12, Qcow2Writer.Packing.PLAIN);
        Path alone = Files.write(folder.resolve("alone.qcow2"), writer.write(filled()));
        Path over = over(writer, filled());
        Path overRaw = Files.write(folder.resolve("raw.qcow2"), formatted(writer.writeOver("a", filled()), "raw"));
        try (DiskImage parent = DiskImage.open(backing)) {
            assertThat(rule(alone, OpenOptions.standard().parent(parent))).isEqualTo("F9");
            assertThat(rule(over, OpenOptions.standard())).isEqualTo("Q1");
            assertThat(rule(overRaw, OpenOptions.standard().parent(parent))).isEqualTo("Q19");
            DiskImage.open(overRaw, OpenOptions.standard().insistOnParent(parent))
                    .close();
        }
    }

    /** Names the format of the backing file. */
    private static byte[] formatted(byte[] image, String format) {
        byte[] name = format.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer.wrap(image).putInt(112, 0xe2792aca).putInt(116, name.length).put(120, name);
        return image;
    }

    /** As QEMU wrote them before it knew header extensions: the name is all that follows the header. */
    @Test
    void theNameOfTheBackingFileMayFollowTheHeader() throws IOException {
        byte[] content = Contents.sparse(SIZE, 9);
        Qcow2Writer writer = new Qcow2Writer(2, 12, Qcow2Writer.Packing.PLAIN);
        byte[] image = writer.write(content);
        byte[] name = "/images/debian.img".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer.wrap(image).putLong(8, 72).putInt(16, name.length).put(72, name);
        try (DiskImage parent = DiskImage.open(backing);
                DiskImage disk = DiskImage.open(
                        Files.write(folder.resolve("old.qcow2"), image),
                        OpenOptions.standard().parent(parent))) {
            assertThat(Contents.of(disk)).isEqualTo(writer.shown(content, Contents.sparse(SIZE, 5)));
        }
    }

    /** Where the backing image shows in many places before the next data of its own, that is looked for once. */
    @Test
    void tablesAreNotReadForEachExtentOfTheBackingImage() throws IOException {
        byte[] content = new byte[16 << 20];
        content[content.length - 1] = 1;
        byte[] below = new byte[content.length];
        for (int at = 0; at < below.length; at += 8192) {
            below[at] = 1;
        }
        Path file = over(new Qcow2Writer(3, 9, Qcow2Writer.Packing.PLAIN), content);
        CountingFile counting = CountingFile.open(file);
        int extents = 0;
        try (DiskImage parent = DiskImage.open(Encoding.VHD_DYNAMIC_4K.write(folder, below));
                DiskImage image =
                        ImageOpener.open(counting, OpenOptions.standard().parent(parent))) {
            Optional<Extent> extent = image.nextExtent(0);
            while (extent.isPresent()) {
                extents++;
                extent = image.nextExtent(extent.get().end());
            }
        }
        assertThat(extents).isEqualTo(2048 + 1);
        assertThat(counting.bytesRead()).isLessThan(4 * Files.size(file));
    }

    @Test
    void theBackingImageShowsWhereNoTableIs() throws IOException {
        byte[] content = Contents.busy(SIZE, 8);
        Qcow2Writer writer = new Qcow2Writer(3, 9, Qcow2Writer.Packing.PLAIN);
        byte[] image = writer.writeOver("a", content);
        byte[] shown = writer.shown(content, Contents.sparse(SIZE, 5));
        for (int table : new int[] {0, 3, 4, 9}) {
            ByteBuffer.wrap(image).putLong(writer.l1Offset() + table * 8, 0);
            int end = Math.min(SIZE, (table + 1) << 15);
            System.arraycopy(Contents.sparse(SIZE, 5), table << 15, shown, table << 15, end - (table << 15));
        }
        try (DiskImage parent = DiskImage.open(backing);
                DiskImage disk = DiskImage.open(
                        Files.write(folder.resolve("over.qcow2"), image),
                        OpenOptions.standard().parent(parent))) {
            assertThat(Contents.of(disk)).isEqualTo(shown);
            assertThat(Contents.outsideOfExtents(disk, shown)).isZero();
        }
    }

    /** A disk of 8 TiB without any table is not looked through cluster by cluster. */
    @Test
    @Timeout(20)
    void whereNoTableIsNoClusterIsLookedAt() throws IOException {
        Path over = HugeImages.QCOW2_LARGE_TABLE.write(folder);
        Path raw = folder.resolve("huge.raw");
        try (FileChannel channel = FileChannel.open(over, StandardOpenOption.WRITE);
                FileChannel below = FileChannel.open(
                        raw, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(12).putLong(480).putInt(1).flip(), 8);
            below.write(ByteBuffer.allocate(1), (8L << 40) - 1);
        }
        try (DiskImage parent = DiskImage.open(raw);
                DiskImage disk = DiskImage.open(over, OpenOptions.standard().parent(parent))) {
            long end = disk.nextExtent(0).map(Extent::end).orElse(0L);
            assertThat(end).isEqualTo(8L << 40);
        }
    }

    private static String rule(Path file, OpenOptions options) {
        return catchThrowableOfType(UnsafeImageException.class, () -> DiskImage.open(file, options))
                .rule();
    }
}
