// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;

/**
 * The one pass over all tables of a sparse VMDK when it is opened: every grain inside the file, no place used twice. It
 * takes two bytes of memory per grain that the file has room for, and ends with the pass.
 */
final class VmdkAudit {
    private static final long MOST_PLACES = 1 << 24;

    private final ImageFile file;
    private final VmdkHeader header;
    private final VmdkTables tables;
    // for each stretch of the file as long as a grain: 1 + the sector in it where a grain starts
    private final short[] starts;
    private long packedSectors;

    private VmdkAudit(ImageFile file, VmdkHeader header, VmdkTables tables, int places) {
        this.file = file;
        this.header = header;
        this.tables = tables;
        starts = new short[places];
    }

    static void check(ImageFile file, VmdkHeader header, VmdkTables tables) throws IOException {
        long places = header.compressed() ? 0 : file.size() / header.grainSize() + 1;
        file.require(
                places <= MOST_PLACES,
                "M9",
                "its file has room for more than " + MOST_PLACES + " grains, too many to check that none is used twice",
                "convert it with larger grains");
        new VmdkAudit(file, header, tables, (int) places).run();
    }

    private void run() throws IOException {
        int[] sectors = tables.sectors();
        checkTables(sectors); // first, lest a directory that names one table a million times has it read as often
        for (int table = 0; table < tables.count(); table++) {
            if (tables.offset(table) != 0) {
                audit(tables.load(table), (long) table * VmdkHeader.TABLE_ENTRIES);
            }
        }
        file.require(packedSectors * VmdkHeader.SECTOR <= file.size(), "M9", "its compressed grains share their bytes");
        requireNoData(0, header.start());
        requireNoData(header.directory() * VmdkHeader.SECTOR, header.directoryBytes());
        requireNoData(header.redundant() * VmdkHeader.SECTOR, header.redundant() == 0 ? 1 : header.directoryBytes());
        for (int sector : sectors) {
            requireNoData(VmdkTables.offsetOf(sector), VmdkHeader.TABLE_BYTES);
        }
    }

    /** Refuses grain tables that overlap each other, the header, the descriptor or a directory. */
    private void checkTables(int[] sectors) throws UnsafeImageException {
        long free = header.start();
        for (int sector : sectors) {
            long offset = VmdkTables.offsetOf(sector);
            file.require(
                    offset >= free
                            && !isInDirectory(offset, header.directory())
                            && !isInDirectory(offset, header.redundant()),
                    "M9",
                    "a grain table at offset " + offset + " overlaps another, a directory or the header");
            free = offset + VmdkHeader.TABLE_BYTES;
        }
    }

    private boolean isInDirectory(long table, long directory) {
        long start = directory * VmdkHeader.SECTOR;
        return directory != 0 && table < start + header.directoryBytes() && start < table + VmdkHeader.TABLE_BYTES;
    }

    private void audit(int[] table, long firstGrain) throws IOException {
        for (int i = 0; i < table.length; i++) {
            if (!tables.mayHoldData(table[i])) {
                continue;
            }
            long sector = Integer.toUnsignedLong(table[i]);
            if (header.compressed()) {
                packedSectors += VmdkMarker.read(file, header, firstGrain + i, sector * VmdkHeader.SECTOR)
                        .sectors();
            } else {
                claim(sector, header.used(firstGrain + i));
            }
        }
    }

    private void claim(long sector, int used) throws UnsafeImageException {
        if (!file.holds(sector * VmdkHeader.SECTOR, used)) {
            throw file.refusal("M9", "a grain at sector " + sector + " leaves the file");
        }
        if (overlaps(sector, header.grain())) {
            throw file.refusal("M9", "a grain at sector " + sector + " overlaps another");
        }
        starts[(int) (sector / header.grain())] = (short) (1 + sector % header.grain());
    }

    private void requireNoData(long offset, long length) throws UnsafeImageException {
        long first = offset / VmdkHeader.SECTOR;
        long end = (offset + length - 1) / VmdkHeader.SECTOR + 1;
        file.require(!overlaps(first, end - first), "M9", "a table of the image lies where data of the disk does");
    }

    /** Whether a grain that was claimed overlaps a run of sectors. */
    private boolean overlaps(long sector, long length) {
        long last = Math.min((sector + length - 1) / header.grain(), starts.length - 1L);
        for (long place = Math.max(0, sector / header.grain() - 1); place <= last; place++) {
            long start = place * header.grain() + starts[(int) place] - 1;
            if (starts[(int) place] != 0 && start < sector + length && sector < start + header.grain()) {
                return true;
            }
        }
        return false;
    }
}
