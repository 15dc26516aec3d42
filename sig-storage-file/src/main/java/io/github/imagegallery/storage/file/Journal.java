// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * The end of the journal, where frames are appended. A file grows by zeros in steps, because a flush is much
 * cheaper while the file keeps its size. For use by one thread at a time, which must not be interrupted: that would
 * close the file. After an exception it must not be used any more but be closed.
 */
final class Journal implements AutoCloseable {
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 20).asReadOnlyBuffer();

    private final Path folder;
    private final Settings settings;
    private final Head head;
    private FileChannel channel;
    private long first;
    private long end;

    private Journal(Path folder, Settings settings, Head head, JournalReplay.Result found) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.head = head;
        this.channel = open(found.file());
        this.first = found.file().first();
        this.end = found.end();
    }

    /** Opens the journal in a folder, replays its commits and cuts a torn end off. */
    static Journal open(Path folder, Settings settings, Consumer<LoggedCommit> into) throws IOException {
        Head head = Head.open(folder);
        try {
            JournalReplay.Result found = JournalReplay.run(folder, head.read(), into);
            return resume(new Journal(folder, settings, head, found), found);
        } catch (IOException | RuntimeException | Error e) {
            head.close();
            throw e;
        }
    }

    private static Journal resume(Journal journal, JournalReplay.Result found) throws IOException {
        try {
            journal.settle(found);
            return journal;
        } catch (IOException | RuntimeException | Error e) {
            journal.channel.close();
            throw e;
        }
    }

    /** Returns the position at which the next frame will be; all before it is durable. */
    long end() {
        return end;
    }

    /** Appends frames. They are durable when this returns. */
    void append(ByteBuffer frames) throws IOException {
        if (end - first >= settings.fileSize()) {
            roll();
        }
        long at = end - first;
        end += frames.remaining();
        grow(end - first);
        write(frames, at);
        channel.force(false);
        head.write(end);
    }

    @Override
    public void close() throws IOException {
        try (head) {
            channel.close();
            head.force();
        }
    }

    /**
     * Makes durable what was found after the durable position. It is written once more, since after a failed flush the
     * system may show bytes that never reached the disk and that no later flush would bring there.
     */
    private void settle(JournalReplay.Result found) throws IOException {
        if (found.durable() == end && !found.torn()) {
            return;
        }
        if (found.torn()) {
            channel.truncate(end - first);
        }
        long from = Math.max(found.durable(), first) - first;
        ByteBuffer undecided = ByteBuffer.allocate(Math.toIntExact(end - first - from));
        while (undecided.hasRemaining()) {
            channel.read(undecided, from + undecided.position());
        }
        write(undecided.flip(), from);
        channel.force(true);
        head.write(end);
    }

    private void roll() throws IOException {
        channel.truncate(end - first);
        channel.force(true);
        channel.close();
        channel = open(JournalFile.create(folder, end));
        first = end;
    }

    /** Sees to it that the file has at least that size. */
    private void grow(long size) throws IOException {
        long step = settings.step();
        long at = channel.size();
        long grown = at >= size ? at : (size + step - 1) / step * step;
        while (at < grown) {
            at += channel.write(ZEROS.slice(0, (int) Math.min(ZEROS.capacity(), grown - at)), at);
        }
    }

    private void write(ByteBuffer bytes, long at) throws IOException {
        long next = at;
        while (bytes.hasRemaining()) {
            next += channel.write(bytes, next);
        }
    }

    private static FileChannel open(JournalFile file) throws IOException {
        return FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
}
