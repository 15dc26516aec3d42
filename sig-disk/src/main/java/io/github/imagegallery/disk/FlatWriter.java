// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;

/** Writes an image whose file begins with the bytes of the disk, one after the other: raw, or a fixed VHD. */
final class FlatWriter implements DiskWriter {
    private final Path file;
    private final Path temporary;
    private final FileChannel channel;
    private final long virtualSize;

    private FlatWriter(Path file, Path temporary, long virtualSize) throws IOException {
        this.file = file;
        this.temporary = temporary;
        this.virtualSize = virtualSize;
        channel = create(temporary);
    }

    private static FileChannel create(Path temporary) throws IOException {
        try {
            return FileChannel.open(
                    temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.SPARSE, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw WriteFailures.creatingIn(folder(temporary), failure);
        }
    }

    static FlatWriter create(Path file, WritableFormat format, long virtualSize) throws IOException {
        checkSize(format, virtualSize);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw WriteFailures.taken(file);
        }
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        FlatWriter writer = new FlatWriter(file, temporary, virtualSize);
        try {
            writer.layOut(format);
            return writer;
        } catch (IOException | RuntimeException failure) {
            writer.close();
            throw failure;
        }
    }

    private static void checkSize(WritableFormat format, long virtualSize) {
        if (virtualSize <= 0) {
            throw new IllegalArgumentException("Cannot write a disk of " + virtualSize + " bytes: not positive");
        }
        if (format == WritableFormat.VHD_FIXED && (virtualSize % 512 != 0 || virtualSize > VhdFooter.LARGEST_DISK)) {
            throw new IllegalArgumentException("Cannot write a VHD of " + virtualSize
                    + " bytes: not a multiple of 512 up to 2040 GiB (choose such a size, or raw)");
        }
    }

    /** Gives the file its final length and its footer, before any content. */
    private void layOut(WritableFormat format) throws IOException {
        switch (format) {
            case RAW -> writeFully(virtualSize - 1, ByteBuffer.allocate(1));
            case VHD_FIXED -> writeFully(virtualSize, VhdFooter.ofFixed(virtualSize, Instant.now(), UUID.randomUUID()));
        }
    }

    @Override
    public void write(long position, ByteBuffer bytes) throws IOException {
        if (position < 0 || position > virtualSize - bytes.remaining()) {
            throw new IllegalArgumentException("Cannot write " + bytes.remaining() + " bytes at " + position
                    + ": the disk has " + virtualSize + " bytes");
        }
        writeFully(position, bytes);
    }

    private void writeFully(long position, ByteBuffer bytes) throws IOException {
        try {
            for (long at = position; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
        } catch (IOException failure) {
            throw WriteFailures.writing(file, failure);
        }
    }

    @Override
    public void finish() throws IOException {
        try {
            channel.force(true);
            channel.close();
            Files.move(temporary, file); // without replacing: fails if the name was taken meanwhile
            forceFolder();
        } catch (FileAlreadyExistsException taken) {
            throw WriteFailures.taken(file);
        } catch (IOException failure) {
            throw WriteFailures.writing(file, failure);
        }
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().getParent();
    }

    private void forceFolder() throws IOException {
        if (File.separatorChar == '\\') { // Windows does not open folders, and keeps names in its journal
            return;
        }
        try (FileChannel folder = FileChannel.open(folder(file), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(temporary); // after finish() it has another name
        }
    }
}
