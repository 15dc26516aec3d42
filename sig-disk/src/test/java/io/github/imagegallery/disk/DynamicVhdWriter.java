// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.UUID;

/**
 * Writes small dynamic and differencing VHDs for the tests: footer copy, header, block table, blocks, footer.
 *
 * @param parent the identity of the parent; null for a dynamic VHD
 * @param spare how many entries the block table has beyond what the disk needs
 */
record DynamicVhdWriter(int blockSize, UUID id, UUID parent, int spare) {
    static final UUID ID = new UUID(1, 2);
    static final int HEADER = 512;
    static final int TABLE = 1536;

    DynamicVhdWriter(int blockSize) {
        this(blockSize, ID, null, 0);
    }

    byte[] write(byte[] content) {
        return write(content, Contents.sectorsWithData(content, 512));
    }

    /** Writes an image that holds some sectors of a disk, numbered from its start. */
    byte[] write(byte[] content, BitSet sectors) {
        int blocks = (content.length + blockSize - 1) / blockSize;
        int bitmap = Math.max(512, blockSize / 512 / 8);
        int first = TABLE + ((blocks + spare) * 4 + 511) / 512 * 512;
        ByteBuffer file = ByteBuffer.allocate(first + blocks * (bitmap + blockSize) + 512);
        header(file, blocks + spare);
        for (int at = TABLE; at < first; at += 4) {
            file.putInt(at, at < TABLE + blocks * 4 ? -1 : 7); // what is beyond the disk counts for nothing
        }
        int end = first;
        for (int block = 0; block < blocks; block++) {
            int from = block * blockSize;
            int to = Math.min(content.length, from + blockSize);
            if (sectors.get(from / 512, to / 512).cardinality() > 0) {
                file.putInt(TABLE + block * 4, end / 512);
                sectors(file, end, end + bitmap, content, from, to, sectors);
                end += bitmap + blockSize;
            }
        }
        file.put(0, footer(content.length)).put(end, footer(content.length));
        return Arrays.copyOf(file.array(), end + 512);
    }

    private static void sectors(
            ByteBuffer file, int bitmap, int data, byte[] content, int from, int to, BitSet sectors) {
        for (int at = from; at < to; at += 512) {
            int sector = (at - from) / 512;
            if (sectors.get(at / 512)) {
                int index = bitmap + sector / 8;
                file.put(index, (byte) (file.get(index) | 0x80 >> sector % 8));
                file.put(data + at - from, content, at, 512);
            } else {
                file.put(data + at - from, (byte) 0xEE); // never to be seen: the sector's bit is not set
            }
        }
    }

    private void header(ByteBuffer file, int entries) {
        file.put(HEADER, "cxsparse".getBytes(StandardCharsets.US_ASCII)).putLong(HEADER + 8, -1);
        file.putLong(HEADER + 16, TABLE).putInt(HEADER + 24, 0x10000);
        file.putInt(HEADER + 28, entries).putInt(HEADER + 32, blockSize);
        if (parent != null) {
            file.putLong(HEADER + 40, parent.getMostSignificantBits());
            file.putLong(HEADER + 48, parent.getLeastSignificantBits());
        }
        sealHeader(file);
    }

    private byte[] footer(int size) {
        ByteBuffer footer = VhdFooter.ofFixed(size, Instant.EPOCH, id);
        footer.putLong(16, HEADER).putInt(60, parent == null ? VhdFooter.DYNAMIC : VhdFooter.DIFFERENCING);
        sealFooter(footer, 0);
        return footer.array();
    }

    /** Sets the checksum of the footer at an offset. */
    static void sealFooter(ByteBuffer file, int offset) {
        file.putInt(offset + 64, VhdFooter.checksum(file.slice(offset, 512), 64));
    }

    /** Sets the checksum of the header. */
    static void sealHeader(ByteBuffer file) {
        file.putInt(HEADER + 36, VhdFooter.checksum(file.slice(HEADER, 1024), 36));
    }
}
