// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The log of a VHDX, a ring of entries ([MS-VHDX] 2.3). What it says is still to be written into the file is laid over
 * it in memory. A file is forged easily whose log takes long to read or describes more than fits into memory, so both
 * are bounded by far more than programs write (X12).
 */
final class VhdxLog {
    private static final int SIGNATURE = 0x65676f6c; // "loge"
    private static final int DATA_SECTOR = 0x61746164; // "data"
    private static final int ZEROS = 0x6f72657a; // "zero"
    private static final int DATA = 0x63736564; // "desc"
    private static final int SECTOR = VhdxLogEntry.SECTOR;
    private static final int MOST_ENTRIES = 1 << 16;
    private static final int MOST_CHANGES = 1 << 17;
    private static final long LONGEST_FILE = 1L << 47;
    private static final int TIMES_READ = 8;
    private static final Comparator<VhdxLogEntry> NEWEST_FIRST =
            Comparator.comparing(VhdxLogEntry::sequence, Long::compareUnsigned).reversed();
    private static final String PLAY_IT = "open it once for writing in its own program, which plays the log";

    private final ImageFile file;
    private final VhdxHeader header;
    private final Map<Long, VhdxLogEntry> entries = new HashMap<>();
    private long bytesToCheck;

    private VhdxLog(ImageFile file, VhdxHeader header) {
        this.file = file;
        this.header = header;
        bytesToCheck = TIMES_READ * header.logLength();
    }

    /** Looks at one descriptor: {@code data} is where its sector of data is in the log, or -1 for zeros. */
    private interface Visitor {
        void visit(ByteBuffer descriptor, long data) throws IOException;
    }

    /** The file as it is once the log is carried out; nothing is written. */
    static ReplayedFile replayed(ImageFile file, VhdxHeader header) throws IOException {
        ReplayedFile replayed = new ReplayedFile(file);
        return header.logId().equals(Guid.NONE) ? replayed : new VhdxLog(file, header).replay(replayed);
    }

    private ReplayedFile replay(ReplayedFile replayed) throws IOException {
        for (long position = 0; position < header.logLength(); position += SECTOR) {
            Optional<VhdxLogEntry> entry = entry(position);
            if (entry.isPresent()) {
                entries.put(position, entry.get());
                file.require(entries.size() <= MOST_ENTRIES, "X12", "its log has too many entries", PLAY_IT);
            }
        }
        List<VhdxLogEntry> active = activeSequence();
        VhdxLogEntry head = active.get(active.size() - 1);
        file.require(
                head.flushedSize() >= 0 && head.flushedSize() <= file.size(),
                "X12",
                "its log says that the file had " + Long.toUnsignedString(head.flushedSize()) + " bytes, but it has "
                        + file.size());
        for (VhdxLogEntry entry : active) {
            visit(entry, (descriptor, data) -> apply(descriptor, data, replayed));
        }
        return replayed.extended(reachable(head.neededSize(), 0));
    }

