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
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sparse VMDK keeps its mapping twice. */
class VmdkImageTest {
    private static final VmdkWriter WRITER = new VmdkWriter(4096, VmdkWriter.Packing.SPARSE);
    private static final int FIRST_TABLE = WRITER.table();
    private static final int SECOND_TABLE = FIRST_TABLE + 2048;

    @TempDir
    Path folder;

    private static byte[] content() {
        byte[] content = new byte[40_960];
        Arrays.fill(content, 5_000, 20_000, (byte) 'v');
        return content;
    }

    private Path broken(Consumer<ByteBuffer> breaking) throws IOException {
        byte[] image = WRITER.write(content());
        breaking.accept(ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN));
        return Files.write(folder.resolve("disk.vmdk"), image);
    }

    @Test
    void aSoundImageHasNoNotes() throws IOException {
        try (DiskImage image = DiskImage.open(broken(file -> {}))) {
            assertThat(image.notes()).isEmpty();
            assertThat(image.description()).isEqualTo("sparse VMDK, 4 KiB grains");
        }
    }

    /** The redundant directory names the first of the two tables, as VMware and QEMU write them. */
    @Test
    void aDamagedCopyIsNotUsedAndThatIsSaid() throws IOException {
        try (DiskImage image = DiskImage.open(broken(file -> file.putInt(SECOND_TABLE + 8, 1 << 30)))) {
            assertThat(image.notes()).isEqualTo(List.of("its grain directory is damaged: the redundant one was used"));
            assertThat(Contents.of(image)).isEqualTo(content());
        }
        try (DiskImage image = DiskImage.open(broken(file -> file.putInt(FIRST_TABLE + 8, 1 << 30)))) {
            assertThat(image.notes()).isEqualTo(List.of("its redundant grain directory is damaged: it was not used"));
            assertThat(Contents.of(image)).isEqualTo(content());
        }
    }

    @Test
    void twoDamagedCopiesAreRefused() {
        UnsafeImageException refused = catchThrowableOfType(
                UnsafeImageException.class,
                () -> DiskImage.open(
                        broken(file -> file.putInt(FIRST_TABLE + 8, 1 << 30).putInt(SECOND_TABLE + 8, 1 << 30))));
        assertThat(refused.rule()).isEqualTo("M9");
    }

    /** Grains need not start at multiples of their size in the file. */
    @Test
    void grainsMayLieAnywhere() throws IOException {
        byte[] content = new byte[8_192];
        Arrays.fill(content, (byte) 'v');
        byte[] image = WRITER.write(content);
        int first = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(FIRST_TABLE);
        byte[] moved = Arrays.copyOf(image, image.length + 1536);
        Arrays.fill(moved, (first + 8) * 512, moved.length, (byte) 0);
        Arrays.fill(moved, moved.length - 4096, moved.length, (byte) 'w');
        ByteBuffer file = ByteBuffer.wrap(moved).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(FIRST_TABLE + 4, first + 11).putInt(SECOND_TABLE + 4, first + 11);
        Arrays.fill(content, 4_096, 8_192, (byte) 'w');
        try (DiskImage disk = DiskImage.open(Files.write(folder.resolve("moved.vmdk"), moved))) {
            assertThat(Contents.of(disk)).isEqualTo(content);
        }
    }

    /** What to do depends on what it is. */
    @ParameterizedTest
    @CsvSource({
        "COWD, of the kind vmfsSparse (COWD)",
        "\u00be\u00ba\u00fe\u00ca\0\0\0\0, of the kind seSparse",
        "'# Disk DescriptorFile\nCreateType = \"monolithic\u001bFlat\"', monolithic?Flat",
        "'version=1\nCID=1', descriptor of a VMDK of no kind"
    })
    void anotherKindOfVmdkIsRefusedByItsName(String start, String kind) throws IOException {
        Path file =
                Files.write(folder.resolve("other"), Arrays.copyOf(start.getBytes(StandardCharsets.ISO_8859_1), 2048));
        assertThat(catchThrowableOfType(UnsafeImageException.class, () -> DiskImage.open(file)))
                .hasMessageContaining(kind)
                .hasMessageEndingWith("[M1]");
    }

    private Path stream(Consumer<ByteBuffer> change) throws IOException {
        byte[] image = new VmdkWriter(4096, VmdkWriter.Packing.STREAM).write(content());
        change.accept(ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN));
        return Files.write(folder.resolve("stream.vmdk"), image);
    }

    /** A stream's header is written before its maker knows how long the tables are, and that it will end cleanly. */
    @Test
    void aFooterNeedOnlySayTheSameOfTheDisk() throws IOException {
        Path file = stream(image -> {
            int footer = image.limit() - 1024;
            image.put(72, (byte) 1).putLong(64, 128);
            image.putLong(footer + 28, 0).putLong(footer + 36, 0).putLong(footer + 64, 9);
        });
        try (DiskImage disk = DiskImage.open(file)) {
            assertThat(Contents.of(disk)).isEqualTo(content());
        }
    }

    /** Xen Orchestra leaves it at 0, VMware says 1. */
    @Test
    void aMarkerMaySayThatNoSectorsFollow() throws IOException {
        try (DiskImage disk = DiskImage.open(stream(image -> image.putLong(image.limit() - 1536, 0)))) {
            assertThat(Contents.of(disk)).isEqualTo(content());
            assertThat(disk.notes()).isEmpty();
        }
        UnsafeImageException refused = catchThrowableOfType(
                UnsafeImageException.class,
                () -> DiskImage.open(stream(image -> image.putLong(image.limit() - 1536, 2))));
        assertThat(refused.rule()).isEqualTo("M11");
    }

    @Test
    void aStreamMayHaveARedundantDirectory() throws IOException {
        Path file = stream(image -> {
            int footer = image.limit() - 1024;
            image.putInt(8, 0x30003).putLong(48, -1);
            image.putInt(footer + 8, 0x30003).putLong(footer + 48, image.getLong(footer + 56));
        });
        try (DiskImage disk = DiskImage.open(file)) {
            assertThat(Contents.of(disk)).isEqualTo(content());
            assertThat(disk.notes()).isEmpty();
        }
    }

    /** The header counts in whole grains, as its specification has it; where the disk ends says the descriptor. */
    @Test
    void aHeaderMayCountWholeGrains() throws IOException {
        byte[] content = Contents.busy(102_400 - 1_536, 1);
        for (VmdkWriter.Packing packing : VmdkWriter.Packing.values()) {
            byte[] image = new VmdkWriter(4096, packing).write(content);
            ByteBuffer file = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
            file.putLong(12, 200);
            if (packing == VmdkWriter.Packing.STREAM) {
                file.putLong(file.limit() - 1024 + 12, 200);
            }
            try (DiskImage disk = DiskImage.open(Files.write(folder.resolve("whole.vmdk"), image))) {
                assertThat(Contents.of(disk)).as(packing.toString()).isEqualTo(content);
                assertThat(Contents.outsideOfExtents(disk, content)).isZero();
            }
        }
    }

    /** As VMware's programs and others write descriptors, with all that these may say of other things than the disk. */
    @Test
    void aDescriptorMaySayMore() throws IOException {
        String descriptor = String.join(
                "\r\n",
                "# Disk DescriptorFile",
                "VERSION = 3",
                "encoding=\"windows-1252\"",
                " CID=fffffffe ",
                "parentCID = FFFFFFFF",
                "isNativeSnapshot=\"no\"",
                "createType=\"monolithicSparse\"",
                "",
                "# Extent description",
                "RDONLY\t80  SPARSE \"C:\\VMs\\caf\u00e9.vmdk\" 0",
                "# Change Tracking File",
                "/* left by a program that takes it for C */",
                "/**/",
                "changeTrackPath=\"disk-ctk.vmdk\"",
                "# The Disk Data Base",
                "#DDB",
                "ddb.adapterType = \"ide\"",
                "ddb.comment = \"a = b\"",
                "ddb.x-y/z",
                "ddb.adapterType = \"again\"",
                "\0 rubbish");
        byte[] image = WRITER.write(content(), descriptor);
        try (DiskImage disk = DiskImage.open(Files.write(folder.resolve("said.vmdk"), image))) {
            assertThat(Contents.of(disk)).isEqualTo(content());
        }
    }

    /** Refusing a directory of 4 MiB all of whose entries name one table takes no longer than reading the file. */
    @Test
    void aTableNamedAMillionTimesIsNotReadAsOften() throws IOException {
        long sectors = 4L << 30;
        byte[] image = new VmdkWriter(4096, VmdkWriter.Packing.ZEROED)
                .write(new byte[512], VmdkWriter.descriptor("monolithicSparse", sectors));
        ByteBuffer file =
                ByteBuffer.allocate(5 << 20).order(ByteOrder.LITTLE_ENDIAN).put(image);
        file.putLong(12, sectors).putLong(56, 2048);
        for (int entry = 0; entry < 1 << 20; entry++) {
            file.putInt((1 << 20) + entry * 4, 1000);
        }
        CountingFile counting = CountingFile.open(Files.write(folder.resolve("forged.vmdk"), file.array()));
        UnsafeImageException refused = catchThrowableOfType(
                UnsafeImageException.class, () -> ImageOpener.open(counting, OpenOptions.standard()));
        assertThat(refused.rule()).isEqualTo("M9");
        assertThat(counting.bytesRead()).isLessThan(file.limit());
    }

    /** Where a table is not there, nothing is where it would be. */
    @Test
    void aGrainMayFollowAShortDescriptor() throws IOException {
        VmdkWriter writer = new VmdkWriter(4096, VmdkWriter.Packing.ZEROED);
        byte[] content = new byte[513 * 4096];
        Arrays.fill(content, 0, 4096, (byte) 'v');
        ByteBuffer file = ByteBuffer.wrap(writer.write(content)).order(ByteOrder.LITTLE_ENDIAN);
        int table = writer.table();
        int grain = file.getInt(table) * 512;
        ByteBuffer moved = ByteBuffer.allocate(file.limit() + 8192).order(ByteOrder.LITTLE_ENDIAN);
        moved.put(0, file, 0, 1024).put(1024, file, grain, 4096);
        moved.put(8192, file, VmdkWriter.DIRECTORY, 512).put(8704, file, table, 2048);
        moved.putLong(36, 1).putLong(56, 16).putInt(8192, 17).putInt(8196, 0).putInt(8704, 2);
        try (DiskImage disk = DiskImage.open(Files.write(folder.resolve("short.vmdk"), moved.array()))) {
            assertThat(Contents.of(disk)).isEqualTo(content);
        }
    }
}
