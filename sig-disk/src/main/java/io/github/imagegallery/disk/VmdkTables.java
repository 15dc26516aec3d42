// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The mapping of a sparse VMDK from grains of the disk to places in the file. The directory is in memory, at most 4 MiB;
 * of the tables only a few are. Safe for many threads.
 */
final class VmdkTables {
    private static final int NOWHERE = 0;
    private static final int ZEROED = 1;
    private static final int KEPT = 64;

    private final ImageFile file;
    private final VmdkHeader header;
    private final int[] directory;
    private final LruCache<int[]> kept = new LruCache<>(KEPT);

    private VmdkTables(ImageFile file, VmdkHeader header, int[] directory) {
        this.file = file;
        this.header = header;
        this.directory = directory;
    }

    /** Reads the directory at a sector that the header names; all of its tables are inside the file. */
    static VmdkTables read(ImageFile file, VmdkHeader header, long sector) throws IOException {
        VmdkTables tables = new VmdkTables(file, header, ints(file, sector * VmdkHeader.SECTOR, header.tables()));
        for (int table = 0; table < tables.count(); table++) {
            long offset = tables.offset(table);
            if (offset != 0 && !file.holds(offset, VmdkHeader.TABLE_BYTES)) {
                throw file.refusal("M7", "a grain table at offset " + offset + " leaves the file");
            }
        }
        return tables;
    }

    private static int[] ints(ImageFile file, long offset, int count) throws IOException {
        int[] ints = new int[count];
        ByteBuffer bytes = file.bytes(offset, count * 4);
        bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(ints);
        return ints;
    }

    /** How many grain tables there may be. */
    int count() {
        return directory.length;
    }

    /** Where a grain table is in the file, in bytes; 0 if it is not there, so that all of its grains are zero. */
    long offset(int table) {
        return offsetOf(directory[table]);
    }

    /** The sectors of the file at which grain tables begin, unsigned and ascending. */
    int[] sectors() {
        int[] sorted = UnsignedInts.sorted(directory);
        int absent = 0;
        while (absent < sorted.length && sorted[absent] == NOWHERE) {
            absent++;
        }
        return Arrays.copyOfRange(sorted, absent, sorted.length);
    }

    static long offsetOf(int sector) {
        return Integer.toUnsignedLong(sector) * VmdkHeader.SECTOR;
    }

    /** Reads the entries of a table for grains of the disk, without keeping them: where each grain is, in sectors. */
    int[] load(long table) throws IOException {
        int count = (int) Math.min(VmdkHeader.TABLE_ENTRIES, header.grains() - table * VmdkHeader.TABLE_ENTRIES);
        return directory[(int) table] == NOWHERE ? new int[count] : ints(file, offset((int) table), count);
    }

    /** Whether an entry says that the grain may hold anything but zeros. */
    boolean mayHoldData(int entry) {
        return entry != NOWHERE && !(entry == ZEROED && header.zeroedGrains());
    }

    /** Tells where a grain of the disk is in the file, in bytes; 0 if it is zero. */
    long locate(long grain) throws IOException {
        int entry = entry(grain);
        return mayHoldData(entry) ? offsetOf(entry) : 0;
    }

    private int entry(long grain) throws IOException {
        int table = (int) (grain / VmdkHeader.TABLE_ENTRIES);
        return directory[table] == NOWHERE
                ? NOWHERE
                : kept.get(table, this::load)[(int) (grain % VmdkHeader.TABLE_ENTRIES)];
    }

    /** Finds the first grain, at or after the given one, that may hold data; the number of grains if none does. */
    long nextData(long from) throws IOException {
        long grain = from;
        while (grain < header.grains() && !mayHoldData(entry(grain))) {
            int table = (int) (grain / VmdkHeader.TABLE_ENTRIES);
            grain = directory[table] == NOWHERE ? (table + 1L) * VmdkHeader.TABLE_ENTRIES : grain + 1;
        }
        return Math.min(grain, header.grains());
    }

    /** Finds the first grain after the given one that holds no data, going {@code most} grains at most. */
    long endOfData(long from, long most) throws IOException {
        long end = Math.min(header.grains(), from + most);
        long grain = from;
        while (grain < end && mayHoldData(entry(grain))) {
            grain++;
        }
        return grain;
    }
}
