// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** Writes the log of a VHDX that was not closed cleanly, for the tests. */
final class VhdxLogWriter {
    static final UUID ID = new UUID(77, 78);
    static final int SECTOR = 4096;

    private final ByteBuffer ring;
    private UUID id = ID;
    private long flushed;
    private long needed;

    /**
     * One change: a sector, or zeros.
     *
     * @param bytes null for zeros
     */
    record Change(long offset, long length, byte[] bytes) {
        static Change sector(long offset, byte[] bytes) {
            return new Change(offset, SECTOR, bytes);
        }

        static Change zeros(long offset, long length) {
            return new Change(offset, length, null);
        }
    }

    /** Begins a log of some length in bytes; what was in it before is of no meaning. */
    VhdxLogWriter(int length) {
        ring = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(ring.array(), (byte) 0xEE);
    }

    VhdxLogWriter id(UUID logId) {
        id = logId;
        return this;
    }

    /** Says in the following entries how long the file was, and how long it must be. */
    VhdxLogWriter sizes(long flushedSize, long neededSize) {
        flushed = flushedSize;
        needed = neededSize;
        return this;
    }

    /** Writes an entry, over the end of the ring if need be; returns where the next one begins. */
    int entry(int position, int tail, long sequence, List<Change> changes) {
        ByteBuffer entry = bytes(tail, sequence, changes);
        for (int at = 0; at < entry.limit(); at += SECTOR) {
            ring.put((position + at) % ring.limit(), entry.array(), at, SECTOR);
        }
        return (position + entry.limit()) % ring.limit();
    }

    ByteBuffer bytes(int tail, long sequence, List<Change> changes) {
        int descriptors = (64 + changes.size() * 32 + SECTOR - 1) / SECTOR * SECTOR;
        int sectors =
                (int) changes.stream().filter(change -> change.bytes != null).count();
        ByteBuffer entry = ByteBuffer.allocate(descriptors + sectors * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        entry.put(0, ascii("loge")).putInt(8, entry.limit()).putInt(12, tail).putLong(16, sequence);
        entry.putInt(24, changes.size()).putLong(48, flushed).putLong(56, needed);
        VhdxWriter.putGuid(entry, 32, id);
        int data = descriptors;
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            int at = 64 + i * 32;
            entry.putLong(at + 16, change.offset).putLong(at + 24, sequence);
            if (change.bytes == null) {
                entry.put(at, ascii("zero")).putLong(at + 8, change.length);
                continue;
            }
            ByteBuffer bytes = ByteBuffer.wrap(change.bytes).order(ByteOrder.LITTLE_ENDIAN);
            entry.put(at, ascii("desc"))
                    .putInt(at + 4, bytes.getInt(SECTOR - 4))
                    .putLong(at + 8, bytes.getLong(0));
            entry.put(data, change.bytes).put(data, ascii("data")).putInt(data + 4, (int) (sequence >>> 32));
            entry.putInt(data + SECTOR - 4, (int) sequence);
            data += SECTOR;
        }
        VhdxWriter.seal(entry, 0, entry.limit());
        return entry;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    ByteBuffer ring() {
        return ring;
    }

    /** Puts the log into an image, and says in its headers that it counts. */
    byte[] into(byte[] image, VhdxWriter writer) {
        ByteBuffer file = ByteBuffer.wrap(image.clone()).order(ByteOrder.LITTLE_ENDIAN);
        file.put(writer.logOffset(), ring.array());
        for (int header : new int[] {VhdxWriter.FIRST_HEADER, VhdxWriter.SECOND_HEADER}) {
            VhdxWriter.putGuid(file, header + 48, ID);
            VhdxWriter.seal(file, header, VhdxWriter.HEADER_SIZE);
        }
        return file.array();
    }
}
