// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/** Writes small dynamic VHDs for the tests: footer copy, header, block table, blocks, footer. */
record DynamicVhdWriter(int blockSize) {
    static final int HEADER = 512;
    static final int TABLE = 1536;

    byte[] write(byte[] content) {
        int blocks = (content.length + blockSize - 1) / blockSize;
        int bitmap = Math.max(512, blockSize / 512 / 8);
        int first = TABLE + (blocks * 4 + 511) / 512 * 512;
        ByteBuffer file = ByteBuffer.allocate(first + blocks * (bitmap + blockSize) + 512);
        header(file, blocks);
        for (int at = TABLE; at < first; at += 4) {
            file.putInt(at, -1);
        }
        int end = first;
        for (int block = 0; block < blocks; block++) {
            int from = block * blockSize;
            int to = Math.min(content.length, from + blockSize);
            if (!Zeros.areZero(content, from, to)) {
                file.putInt(TABLE + block * 4, end / 512);
                sectors(file, end, end + bitmap, content, from, to);
                end += bitmap + blockSize;
            }
        }
        file.put(0, footer(content.length)).put(end, footer(content.length));
        return Arrays.copyOf(file.array(), end + 512);
    }

    private static void sectors(ByteBuffer file, int bitmap, int data, byte[] content, int from, int to) {
        for (int at = from; at < to; at += 512) {
            int sector = (at - from) / 512;
            if (Zeros.areZero(content, at, at + 512)) {
                file.put(data + at - from, (byte) 0xEE); // never to be seen: the sector's bit is not set
            } else {
                int index = bitmap + sector / 8;
                file.put(index, (byte) (file.get(index) | 0x80 >> sector % 8));
                file.put(data + at - from, content, at, 512);
            }
        }
    }

    private void header(ByteBuffer file, int blocks) {
        file.put(HEADER, "cxsparse".getBytes(StandardCharsets.US_ASCII)).putLong(HEADER + 8, -1);
        file.putLong(HEADER + 16, TABLE).putInt(HEADER + 24, 0x10000);
        file.putInt(HEADER + 28, blocks).putInt(HEADER + 32, blockSize);
        sealHeader(file);
    }

    private static byte[] footer(int size) {
        ByteBuffer footer = VhdFooter.ofFixed(size, Instant.EPOCH, new UUID(1, 2));
        footer.putLong(16, HEADER).putInt(60, VhdFooter.DYNAMIC);
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
