// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** A dynamic VHD: a table of blocks, each of which is in the file only once it was written to. */
final class DynamicVhdImage extends FileImage {
    private static final int SECTOR = 512;
    private static final int NOT_ALLOCATED = -1;
    private static final long BITMAPS_KEPT_BYTES = 1 << 20;
    private static final int BITMAPS_KEPT = 64;

    private final DynamicVhdHeader header;
    private final int[] table;
    private final LruCache<byte[]> bitmaps;

    private DynamicVhdImage(ImageFile file, VhdFooter footer, DynamicVhdHeader header, int[] table) {
        super(file, DiskFormat.VHD, description(header), footer.diskSize(), header.blockSize());
        this.header = header;
        this.table = table;
        bitmaps = new LruCache<>(LruCache.capacity(BITMAPS_KEPT_BYTES, header.bitmapSize(), BITMAPS_KEPT));
    }

    static DynamicVhdImage open(ImageFile file, VhdFooter footer) throws IOException {
        DynamicVhdHeader header = DynamicVhdHeader.read(file, footer);
        int[] table = new int[header.blocks()];
        file.bytes(header.tableOffset(), header.blocks() * 4).asIntBuffer().get(table);
        checkBlocks(file, footer, header, table);
        return new DynamicVhdImage(file, footer, header, table);
    }

    private static String description(DynamicVhdHeader header) {
        return "dynamic VHD, " + Sizes.text(header.blockSize()) + " blocks";
    }

    /** Refuses blocks that leave the file, or overlap each other or the tables (V7, V8). */
    private static void checkBlocks(ImageFile file, VhdFooter footer, DynamicVhdHeader header, int[] table)
            throws IOException {
        int[] sorted = sortedUnsigned(table);
        long span = header.bitmapSize() + header.blockSize();
        long free = VhdFooter.SIZE;
        for (int i = 0; i < sorted.length && sorted[i] != NOT_ALLOCATED; i++) {
            long start = start(sorted[i]);
            file.require(file.holds(start, span), "V7", "a block at offset " + start + " leaves the file");
            file.require(start >= free, "V8", "a block at offset " + start + " overlaps another, or the footer");
            file.require(
                    apart(start, span, header.tableOffset(), header.tableBytes())
                            && apart(start, span, footer.dataOffset(), 1024),
                    "V8",
                    "a block at offset " + start + " overlaps the tables");
            free = start + span;
        }
    }

    private static int[] sortedUnsigned(int[] table) {
        int[] sorted = table.clone();
        flipSigns(sorted);
        Arrays.sort(sorted);
        flipSigns(sorted);
        return sorted;
    }

    private static void flipSigns(int[] numbers) {
        Arrays.setAll(numbers, i -> numbers[i] ^ Integer.MIN_VALUE);
    }

    private static boolean apart(long start, long length, long otherStart, long otherLength) {
        return start + length <= otherStart || otherStart + otherLength <= start;
    }

    private static long start(int entry) {
        return Integer.toUnsignedLong(entry) * SECTOR;
    }

    @Override
    Optional<Extent> extentFrom(long from) {
        int first = (int) (from / header.blockSize());
        while (first < table.length && table[first] == NOT_ALLOCATED) {
            first++;
        }
        int end = first;
        long most = Math.min(table.length, first + piecesMerged());
        while (end < most && table[end] != NOT_ALLOCATED) {
            end++;
        }
        return first == end
                ? Optional.empty()
                : Optional.of(clipped(from, first * header.blockSize(), end * header.blockSize()));
    }

    @Override
    void readPiece(long position, ByteBuffer target) throws IOException {
        int block = (int) (position / header.blockSize());
        if (table[block] == NOT_ALLOCATED) {
            Zeros.fill(target);
            return;
        }
        byte[] bitmap = bitmaps.get(block, this::readBitmap);
        long data = start(table[block]) + header.bitmapSize();
        int within = (int) (position % header.blockSize());
        int end = target.limit();
        while (target.position() < end) {
            int run = run(bitmap, within, end - target.position());
            target.limit(target.position() + run);
            if (inUse(bitmap, within / SECTOR)) {
                file.read(data + within, target);
            } else {
                Zeros.fill(target);
            }
            within += run;
        }
    }

    private byte[] readBitmap(long block) throws IOException {
        return file.bytes(start(table[(int) block]), header.bitmapSize()).array();
    }

    /** How many of the next bytes lie in sectors that are all in use, or all not in use. */
    private static int run(byte[] bitmap, int within, int most) {
        int sector = within / SECTOR;
        boolean inUse = inUse(bitmap, sector);
        int last = (within + most - 1) / SECTOR;
        while (sector <= last && inUse(bitmap, sector) == inUse) {
            sector++;
        }
        return Math.min(most, sector * SECTOR - within);
    }

    private static boolean inUse(byte[] bitmap, int sector) {
        return (bitmap[sector / 8] & 0x80 >> sector % 8) != 0;
    }
}
