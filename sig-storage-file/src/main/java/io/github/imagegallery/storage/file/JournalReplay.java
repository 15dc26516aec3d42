// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.CorruptStorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal from its beginning to the last sound frame. What follows there is the torn end of a write that was
 * never acknowledged, unless anything says that the journal was durable beyond: then it is damaged.
 */
final class JournalReplay {
    private final Consumer<LoggedCommit> into;
    private long durable;

    private JournalReplay(long durable, Consumer<LoggedCommit> into) {
        this.durable = durable;
        this.into = into;
    }

    /**
     * What the replay found.
     *
     * @param file the last file
     * @param durable the position up to which the journal is known to be durable
     * @param end the position after the last sound frame
     * @param torn whether anything but zeros follows there
     */
    record Result(JournalFile file, long durable, long end, boolean torn) {}

    /**
     * Reads the journal in a folder.
     *
     * @param durable the position up to which it is durable, as far as is known from elsewhere
     * @param into takes the commits, oldest first
     * @throws CorruptStorageException if anything before the durable position is not sound
     */
    static Result run(Path folder, long durable, Consumer<LoggedCommit> into) throws IOException {
        List<JournalFile> files = JournalFile.list(folder);
        if (files.isEmpty() || files.get(0).first() != 0) {
            throw Damage.of("The journal in " + folder + " has lost its beginning");
        }
        return new JournalReplay(durable, into).replay(files);
    }

    private Result replay(List<JournalFile> files) throws IOException {
        int last = files.size() - 1;
        for (int n = 0; n < last; n++) {
            JournalFile file = files.get(n);
            byte[] bytes = Files.readAllBytes(file.path());
            int length = replay(file, bytes);
            if (length < bytes.length
                    || file.first() + length != files.get(n + 1).first()) {
                throw damaged(file, length);
            }
        }
        return replayLast(files.get(last));
    }

    private Result replayLast(JournalFile file) throws IOException {
        byte[] bytes = Files.readAllBytes(file.path());
        int length = replay(file, bytes);
        long end = file.first() + length;
        boolean torn = lookBehind(file, bytes, length);
        if (end < durable) {
            throw damaged(file, length);
        }
        return new Result(file, durable, end, torn);
    }

    /** Replays the sound frames at the beginning of a file, and returns their length. */
    private int replay(JournalFile file, byte[] bytes) {
        int offset = 0;
        @Nullable Frame frame;
        while ((frame = Frame.parse(bytes, offset, file.first() + offset)) != null) {
            into.accept(parse(file, offset, frame));
            offset += frame.size();
        }
        return offset;
    }

    /** Looks for anything, and for what it knows of the durable position, behind the sound frames. */
    private boolean lookBehind(JournalFile file, byte[] bytes, int begin) {
        if (isZero(bytes, begin)) {
            return false; // as it is after most openings; the room that was set aside is millions of bytes
        }
        boolean found = false;
        for (int offset = begin; offset < bytes.length; offset++) {
            if (bytes[offset] == 0) {
                continue;
            }
            found = true;
            Frame frame = Frame.parse(bytes, offset, file.first() + offset);
            if (frame != null) {
                durable = Math.max(durable, parse(file, offset, frame).durable());
            }
        }
        return found;
    }

    /** Tells whether all bytes from one on are zero: whether the first is, and each is as the one before. */
    private static boolean isZero(byte[] bytes, int begin) {
        return begin == bytes.length
                || bytes[begin] == 0 && Arrays.equals(bytes, begin, bytes.length - 1, bytes, begin + 1, bytes.length);
    }

    private static LoggedCommit parse(JournalFile file, int offset, Frame frame) {
        try {
            return CommitJson.read(frame.json());
        } catch (IllegalArgumentException e) {
            throw Damage.of(
                    "Cannot understand byte " + offset + " of " + file.path() + " although its checksum is right", e);
        }
    }

    private CorruptStorageException damaged(JournalFile file, int offset) {
        return Damage.of("The journal is damaged at byte " + offset + " of " + file.path() + " (position "
                + (file.first() + offset) + "; acknowledged up to " + durable + ")");
    }
}
