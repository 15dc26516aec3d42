// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiskImageTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void manyThreadsRead(Encoding encoding) throws IOException {
        byte[] content = Contents.sparse(1 << 20, 5);
        try (DiskImage image = DiskImage.open(encoding.write(folder, content), encoding.format())) {
            IntStream.range(0, 2_000).parallel().forEach(i -> {
                int at = i * 7919 % (content.length - 6_000);
                byte[] read = new byte[6_000];
                try {
                    image.read(at, ByteBuffer.wrap(read));
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
                assertThat(ByteBuffer.wrap(read)).isEqualTo(ByteBuffer.wrap(content, at, 6_000));
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsStayOnTheDisk(Encoding encoding) throws IOException {
        try (DiskImage image = DiskImage.open(encoding.write(folder, new byte[4096]))) {
            assertThatIllegalArgumentException().isThrownBy(() -> image.read(-1, ByteBuffer.allocate(1)));
            assertThatIllegalArgumentException().isThrownBy(() -> image.read(4095, ByteBuffer.allocate(2)));
            assertThatIllegalArgumentException().isThrownBy(() -> image.nextExtent(-1));
            image.read(4096, ByteBuffer.allocate(0));
            assertThat(image.nextExtent(4096)).isEmpty();
            assertThat(image.nextExtent(Long.MAX_VALUE)).isEmpty();
        }
    }

    @Test
    void imagesDescribeThemselves() throws IOException {
        assertThat(description(Encoding.RAW)).isEqualTo("raw");
        assertThat(description(Encoding.VHD_FIXED)).isEqualTo("fixed VHD");
        assertThat(description(Encoding.VHD_DYNAMIC_64K)).isEqualTo("dynamic VHD, 64 KiB blocks");
        assertThat(description(Encoding.QCOW2_SMALL_CLUSTERS)).isEqualTo("qcow2 v3, 512 bytes clusters");
        assertThat(description(Encoding.QCOW2_V2)).isEqualTo("qcow2 v2, 4 KiB clusters");
    }

    private String description(Encoding encoding) throws IOException {
        try (DiskImage image = DiskImage.open(encoding.write(folder, new byte[4096]))) {
            return image.description();
        }
    }

    @Test
    void extentsAreClippedAndMerged() throws IOException {
        byte[] content = new byte[262_144];
        Arrays.fill(content, 8_192, 20_000, (byte) 1);
        content[200_000] = 1;
        for (Encoding encoding : List.of(Encoding.VHD_DYNAMIC_4K, Encoding.QCOW2_V2)) {
            try (DiskImage image = DiskImage.open(encoding.write(folder, content))) {
                assertThat(image.nextExtent(0)).contains(new Extent(8_192, 12_288));
                assertThat(image.nextExtent(9_000)).contains(new Extent(9_000, 11_480));
                assertThat(image.nextExtent(20_480)).contains(new Extent(196_608, 4_096));
                assertThat(image.nextExtent(200_704)).isEmpty();
            }
        }
    }

    @Test
    void filesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> DiskImage.open(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> DiskImage.open(folder))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(folder + ": it is a folder (give the file of a disk image)");
    }

    /** Large enough to be read past the page cache, where that is possible. */
    @Test
    void aLargeSparseDiskIsReadAtAnyPosition() throws IOException {
        long size = (300L << 20) + 1_536;
        List<Long> positions = List.of(0L, 4_095L, (64L << 20) - 1, 123_456_789L, size - 2);
        Path file = folder.resolve("large");
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.WRITE)) {
            for (long position : positions) {
                channel.write(ByteBuffer.wrap(new byte[] {7, 9}), position);
            }
        }
        try (DiskImage image = DiskImage.open(file)) {
            positions.parallelStream()
                    .forEach(position -> assertThat(twoBytes(image, position)).containsExactly(7, 9));
            assertThat(DiskMeasure.of(image, false, done -> {}).occupiedBytes()).isEqualTo(5 * 4_096 + 1_536);
        }
    }

    /** What is looked up of the file is that of the file that was opened, even if another one has its name by now. */
    @Test
    void aFileThatWasReplacedIsNotMistakenForTheOther() throws IOException {
        long size = 65L << 20;
        Path path = folder.resolve("disk.raw");
        Path other = folder.resolve("other");
        for (Path file : List.of(path, other)) {
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.WRITE)) {
                long position = file.equals(path) ? 4096 : size / 2;
                channel.write(ByteBuffer.wrap(new byte[] {7, 9}), position);
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
        }
        ImageFile opened = ImageFile.open(path);
        assertThat(opened.isAtItsPath()).isTrue();
        Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
        assertThat(opened.isAtItsPath()).isFalse();
        try (DiskImage image = ImageOpener.open(opened, OpenOptions.standard())) {
            assertThat(image.nextExtent(0).orElseThrow().offset()).isLessThanOrEqualTo(4096);
            assertThat(twoBytes(image, 4096)).containsExactly(7, 9);
            assertThat(twoBytes(image, size / 2)).containsExactly(0, 0);
        }
    }

    private static byte[] twoBytes(DiskImage image, long position) {
        ByteBuffer read = ByteBuffer.allocate(2);
        try {
            image.read(position, read);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return read.array();
    }

    @Test
    void measuringTellsItsProgress() throws IOException {
        byte[] content = Contents.sparse(3 << 20, 3);
        List<Long> told = new ArrayList<>();
        try (DiskImage image = DiskImage.open(Encoding.QCOW2_ZSTD.write(folder, content))) {
            DiskMeasure measure = DiskMeasure.of(image, false, told::add);
            assertThat(measure.sha256()).isEmpty();
            assertThat(image.allocatedBytes()).isGreaterThanOrEqualTo(measure.occupiedBytes());
        }
        assertThat(told).isSorted().last().isEqualTo((long) content.length);
    }

    /** A disk of a terabyte whose tables are nearly empty opens without memory for what is not there. */
    @Test
    void aHugeEmptyDiskOpens() throws IOException {
        Qcow2Writer writer = new Qcow2Writer(3, 16, Qcow2Writer.Packing.PLAIN);
        ByteBuffer file = ByteBuffer.wrap(writer.write(new byte[65_536]));
        file.putLong(24, 1L << 40).putInt(36, 2_048);
        Path path = Files.write(folder.resolve("huge"), file.array());
        try (DiskImage image = DiskImage.open(path)) {
            assertThat(image.virtualSize()).isEqualTo(1L << 40);
            assertThat(image.nextExtent(0)).isEmpty();
        }
    }
}
