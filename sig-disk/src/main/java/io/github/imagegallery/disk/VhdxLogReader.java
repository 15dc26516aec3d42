// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Reads the log of a VHDX, a ring of entries ([MS-VHDX] 2.3), and tells which of them are sound. A file is forged easily
 * whose log takes long to read, so that is bounded by far more than programs write, which is 1 MiB (X12).
 */
final class VhdxLogReader {
    static final String PLAY_IT = "open it once for writing in its own program, which plays the log";

    private static final int SIGNATURE = 0x65676f6c; // "loge"
    private static final int DATA_SECTOR = 0x61746164; // "data"
    private static final int ZEROS = 0x6f72657a; // "zero"
    private static final int DATA = 0x63736564; // "desc"
    private static final int SECTOR = VhdxLogEntry.SECTOR;
    private static final long LONGEST_LOG = 32L << 20;
    private static final int MOST_ENTRIES = 1 << 15;
    private static final int TIMES_CHECKED = 8;
    private static final long MOST_CHECKED = 2 * LONGEST_LOG;
    private static final int PART = 64 << 10;

    private final ImageFile file;
    private final VhdxHeader header;
    private long bytesToCheck;

    /** Looks at one descriptor: {@code data} is where its sector of data is in the log, or -1 for zeros. */
    interface Visitor {
        void visit(ByteBuffer descriptor, long data) throws IOException;
    }

    VhdxLogReader(ImageFile file, VhdxHeader header) throws UnsafeImageException {
        this.file = file;
        this.header = header;
        bytesToCheck = Math.min(MOST_CHECKED, TIMES_CHECKED * header.logLength());
        file.require(
                header.logLength() <= LONGEST_LOG,
                "X12",
                "its log has " + header.logLength() + " bytes, more than 32 MiB",
                PLAY_IT);
    }

    /** All sound entries, by their positions. */
    Map<Long, VhdxLogEntry> entries() throws IOException {
        Map<Long, VhdxLogEntry> entries = new HashMap<>();
        for (long position = 0; position < header.logLength(); position += PART) {
            ByteBuffer part = ring(position, PART);
            for (int at = 0; at < PART; at += SECTOR) {
                ByteBuffer start = part.slice(at, VhdxLogEntry.HEADER).order(ByteOrder.LITTLE_ENDIAN);
                entry(position + at, start).ifPresent(entry -> entries.put(entry.position(), entry));
                file.require(entries.size() <= MOST_ENTRIES, "X12", "its log has too many entries", PLAY_IT);
            }
        }
        return entries;
    }

    private Optional<VhdxLogEntry> entry(long position, ByteBuffer start) throws IOException {
        if (start.getInt(0) != SIGNATURE
                || !Guid.at(start, VhdxLogEntry.LOG_ID_AT).equals(header.logId())) {
            return Optional.empty();
        }
        long length = Integer.toUnsignedLong(start.getInt(VhdxLogEntry.LENGTH_AT));
        long descriptors = Integer.toUnsignedLong(start.getInt(VhdxLogEntry.DESCRIPTORS_AT));
        VhdxLogEntry entry = new VhdxLogEntry(
                position,
                length,
                Integer.toUnsignedLong(start.getInt(VhdxLogEntry.TAIL_AT)),
                start.getLong(VhdxLogEntry.SEQUENCE_AT),
                (int) Math.min(descriptors, length / VhdxLogEntry.DESCRIPTOR),
                start.getLong(VhdxLogEntry.FLUSHED_SIZE_AT),
                start.getLong(VhdxLogEntry.NEEDED_SIZE_AT));
        boolean wellFormed = entry.descriptors() == descriptors
                && length > 0
                && length % SECTOR == 0
                && length <= header.logLength()
                && entry.tail() % SECTOR == 0
                && entry.sequence() != 0
                && entry.descriptorBytes() <= length;
        return wellFormed && checksum(entry) == start.getInt(VhdxLogEntry.CHECKSUM_AT) && describes(entry)
                ? Optional.of(entry)
                : Optional.empty();
    }

    private int checksum(VhdxLogEntry entry) throws IOException {
        bytesToCheck -= entry.length();
        file.require(bytesToCheck >= 0, "X12", "its log has entries that overlap", PLAY_IT);
        CRC32C sum = new CRC32C();
        for (long done = 0; done < entry.length(); ) {
            long position = (entry.position() + done) % header.logLength();
            long beforeEnd = Math.min(entry.length() - done, header.logLength() - position);
            ByteBuffer part = ring(position, (int) Math.min(PART, beforeEnd));
            done += part.remaining();
            sum.update(position == entry.position() ? part.putInt(VhdxLogEntry.CHECKSUM_AT, 0) : part);
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
        long length = data < 0 ? descriptor.getLong(VhdxLogEntry.ZERO_LENGTH_AT) : SECTOR;
        return (data >= 0 || descriptor.getInt(0) == ZEROS)
                && descriptor.getLong(VhdxLogEntry.OF_SEQUENCE_AT) == entry.sequence()
                && descriptor.getLong(VhdxLogEntry.FILE_OFFSET_AT) % SECTOR == 0
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
    void visit(VhdxLogEntry entry, Visitor visitor) throws IOException {
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

    /** Reads from the ring, not across its end. */
    private ByteBuffer ring(long position, int length) throws IOException {
        return file.bytes(place(position), length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Where in the file a sector of the ring is, or a part of one. */
    long place(long position) {
        return header.logOffset() + position % header.logLength();
    }
}
