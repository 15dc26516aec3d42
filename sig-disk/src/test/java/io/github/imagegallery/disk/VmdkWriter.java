// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Writes small sparse VMDKs for the tests: header, descriptor, directories and tables, grains; or as a stream. */
record VmdkWriter(int grainSize, Packing packing) {
    enum Packing {
        /** As VMware and QEMU write monolithicSparse, with a redundant directory. */
        SPARSE,
        /** The same with one directory, and zeros as zeroed grains. */
        ZEROED,
        /** As QEMU writes streamOptimized: compressed grains, tables in front, no footer. */
        PACKED,
        /** As VMware writes streamOptimized: compressed grains, then tables, then the footer. */
        STREAM
    }

    static final int DESCRIPTOR = 512;
    private static final int DESCRIPTOR_SECTORS = 4;
    /** Where the first directory is, in all but streams. */
    static final int DIRECTORY = DESCRIPTOR + DESCRIPTOR_SECTORS * 512;

    private static final int TABLE = 2048;

    boolean isPacked() {
        return packing == Packing.PACKED || packing == Packing.STREAM;
    }

    private boolean isRedundant() {
        return packing == Packing.SPARSE || packing == Packing.PACKED;
    }

    /** Where the first grain table is, in all but streams of a small disk. */
    int table() {
        return DIRECTORY + (isRedundant() ? 2 * 512 : 512);
    }

    static String descriptor(String type, long sectors) {
        return String.join(
                "\n",
                "# Disk DescriptorFile",
                "version=1",
                "encoding=\"UTF-8\"",
                "CID=1234abcd",
                "parentCID=ffffffff",
                "createType=\"" + type + "\"",
                "",
                "# Extent description",
                "RW " + sectors + " SPARSE \"../../etc/passwd\"",
                "",
                "ddb.adapterType = \"lsilogic\"",
                "");
    }

    byte[] write(byte[] content) {
        return write(content, descriptor(isPacked() ? "streamOptimized" : "monolithicSparse", content.length / 512));
    }

    byte[] write(byte[] content, String descriptor) {
        int grains = ceil(content.length, grainSize);
        int tables = ceil(grains, 512);
        int copies = isRedundant() ? 2 : 1;
        int mapBytes = copies * (sectors(tables * 4) + tables * TABLE);
        ByteBuffer file = ByteBuffer.allocate(DIRECTORY + 3 * mapBytes + grains * (2 * grainSize + 1024) + 8192)
                .order(ByteOrder.LITTLE_ENDIAN);
        file.put(DESCRIPTOR, descriptor.getBytes(StandardCharsets.UTF_8));
        int[] entries = new int[grains];
        boolean stream = packing == Packing.STREAM;
        int end = stream ? DIRECTORY : sectors(DIRECTORY + mapBytes);
        for (int grain = 0; grain < grains; grain++) {
            byte[] data =
                    Arrays.copyOfRange(content, grain * grainSize, Math.min(content.length, (grain + 1) * grainSize));
            if (Zeros.areZero(ByteBuffer.wrap(data))) {
                entries[grain] = packing == Packing.ZEROED ? 1 : 0;
            } else if (isPacked()) {
                entries[grain] = end / 512;
                end = putPacked(file, end, grain, data);
            } else {
                entries[grain] = end / 512;
                file.put(end, data);
                end += grain == grains - 1 ? data.length : grainSize;
            }
        }
        header(file, 0, content.length / 512, stream ? -1 : (DIRECTORY + (copies - 1) * sectors(tables * 4)) / 512);
        if (!stream) {
            map(file, DIRECTORY, copies, tables, entries);
            return Arrays.copyOf(file.array(), end);
        }
        map(file, end, 1, tables, entries);
        int footer = end + mapBytes;
        file.putLong(footer, 1).putInt(footer + 12, 3);
        header(file, footer + 512, content.length / 512, end / 512);
        return Arrays.copyOf(file.array(), footer + 1536);
    }

    private void header(ByteBuffer file, int at, long capacity, int directory) {
        int flags = 1 | (isRedundant() ? 2 : 0) | (packing == Packing.ZEROED ? 4 : 0) | (isPacked() ? 0x30000 : 0);
        file.put(at, "KDMV".getBytes(StandardCharsets.US_ASCII));
        file.putInt(at + 4, isPacked() ? 3 : packing == Packing.ZEROED ? 2 : 1).putInt(at + 8, flags);
        file.putLong(at + 12, capacity).putLong(at + 20, grainSize / 512);
        file.putLong(at + 28, 1).putLong(at + 36, DESCRIPTOR_SECTORS).putInt(at + 44, 512);
        file.putLong(at + 48, isRedundant() ? DIRECTORY / 512 : 0).putLong(at + 56, directory);
        file.put(at + 73, "\n \r\n".getBytes(StandardCharsets.US_ASCII))
                .putShort(at + 77, (short) (isPacked() ? 1 : 0));
    }

    /** Writes the directories, one after the other, and then the tables of each. */
    private static void map(ByteBuffer file, int start, int copies, int tables, int[] entries) {
        int at = start + copies * sectors(tables * 4);
        for (int copy = 0; copy < copies; copy++) {
            for (int table = 0; table < tables; table++) {
                file.putInt(start + copy * sectors(tables * 4) + table * 4, at / 512);
                for (int i = 0; i < 512 && table * 512 + i < entries.length; i++) {
                    file.putInt(at + i * 4, entries[table * 512 + i]);
                }
                at += TABLE;
            }
        }
    }

    private int putPacked(ByteBuffer file, int at, int grain, byte[] data) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        deflater.setInput(data);
        deflater.finish();
        byte[] packed = new byte[2 * data.length + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        file.putLong(at, (long) grain * (grainSize / 512))
                .putInt(at + 8, length)
                .put(at + 12, packed, 0, length);
        return sectors(at + 12 + length);
    }

    private static int sectors(int bytes) {
        return ceil(bytes, 512) * 512;
    }

    private static int ceil(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
