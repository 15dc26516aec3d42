// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A file being made. It appears under its final name whole, or not at all. Writing and reading is safe for many threads. */
final class NewFile implements Closeable {
    private final Path file;
    private final Path temporary;
    private final FileChannel channel;
    private final WriteBehind behind;

    private NewFile(Path file, Path temporary, FileChannel channel) {
        this.file = file;
        this.temporary = temporary;
        this.channel = channel;
        this.behind = new WriteBehind(temporary, channel);
    }

    static NewFile create(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw WriteFailures.taken(file);
        }
        Path temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
        return new NewFile(file, temporary, channel(temporary));
    }

    private static FileChannel channel(Path temporary) throws IOException {
        try {
            return FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.SPARSE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw WriteFailures.creatingIn(folder(temporary), failure);
        }
    }

    void requireOpen() throws ClosedChannelException {
        if (!channel.isOpen()) {
            throw new ClosedChannelException();
        }
    }

    void write(long position, ByteBuffer bytes) throws IOException {
        try {
            for (long at = position; bytes.hasRemaining(); ) {
                int written = channel.write(bytes, at);
                behind.written(written);
                at += written;
            }
        } catch (IOException failure) {
            throw WriteFailures.writing(file, failure);
        }
    }

    /** Makes the file at least as long as this, with zeros; while nobody writes to it. */
    void extendTo(long length) throws IOException {
        if (channel.size() < length) {
            write(length - 1, ByteBuffer.allocate(1));
        }
    }

    /** Reads back what was written; zeros follow the end of the file. */
    byte[] read(long position, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        int count = 0;
        while (count >= 0 && bytes.hasRemaining()) {
            count = channel.read(bytes, position + bytes.position());
        }
        return bytes.array();
    }

    /** Puts all bytes on the medium, and the file under its final name. */
    void finish() throws IOException {
        try {
            behind.finish();
            channel.force(true);
            behind.release();
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
        try (channel;
                behind) {
            Files.deleteIfExists(temporary); // after finish() it has another name
        }
    }
}
