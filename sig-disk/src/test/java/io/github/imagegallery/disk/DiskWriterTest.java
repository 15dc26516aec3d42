// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DiskWriterTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("disk.img");
    }

    @ParameterizedTest
    @EnumSource
    void manyThreadsWriteInAnyOrder(WritableFormat format) throws IOException {
        byte[] content = new byte[1 << 20];
        new Random(1).nextBytes(content);
        try (DiskWriter writer = DiskWriter.create(file, format, content.length)) {
            IntStream.range(0, 256)
                    .parallel()
                    .forEach(i -> write(writer, 4096L * (i * 97 % 256), content, 4096 * (i * 97 % 256), 4096));
            writer.finish();
        }
        try (DiskImage image = DiskImage.open(file)) {
            assertThat(Contents.of(image)).isEqualTo(content);
        }
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }

    private static final int STEP = 1 << 20;
    private static final int STEPS = 200;

    /** Pages of what is large are let go while it is written. */
    @ParameterizedTest
    @EnumSource
    void aLargeImageIsThereAsItWasWritten(WritableFormat format) throws IOException {
        byte[] content = writeLarge(format);
        try (DiskImage image = DiskImage.open(file)) {
            ByteBuffer read = ByteBuffer.allocate(STEP);
            for (int i = 0; i < STEPS; i++) {
                image.read((long) i * STEP, read.clear());
                assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(content, i, STEP));
            }
        }
    }

    @Test
    void aLargeImageDoesNotStayInThePageCache() throws IOException, InterruptedException {
        Path tool = Path.of("/usr/bin/fincore");
        Files.createFile(file);
        try (NativeFile known = NativeFile.open(file)) {
            String system = Files.getFileStore(file).type();
            assumeTrue(
                    known.isThere()
                            && Files.isExecutable(tool)
                            && !List.of("tmpfs", "ramfs").contains(system),
                    "SKIPPED: pages are let go of on Linux with Java 22 and native access, not of " + system
                            + ", and fincore tells");
        }
        Files.delete(file);
        writeLarge(WritableFormat.RAW);
        Process process = new ProcessBuilder(tool.toString(), "-b", "-n", "-o", "RES", file.toString()).start();
        String cached = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        assertThat(process.waitFor()).isZero();
        assertThat(Long.parseLong(cached)).isLessThan((long) STEPS * STEP / 4);
    }

    private byte[] writeLarge(WritableFormat format) throws IOException {
        byte[] content = new byte[STEP + STEPS];
        new Random(1).nextBytes(content);
        try (DiskWriter writer = DiskWriter.create(file, format, (long) STEPS * STEP)) {
            IntStream.range(0, STEPS).parallel().forEach(i -> write(writer, (long) i * STEP, content, i, STEP));
            writer.finish();
        }
        return content;
    }

    private static void write(DiskWriter writer, long position, byte[] content, int from, int length) {
        try {
            writer.write(position, ByteBuffer.wrap(content, from, length));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotFinishedLeavesNothing(WritableFormat format) throws IOException {
        try (DiskWriter writer = DiskWriter.create(file, format, 1 << 20)) {
            writer.write(0, ByteBuffer.wrap(new byte[] {1}));
            assertThat(file).doesNotExist();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void aLargeEmptyDiskIsSparse(WritableFormat format) throws IOException {
        try (DiskWriter writer = DiskWriter.create(file, format, 16L << 30)) {
            writer.finish();
        }
        try (DiskImage image = DiskImage.open(file)) {
            assertThat(image.virtualSize()).isEqualTo(16L << 30);
        }
        assertThat(diskSpace(file)).isLessThan(1 << 20);
    }

    /** Bytes on the medium, as {@code stat} tells it; nothing else in Java does. */
    private static long diskSpace(Path file) throws IOException {
        Process stat = new ProcessBuilder("du", "-k", file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return Long.parseLong(new String(stat.getInputStream().readAllBytes()).split("\\s")[0]) * 1024;
    }

    @Test
    void nothingIsWrittenOverAFile() throws IOException {
        Files.writeString(file, "dear");
        String taken = file + ": something has this name already (choose another name, or remove it first)";
        assertThatThrownBy(() -> DiskWriter.create(file, WritableFormat.RAW, 512))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(taken);
        Files.delete(file);
        try (DiskWriter writer = DiskWriter.create(file, WritableFormat.RAW, 512)) {
            Files.writeString(file, "dear");
            assertThatThrownBy(writer::finish)
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessage(taken);
        }
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
        assertThat(file).hasContent("dear");
    }

    @Test
    void aFolderThatCannotBeUsedIsNamed() throws IOException {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> DiskWriter.create(missing.resolve("disk.img"), WritableFormat.RAW, 512))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessage(missing + ": there is no such folder (create it first)");
        Files.writeString(file, "dear");
        assertThatThrownBy(() -> DiskWriter.create(file.resolve("disk.img"), WritableFormat.RAW, 512))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": it is not a folder (choose another folder)");
        assertThat(WriteFailures.creatingIn(folder, new AccessDeniedException(folder + "/.disk.img.1.tmp")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessage(folder + ": no file may be made in it (allow it, or choose another folder)");
        assertThat(WriteFailures.creatingIn(folder, new FileSystemException("t", null, "Read-only file system")))
                .hasMessage(folder + ": the file system is read-only (choose another folder)");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamed() {
        assertThat(WriteFailures.writing(file, new IOException("No space left on device")))
                .hasMessage(file + ": the disk is full (free space, and write it again)")
                .hasCauseInstanceOf(IOException.class);
        assertThat(WriteFailures.writing(file, new IOException("Input/output error")))
                .hasMessage(file + ": Input/output error");
        assertThatIOException()
                .isThrownBy(() -> DiskWriter.create(file, WritableFormat.RAW, Long.MAX_VALUE))
                .withMessageStartingWith(file + ": ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anInterruptIsToldFromAFault() throws IOException {
        try (DiskWriter writer = DiskWriter.create(file, WritableFormat.RAW, 512)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> writer.write(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(ClosedByInterruptException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(folder).isEmptyDirectory();
    }

    /** As the end of the process by a signal leaves it. */
    @Test
    void whatAnEndedProcessLeftIsInNobodysWay() throws IOException {
        try (DiskWriter ended = DiskWriter.create(file, WritableFormat.RAW, 512);
                DiskWriter next = DiskWriter.create(file, WritableFormat.RAW, 512)) {
            assertThat(folder)
                    .isDirectoryContaining(
                            left -> left.getFileName().toString().matches("\\.disk\\.img\\.[0-9a-f-]{36}\\.tmp"));
            next.finish();
            ended.write(0, ByteBuffer.allocate(1));
        }
        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
    }

    @Test
    void sizesThatAFormatCannotHoldAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> DiskWriter.create(file, WritableFormat.RAW, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiskWriter.create(file, WritableFormat.VHD_FIXED, 1000))
                .withMessageContaining("multiple of 512");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiskWriter.create(file, WritableFormat.VHD_FIXED, (2040L << 30) + 512));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiskWriter.create(file, WritableFormat.VHD_DYNAMIC, (2040L << 30) + 512))
                .withMessage("Cannot write a vhd-dynamic of 2190433321472 bytes: not a multiple of 512 up to 2040 GiB"
                        + " (choose such a size, or raw)");
        assertThatIllegalArgumentException().isThrownBy(() -> DiskWriter.create(file, WritableFormat.QCOW2, 513));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiskWriter.create(file, WritableFormat.QCOW2_ZSTD, (64L << 40) + 512));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void writesStayOnTheDisk() throws IOException {
        try (DiskWriter writer = DiskWriter.create(file, WritableFormat.VHD_FIXED, 1024)) {
            assertThatIllegalArgumentException().isThrownBy(() -> writer.write(1023, ByteBuffer.allocate(2)));
            assertThatIllegalArgumentException().isThrownBy(() -> writer.write(-1, ByteBuffer.allocate(1)));
        }
    }

    @Test
    void aDiskIsNotConvertedIntoASmallerOne() throws IOException {
        Path source = Encoding.RAW.write(folder, new byte[8192]);
        try (DiskImage image = DiskImage.open(source);
                DiskWriter writer = DiskWriter.create(file, WritableFormat.RAW, 4096)) {
            assertThatIllegalArgumentException().isThrownBy(() -> DiskConverter.convert(image, writer, done -> {}));
        }
    }

    @Test
    void formatsAreNamed() {
        assertThat(WritableFormat.parse("VHD-fixed")).isEqualTo(WritableFormat.VHD_FIXED);
        assertThat(DiskFormat.parse("qcow2")).isEqualTo(DiskFormat.QCOW2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DiskFormat.parse("vdi"))
                .withMessageContaining("raw, vhd, vhdx, qcow2, vmdk");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WritableFormat.parse("vhd"))
                .withMessageContaining("raw, vhd-fixed, vhd-dynamic, qcow2, qcow2-zstd");
    }
}
