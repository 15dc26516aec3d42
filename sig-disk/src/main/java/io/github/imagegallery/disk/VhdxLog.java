// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The log of a VHDX ([MS-VHDX] 2.3): which of its entries count, and what they change. What it says is still to be
 * written into the file is laid over it in memory. A file is forged easily whose log describes more than fits into
 * memory, so that is bounded by more than programs write (X12).
 */
final class VhdxLog {
    /** As many as a log of 1 MiB, which is what programs write, can hold at all. */
    private static final int MOST_CHANGES = 1 << 15;

    private static final long LONGEST_FILE = 1L << 47;
    private static final Comparator<VhdxLogEntry> NEWEST_FIRST =
            Comparator.comparing(VhdxLogEntry::sequence, Long::compareUnsigned).reversed();

    private final ImageFile file;
    private final VhdxHeader header;
    private final VhdxLogReader reader;
    // by their positions: records as keys could be forged to collide
    private final Map<Long, VhdxLogEntry> entries;

    private VhdxLog(ImageFile file, VhdxHeader header) throws IOException {
        this.file = file;
        this.header = header;
        reader = new VhdxLogReader(file, header);
        entries = reader.entries();
    }

    /** The file as it is once the log is carried out; nothing is written. */
    static ReplayedFile replayed(ImageFile file, VhdxHeader header) throws IOException {
        ReplayedFile replayed = new ReplayedFile(file);
        return header.logId().equals(Guid.NONE) ? replayed : new VhdxLog(file, header).replay(replayed);
    }

    private ReplayedFile replay(ReplayedFile replayed) throws IOException {
        List<VhdxLogEntry> active = activeSequence();
        VhdxLogEntry head = active.get(active.size() - 1);
        file.require(
                head.flushedSize() >= 0 && head.flushedSize() <= file.size(),
                "X12",
                "its log says that the file had " + Long.toUnsignedString(head.flushedSize()) + " bytes, but it has "
                        + file.size());
        for (VhdxLogEntry entry : active) {
            reader.visit(entry, (descriptor, data) -> apply(descriptor, data, replayed));
        }
        return replayed.extended(reachable(head.neededSize(), 0));
    }

    /**
     * The newest complete sequence, from its oldest entry to its newest. A sequence goes on as long as a sound entry
     * with the next number follows, and is complete if its last entry's tail is one of it.
     */
    private List<VhdxLogEntry> activeSequence() throws UnsafeImageException {
        Map<Long, VhdxLogEntry> heads = heads();
        List<VhdxLogEntry> complete = entries.values().stream()
                .filter(entry -> heads.get(entry.position()) == entry && heads.get(entry.tail()) == entry)
                .sorted(NEWEST_FIRST)
                .toList();
        file.require(
                !complete.isEmpty(),
                "X12",
                "it was not closed cleanly, and its log has no complete sequence of entries");
        file.require(
                complete.size() == 1
                        || complete.get(0).sequence() != complete.get(1).sequence(),
                "X12",
                "its log has two newest sequences of entries");
        return sequence(complete.get(0));
    }

    /**
     * The last entry of the sequence that the entry at each position belongs to; from the newest down, since links lead to
     * newer ones.
     */
    private Map<Long, VhdxLogEntry> heads() {
        Map<Long, VhdxLogEntry> heads = new HashMap<>();
        List<VhdxLogEntry> newestFirst = new ArrayList<>(entries.values());
        newestFirst.sort(NEWEST_FIRST);
        for (VhdxLogEntry entry : newestFirst) {
            heads.put(
                    entry.position(),
                    next(entry).map(next -> heads.get(next.position())).orElse(entry));
        }
        return heads;
    }

    private Optional<VhdxLogEntry> next(VhdxLogEntry entry) {
        return Optional.ofNullable(entries.get((entry.position() + entry.length()) % header.logLength()))
                .filter(next -> next.sequence() == entry.sequence() + 1);
    }

    private List<VhdxLogEntry> sequence(VhdxLogEntry head) throws UnsafeImageException {
        List<VhdxLogEntry> sequence = new ArrayList<>();
        long changes = 0;
        Optional<VhdxLogEntry> entry = Optional.ofNullable(entries.get(head.tail()));
        while (entry.isPresent()) {
            sequence.add(entry.get());
            changes += entry.get().descriptors();
            entry = entry.get().equals(head) ? Optional.empty() : next(entry.get());
        }
        file.require(changes <= MOST_CHANGES, "X12", "its log has too many changes: " + changes, VhdxLogReader.PLAY_IT);
        return sequence;
    }

    private void apply(ByteBuffer descriptor, long data, ReplayedFile replayed) throws IOException {
        long offset = descriptor.getLong(VhdxLogEntry.FILE_OFFSET_AT);
        if (data < 0) {
            replayed.zero(offset, reachable(offset, descriptor.getLong(VhdxLogEntry.ZERO_LENGTH_AT)));
        } else {
            replayed.write(
                    offset,
                    reachable(offset, VhdxLogEntry.SECTOR),
                    reader.place(data),
                    descriptor.getLong(VhdxLogEntry.FIRST_BYTES_AT),
                    descriptor.getInt(VhdxLogEntry.LAST_BYTES_AT));
        }
    }

    /** The end of a run that the log writes. */
    private long reachable(long offset, long length) throws UnsafeImageException {
        if (offset < 0 || length < 0 || length > LONGEST_FILE || offset > LONGEST_FILE - length) {
            throw file.refusal("X12", "its log makes the file longer than " + LONGEST_FILE + " bytes");
        }
        return offset + length;
    }
}
