// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are two things at once, or would like to be taken for another one, are never read as the wrong disk. */
class PolyglotTest {
    @TempDir
    Path folder;

    private static byte[] content() {
        return Contents.busy(65_536, 1);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("disk.img"), bytes);
    }

    private String rule(byte[] bytes, OpenOptions options) throws IOException {
        Path file = file(bytes);
        return catchThrowableOfType(UnsafeImageException.class, () -> DiskImage.open(file, options))
                .rule();
    }

    /** A footer of a fixed VHD makes any file one, and so every other image a second thing. */
    @ParameterizedTest
    @EnumSource
    void anImageWithTheFooterOfAVhdIsBoth(Encoding encoding) throws IOException {
        byte[] image = encoding.encoded(content());
        byte[] padded = Arrays.copyOf(image, (image.length + 511) / 512 * 512);
        byte[] both = Encoding.VHD_FIXED.encoded(padded);
        switch (encoding) {
            case RAW -> {
                try (DiskImage disk = DiskImage.open(file(both))) {
                    assertThat(disk.format()).isEqualTo(DiskFormat.VHD);
                    assertThat(Contents.of(disk)).isEqualTo(padded);
                }
                assertThat(rule(both, OpenOptions.standard().format(DiskFormat.RAW)))
                        .isEqualTo("F2");
            }
            case VHD_FIXED -> {
                try (DiskImage disk = DiskImage.open(file(both))) {
                    assertThat(Contents.of(disk)).isEqualTo(padded);
                }
            }
            case VHD_DYNAMIC_4K, VHD_DYNAMIC_64K ->
                assertThat(rule(both, OpenOptions.standard())).isEqualTo("V1");
            default -> {
                assertThat(rule(both, OpenOptions.standard())).isEqualTo("F3");
                for (DiskFormat format : DiskFormat.values()) {
                    assertThat(rule(both, OpenOptions.standard().format(format)))
                            .isEqualTo("F3");
                }
            }
        }
    }

    /** The mark alone, without a sound footer, does not make a disk raw: its own program may still read it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 65_536})
    void aBrokenFooterIsNotTakenForData(int at) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(66_048);
        file.put(at, "conectix".getBytes(StandardCharsets.US_ASCII));
        assertThat(rule(file.array(), OpenOptions.standard())).isEqualTo("V1");
        assertThat(rule(file.array(), OpenOptions.standard().format(DiskFormat.RAW)))
                .isEqualTo("F2");
    }

    @Test
    void anUnreadFormatWithTheFooterOfAVhdIsBoth() throws IOException {
        ByteBuffer vdi =
                ByteBuffer.allocate(65_536).order(ByteOrder.LITTLE_ENDIAN).putInt(0x40, 0xbeda107f);
        assertThat(rule(vdi.array(), OpenOptions.standard())).isEqualTo("F1");
        assertThat(rule(Encoding.VHD_FIXED.encoded(vdi.array()), OpenOptions.standard()))
                .isEqualTo("F3");
    }

    /** What begins disks of every day: a boot sector, a bootable ISO, a partition table, a file system. */
    @Test
    void disksAreRaw() throws IOException {
        byte[] disk = new byte[65_536];
        disk[0] = (byte) 0xeb;
        disk[1] = 0x63;
        disk[510] = 0x55;
        disk[511] = (byte) 0xaa;
        put(disk, 512, "EFI PART");
        put(disk, 0x8001, "CD001");
        put(disk, 1024 + 56, "\u0053\u00ef");
        try (DiskImage image = DiskImage.open(file(disk))) {
            assertThat(image.format()).isEqualTo(DiskFormat.RAW);
            assertThat(Contents.of(image)).isEqualTo(disk);
        }
    }

    /** Formats in the content of a disk are the content of a disk, wherever else than at its start. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RAW")
    void anImageInsideOfADiskIsData(Encoding encoding) throws IOException {
        byte[] inner = encoding.encoded(content());
        byte[] disk = Arrays.copyOf(Encoding.RAW.encoded(content()), 131_072 + (inner.length + 1023) / 512 * 512);
        System.arraycopy(inner, 0, disk, 131_072, inner.length);
        Arrays.fill(disk, 0, 512, (byte) 0);
        for (Encoding outer :
                new Encoding[] {Encoding.RAW, Encoding.VHD_FIXED, Encoding.QCOW2_V3, Encoding.VMDK_SPARSE}) {
            try (DiskImage image = DiskImage.open(file(outer.encoded(disk)))) {
                assertThat(image.format()).isEqualTo(outer.format());
                assertThat(Contents.of(image)).isEqualTo(disk);
            }
        }
    }

    /** Its identity is that of its parent, so that no check of identities keeps it from being its own parent. */
    @Test
    void noImageIsItsOwnParent() throws IOException {
        UUID id = new UUID(1, 1);
        Path file = file(new DynamicVhdWriter(4096, id, id, 0).write(content()));
        assertThat(catchThrowableOfType(UnsafeImageException.class, () -> DiskImage.open(file))
                        .rule())
                .isEqualTo("V2");
        try (DiskImage base = DiskImage.open(
                        Files.write(folder.resolve("base"), new DynamicVhdWriter(4096, id, null, 0).write(content())));
                DiskImage child = DiskImage.open(file, OpenOptions.standard().parent(base));
                DiskImage again = DiskImage.open(file, OpenOptions.standard().parent(child))) {
            assertThat(Contents.of(again)).isEqualTo(content());
        }
    }

    /** A footer says a size near the largest number there is, or a negative one. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 511, Long.MIN_VALUE, -512, 1L << 62})
    void sizesThatOverflowAreRefused(long size) throws IOException {
        ByteBuffer fixed = ByteBuffer.allocate(1024)
                .put(512, VhdFooter.ofFixed(512, Instant.EPOCH, new UUID(1, 2)).array());
        fixed.putLong(512 + 48, size);
        DynamicVhdWriter.sealFooter(fixed, 512);
        assertThat(rule(fixed.array(), OpenOptions.standard())).isEqualTo("V9");

        ByteBuffer qcow2 = ByteBuffer.wrap(Encoding.QCOW2_V3.encoded(content())).putLong(24, size);
        assertThat(rule(qcow2.array(), OpenOptions.standard())).isIn("Q7", "F6");

        VhdxWriter writer = new VhdxWriter();
        ByteBuffer vhdx = ByteBuffer.wrap(writer.write(content())).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(rule(vhdx.putLong(writer.item(1), size).array(), OpenOptions.standard()))
                .isEqualTo("X7");

        for (int at : new int[] {12, 20, 36, 48, 56}) {
            ByteBuffer vmdk = ByteBuffer.wrap(Encoding.VMDK_SPARSE.encoded(content()))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(at, size);
            assertThat(rule(vmdk.array(), OpenOptions.standard())).startsWith("M");
        }
    }

    private static void put(byte[] disk, int at, String mark) {
        byte[] bytes = mark.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, disk, at, bytes.length);
    }
}
