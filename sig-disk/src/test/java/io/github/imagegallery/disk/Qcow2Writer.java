// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import com.github.luben.zstd.Zstd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Writes small qcow2 images for the tests: header, one cluster for reference counts, L1, L2 tables, data. */
record Qcow2Writer(int version, int clusterBits, Packing packing) {
    enum Packing {
        PLAIN,
        DEFLATE,
        ZSTD,
        /** Plain, and clusters of zeros keep a place in the file, flagged as zero. */
        PREALLOCATED,
        /** Plain, with extended entries: of the parts that are zero, the even ones say so, and the odd ones are absent. */
        EXTENDED
    }

    int clusterSize() {
        return 1 << clusterBits;
    }

    private int entrySize() {
        return packing == Packing.EXTENDED ? 16 : 8;
    }

    /** Writes an image over a backing file of this name. */
    byte[] writeOver(String backing, byte[] content) {
        byte[] image = write(content);
        byte[] name = backing.getBytes(StandardCharsets.UTF_8);
        ByteBuffer.wrap(image).putLong(8, 480).putInt(16, name.length).put(480, name);
        return image;
    }

    /** What shows of a disk that was written here over a backing one of the same size. */
    byte[] shown(byte[] content, byte[] backing) {
        byte[] shown = content.clone();
        int step = packing == Packing.EXTENDED ? clusterSize() / 32 : clusterSize();
        for (int at = 0; at < content.length; at += step) {
            int end = Math.min(content.length, at + step);
            boolean absent = packing == Packing.EXTENDED ? at / step % 2 == 1 : !flagged(end - at);
            if (absent && Zeros.areZero(content, at, end)) {
                System.arraycopy(backing, at, shown, at, end - at);
            }
        }
        return shown;
    }

    /** Whether a cluster of zeros with this many bytes of the disk says that it is zero. */
    private boolean flagged(int length) {
        return packing == Packing.PREALLOCATED || version == 3 && length % 1024 == 0;
    }

    /** Where the L1 table of every image written here is. */
    int l1Offset() {
        return 2 << clusterBits;
    }

    /** Where the first L2 table is, if the L1 table has one cluster. */
    int l2Offset() {
        return 3 << clusterBits;
    }

    byte[] write(byte[] content) {
        int perTable = clusterSize() / entrySize();
        int clusters = ceil(content.length, clusterSize());
        int tables = ceil(clusters, perTable);
        int l1Clusters = ceil(tables * 8, clusterSize());
        ByteBuffer file = ByteBuffer.allocate((2 + l1Clusters + tables + 2 * clusters) << clusterBits);
        header(file, content.length, tables);
        int end = (2 + l1Clusters + tables) << clusterBits;
        for (int cluster = 0; cluster < clusters; cluster++) {
            int l2 = (2 + l1Clusters + cluster / perTable) << clusterBits;
            file.putLong(l1Offset() + cluster / perTable * 8, l2 | 1L << 63);
            byte[] data = Arrays.copyOfRange(
                    content, cluster << clusterBits, Math.min(content.length, (cluster + 1) << clusterBits));
            end = put(file, l2 + cluster % perTable * entrySize(), end, data);
        }
        return Arrays.copyOf(file.array(), end);
    }

    /** Writes a disk of one cluster, whose bytes in the file are these, packed or pretending to be. */
    byte[] write(byte[] content, byte[] packed) {
        ByteBuffer file = ByteBuffer.allocate(5 << clusterBits);
        header(file, content.length, 1);
        file.putLong(l1Offset(), l2Offset() | 1L << 63).putLong(l2Offset(), compressedEntry(end(), packed.length));
        return file.put(end(), packed).array();
    }

    private int end() {
        return l2Offset() + clusterSize();
    }

    private static int ceil(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }

    private void header(ByteBuffer file, long size, int tables) {
        file.put("QFI\u00fb".getBytes(StandardCharsets.ISO_8859_1)).putInt(version);
        file.putInt(20, clusterBits).putLong(24, size).putInt(36, tables).putLong(40, l1Offset());
        file.putLong(48, clusterSize()).putInt(56, 1);
        if (version == 3) {
            boolean zstd = packing == Packing.ZSTD;
            file.putLong(72, zstd ? 8 : packing == Packing.EXTENDED ? 16 : 0)
                    .putInt(96, 4)
                    .putInt(100, 112)
                    .put(104, (byte) (zstd ? 1 : 0));
        }
    }

    /** Writes one cluster and its entry; returns where the file now ends. */
    private int put(ByteBuffer file, int entryAt, int end, byte[] data) {
        boolean zero = Zeros.areZero(ByteBuffer.wrap(data));
        if (packing == Packing.EXTENDED) {
            return putParts(file, entryAt, end, data);
        }
        if (zero && packing != Packing.PREALLOCATED) {
            file.putLong(entryAt, flagged(data.length) ? 1 : 0);
            return end;
        }
        byte[] whole = Arrays.copyOf(data, clusterSize());
        byte[] packed = switch (packing) {
            case DEFLATE -> deflated(whole);
            case ZSTD -> Zstd.compress(whole, 1);
            case PLAIN, PREALLOCATED, EXTENDED -> whole;
        };
        if (packed.length < clusterSize()) {
            file.put(end, packed).putLong(entryAt, compressedEntry(end, packed.length));
            return end + packed.length;
        }
        int start = ceil(end, clusterSize()) << clusterBits;
        file.put(start, data).putLong(entryAt, start | 1L << 63 | (zero ? 1 : 0));
        return start + data.length;
    }

    /** Writes the parts that are not zero, up to the last of them, and rubbish between them. */
    private int putParts(ByteBuffer file, int entryAt, int end, byte[] data) {
        int partSize = clusterSize() / 32;
        int start = ceil(end, clusterSize()) << clusterBits;
        int stop = end;
        long parts = 0;
        for (int part = 0; part * partSize < data.length; part++) {
            int from = part * partSize;
            int to = Math.min(data.length, from + partSize);
            if (Zeros.areZero(data, from, to)) {
                parts |= part % 2 == 0 ? 1L << 32 + part : 0;
                Arrays.fill(file.array(), start + from, start + to, (byte) 0xEE);
            } else {
                file.put(start + from, data, from, to - from);
                parts |= 1L << part;
                stop = start + to;
            }
        }
        file.putLong(entryAt, stop == end ? 0 : start | 1L << 63).putLong(entryAt + 8, parts);
        return stop;
    }

    private long compressedEntry(int offset, int length) {
        long sectors = (offset + length - 1) / 512 - offset / 512;
        return 1L << 62 | sectors << 62 - (clusterBits - 8) | offset;
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] packed = new byte[bytes.length + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        return Arrays.copyOf(packed, length);
    }
}
