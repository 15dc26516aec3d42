// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteOrder;

/** A VHD by the letter of Microsoft's specification 1.0: footer, header, block table, maps of sectors. */
final class NaiveVhd extends NaiveDisk {
    private static final int SECTOR = 512;
    private static final int FIXED = 2;

    NaiveVhd(byte[] file, byte[] parent) {
        super(file, ByteOrder.BIG_ENDIAN, parent);
    }

    private int footer() {
        return file.limit() - SECTOR;
    }

    @Override
    long size() {
        return file.getLong(footer() + 48);
    }

    @Override
    int unitSize() {
        return SECTOR;
    }

    @Override
    byte[] unit(long sector) {
        if (file.getInt(footer() + 60) == FIXED) {
            return fromFile(sector * SECTOR, SECTOR);
        }
        int header = (int) file.getLong(footer() + 16);
        int table = (int) file.getLong(header + 16);
        int perBlock = file.getInt(header + 32) / SECTOR;
        int block = file.getInt(table + (int) (sector / perBlock) * 4);
        int within = (int) (sector % perBlock);
        long map = Integer.toUnsignedLong(block) * SECTOR;
        if (block == -1 || (file.get((int) map + within / 8) & 0x80 >> within % 8) == 0) {
            return fromParent(sector * SECTOR, SECTOR);
        }
        int mapSectors = (perBlock + 8 * SECTOR - 1) / (8 * SECTOR);
        return fromFile(map + (long) (mapSectors + within) * SECTOR, SECTOR);
    }
}