    /**
     * The newest complete sequence, from its oldest entry to its newest. A sequence goes on as long as a sound entry
     * with the next number follows, and is complete if its last entry's tail is one of it.
     */
    private List<VhdxLogEntry> activeSequence() throws UnsafeImageException {
        Map<VhdxLogEntry, VhdxLogEntry> heads = heads();
        List<VhdxLogEntry> complete = entries.values().stream()
                .filter(entry -> heads.get(entry) == entry && heads.get(entries.get(entry.tail())) == entry)
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

    /** The last entry of the sequence that each entry belongs to; from the newest down, since links lead to newer ones. */
    private Map<VhdxLogEntry, VhdxLogEntry> heads() {
        Map<VhdxLogEntry, VhdxLogEntry> heads = new HashMap<>();
        List<VhdxLogEntry> newestFirst = new ArrayList<>(entries.values());
        newestFirst.sort(NEWEST_FIRST);
        for (VhdxLogEntry entry : newestFirst) {
            heads.put(entry, next(entry).map(heads::get).orElse(entry));
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
        file.require(changes <= MOST_CHANGES, "X12", "its log has too many changes: " + changes, PLAY_IT);
        return sequence;
    }

    private Optional<VhdxLogEntry> entry(long position) throws IOException {
        ByteBuffer start = ring(position, VhdxLogEntry.HEADER);
        if (start.getInt(0) != SIGNATURE || !Guid.at(start, 32).equals(header.logId())) {
            return Optional.empty();
        }
        long length = Integer.toUnsignedLong(start.getInt(8));
        long descriptors = Integer.toUnsignedLong(start.getInt(24));
        VhdxLogEntry entry = new VhdxLogEntry(
                position,
                length,
                Integer.toUnsignedLong(start.getInt(12)),
                start.getLong(16),
                (int) Math.min(descriptors, length / VhdxLogEntry.DESCRIPTOR),
                start.getLong(48),
                start.getLong(56));
        boolean wellFormed = entry.descriptors() == descriptors
                && length > 0
                && length % SECTOR == 0
                && length <= header.logLength()
                && entry.tail() % SECTOR == 0
                && entry.sequence() != 0
                && entry.descriptorBytes() <= length;
        return wellFormed && checksum(entry) == start.getInt(4) && describes(entry)
                ? Optional.of(entry)
                : Optional.empty();
    }

    private int checksum(VhdxLogEntry entry) throws IOException {
        bytesToCheck -= entry.length();
        file.require(bytesToCheck >= 0, "X12", "its log has entries that overlap", PLAY_IT);
        CRC32C sum = new CRC32C();
        for (long done = 0; done < entry.length(); done += SECTOR) {
            ByteBuffer sector = ring(entry.position() + done, SECTOR);
            sum.update(done == 0 ? sector.putInt(4, 0) : sector);
        }
        return (int) sum.getValue();
    }

    /** Whether all descriptors and sectors of data are this entry's, and there is nothing else in it. */
    private boolean describes(VhdxLogEntry entry) throws IOException {
        int[] sound = new int[1];
        int[] dataSectors = new int[1];
        visit(entry, (descriptor, data) -> {
            sound[0] += isSound(entry, descriptor, data) ? 1 : 0;
            dataSectors[0] += data < 0 ? 0 : 1;
        });
        return sound[0] == entry.descriptors()
                && entry.descriptorBytes() + (long) dataSectors[0] * SECTOR == entry.length();
    }

    private boolean isSound(VhdxLogEntry entry, ByteBuffer descriptor, long data) throws IOException {
        long length = data < 0 ? descriptor.getLong(8) : SECTOR;
        return (data >= 0 || descriptor.getInt(0) == ZEROS)
                && descriptor.getLong(24) == entry.sequence()
                && descriptor.getLong(16) % SECTOR == 0
                && length % SECTOR == 0
                && (data < 0 || isDataSector(entry, data));
    }

    private boolean isDataSector(VhdxLogEntry entry, long position) throws IOException {
        ByteBuffer sector = ring(position, SECTOR);
        return sector.getInt(0) == DATA_SECTOR
                && sector.getInt(4) == (int) (entry.sequence() >>> 32)
                && sector.getInt(SECTOR - 4) == (int) entry.sequence();
    }

    /** Shows all descriptors in their order; no more sectors of data than the entry has room for. */
    private void visit(VhdxLogEntry entry, Visitor visitor) throws IOException {
        long end = entry.position() + entry.length();
        long nextData = entry.position() + entry.descriptorBytes();
        ByteBuffer sector = ring(entry.position(), SECTOR);
        for (int i = 0; i < entry.descriptors(); i++) {
            int at = (VhdxLogEntry.HEADER + i * VhdxLogEntry.DESCRIPTOR) % SECTOR;
            if (at == 0) {
                long behind = VhdxLogEntry.HEADER + (long) i * VhdxLogEntry.DESCRIPTOR;
                sector = ring(entry.position() + behind, SECTOR);
            }
            boolean hasData = sector.getInt(at) == DATA && nextData < end;
            visitor.visit(
                    sector.slice(at, VhdxLogEntry.DESCRIPTOR).order(ByteOrder.LITTLE_ENDIAN), hasData ? nextData : -1);
            nextData += hasData ? SECTOR : 0;
        }
    }

    /** Reads from the ring, across its end too; at most one sector. */
    private ByteBuffer ring(long position, int length) throws IOException {
        return file.bytes(place(position), length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where in the file a sector of the ring is, or a part of one. */
    private long place(long position) {
        return header.logOffset() + position % header.logLength();
    }

    private void apply(ByteBuffer descriptor, long data, ReplayedFile replayed) throws IOException {
        long offset = descriptor.getLong(16);
        if (data < 0) {
            replayed.zero(offset, reachable(offset, descriptor.getLong(8)));
        } else {
            replayed.write(offset, reachable(offset, SECTOR), place(data), descriptor.getLong(8), descriptor.getInt(4));
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
