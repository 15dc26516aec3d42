// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenOptionsTest {
    private static final OpenOptions STANDARD = OpenOptions.standard();

    @TempDir
    Path folder;

    @Test
    void whatIsTwoFormatsAtOnceIsReadAsTheOneInsistedOn() throws IOException {
        byte[] content = Contents.sparse(65_536, 4);
        byte[] qcow2 = Encoding.QCOW2_V2.encoded(content);
        byte[] both = Encoding.VHD_FIXED.encoded(Arrays.copyOf(qcow2, (qcow2.length + 511) / 512 * 512));
        Path file = Files.write(folder.resolve("both"), both);

        assertThat(rule(file, STANDARD)).isEqualTo("F3");
        for (DiskFormat format : DiskFormat.values()) {
            assertThat(rule(file, STANDARD.format(format))).isEqualTo("F3");
        }
        assertThat(read(file, DiskFormat.QCOW2)).isEqualTo(content);
        assertThat(read(file, DiskFormat.VHD)).isEqualTo(Arrays.copyOf(both, both.length - 512));
        assertThat(read(file, DiskFormat.RAW)).isEqualTo(both);
    }

    @Test
    void anyFileIsRawForWhoInsists() throws IOException {
        for (Encoding encoding : Encoding.values()) {
            byte[] bytes = encoding.encoded(new byte[8192]);
            assertThat(read(Files.write(folder.resolve("disk.vhd"), bytes), DiskFormat.RAW))
                    .isEqualTo(bytes);
        }
        assertThat(rule(Files.write(folder.resolve("empty"), new byte[0]), STANDARD.insistOnFormat(DiskFormat.RAW)))
                .isEqualTo("F1");
    }

    @Test
    void noInsistingMakesAFileWhatItIsNot() throws IOException {
        for (Encoding encoding : Encoding.values()) {
            for (DiskFormat format : DiskFormat.values()) {
                if (format != encoding.format() && format != DiskFormat.RAW) {
                    Path file = encoding.write(folder, new byte[8192]);
                    assertThat(rule(file, STANDARD.insistOnFormat(format))).isEqualTo("F2");
                }
            }
        }
    }

    @Test
    void aParentIsRefusedWhereItWouldNotShow() throws IOException {
        try (DiskImage parent = DiskImage.open(Encoding.RAW.write(folder, new byte[8192]))) {
            for (Encoding encoding : Encoding.values()) {
                Path file = encoding.write(folder, new byte[8192]);
                assertThat(rule(file, STANDARD.parent(parent))).isEqualTo("F9");
                assertThat(rule(file, STANDARD.insistOnParent(parent))).isEqualTo("F9");
            }
        }
    }

    @Test
    void nothingIsSaidTwice() throws IOException {
        assertThatIllegalStateException()
                .isThrownBy(() -> STANDARD.format(DiskFormat.VHD).insistOnFormat(DiskFormat.RAW))
                .withMessage("Cannot name the format raw: vhd is named already (name one)");
        try (DiskImage parent = DiskImage.open(Encoding.RAW.write(folder, new byte[8192]))) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> STANDARD.insistOnParent(parent).parent(parent))
                    .withMessageContaining("given already");
        }
    }

    /** Zeros follow the end of a shorter parent, at every place and length around it. */
    @Test
    void aParentIsLongEnoughForAnyChild() throws IOException {
        byte[] content = new byte[4096];
        Arrays.fill(content, (byte) 7);
        byte[] endless = Arrays.copyOf(content, 16_384);
        try (DiskImage image = DiskImage.open(Encoding.RAW.write(folder, content))) {
            Parent parent = new Parent(image, false);
            for (int at : new int[] {0, 4095, 4096, 4097, 9000}) {
                ByteBuffer target = ByteBuffer.allocate(5000).limit(4500).position(3);
                parent.read(at, target);
                assertThat(target.hasRemaining()).isFalse();
                assertThat(Arrays.copyOfRange(target.array(), 3, 4500))
                        .isEqualTo(Arrays.copyOfRange(endless, at, at + 4497));
            }
            assertThat(parent.nextExtent(100, 300)).contains(new Extent(100, 200));
            assertThat(parent.nextExtent(4096, 8192)).isEmpty();
        }
    }

    /** However often and in whatever order it is asked for, each extent is looked for once on the way. */
    @Test
    void extentsOfAParentAreLookedForOnce() throws IOException {
        byte[] content = new byte[262_144];
        Arrays.fill(content, 100_000, 120_000, (byte) 1);
        CountingDisk disk = new CountingDisk(DiskImage.open(Encoding.VHD_DYNAMIC_4K.write(folder, content)));
        try (disk) {
            Parent parent = new Parent(disk, false);
            for (int from = 0; from < 150_000; from += 512) {
                assertThat(parent.nextExtent(from, 110_000))
                        .isEqualTo(disk.image
                                .nextExtent(from)
                                .filter(extent -> extent.offset() < 110_000)
                                .map(extent -> new Extent(extent.offset(), 110_000 - extent.offset())));
            }
            assertThat(disk.looked()).isEqualTo(2);
            assertThat(parent.nextExtent(0, content.length)).contains(new Extent(98_304, 24_576));
        }
    }

    private static byte[] read(Path file, DiskFormat format) throws IOException {
        try (DiskImage image = DiskImage.open(file, STANDARD.insistOnFormat(format))) {
            assertThat(image.format()).isEqualTo(format);
            return Contents.of(image);
        }
    }

    private static String rule(Path file, OpenOptions options) {
        return catchThrowableOfType(UnsafeImageException.class, () -> DiskImage.open(file, options))
                .rule();
    }
}
