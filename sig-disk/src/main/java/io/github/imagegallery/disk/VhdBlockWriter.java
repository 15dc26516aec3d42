// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;

/**
 * Writes a dynamic VHD: a copy of the footer, header, block table, blocks, footer. The table is in memory until the end,
 * 2 MiB for each TiB of the disk.
 */
final class VhdBlockWriter extends UnitWriter {
    private static final int BLOCK = 2 << 20;
    private static final int SECTOR = 512;
    private static final int BITMAP = BLOCK / SECTOR / 8;
    private static final int NOT_ALLOCATED = -1;
    private static final int HEADER = VhdFooter.SIZE;
    private static final int TABLE = HEADER + DynamicVhdHeader.SIZE;
    /** Data starts at multiples of this, where the sectors of real disks do. */
    private static final int ALIGNMENT = 4096;

    private final int[] table;
    private long end;

    VhdBlockWriter(NewFile file, long virtualSize) {
        super(file, virtualSize, BLOCK);
        table = new int[(int) ((virtualSize - 1) / BLOCK + 1)];
        Arrays.fill(table, NOT_ALLOCATED);
        end = TABLE + table.length * 4L;
    }

    @Override
    void putPiece(long block, int within, ByteBuffer bytes) throws IOException {
        long start = start((int) block, !Zeros.areZero(bytes));
        if (start != NOT_ALLOCATED) {
            file.write(start + BITMAP + within, bytes);
        }
    }

    /** Where a block is in the file; if it is nowhere yet, it gets a place only where that is needed. */
    private synchronized long start(int block, boolean needed) throws IOException {
        if (table[block] == NOT_ALLOCATED && needed) {
            long data = (end + BITMAP + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            file.write(data - BITMAP, allInUse());
            table[block] = (int) ((data - BITMAP) / SECTOR);
            end = data + BLOCK;
        }
        return table[block] == NOT_ALLOCATED ? NOT_ALLOCATED : Integer.toUnsignedLong(table[block]) * SECTOR;
    }

    private static ByteBuffer allInUse() {
        byte[] bitmap = new byte[BITMAP];
        Arrays.fill(bitmap, (byte) -1);
        return ByteBuffer.wrap(bitmap);
    }

    @Override
    void complete() throws IOException {
        ByteBuffer entries = ByteBuffer.allocate((table.length * 4 + SECTOR - 1) / SECTOR * SECTOR);
        Arrays.fill(entries.array(), (byte) -1);
        entries.asIntBuffer().put(table);
        file.write(TABLE, entries);
        file.write(HEADER, DynamicVhdHeader.of(TABLE, table.length, BLOCK));
        ByteBuffer footer = VhdFooter.ofDynamic(virtualSize, HEADER, Instant.now(), UUID.randomUUID());
        file.write(0, footer.duplicate());
        file.write(Math.max((end + SECTOR - 1) / SECTOR * SECTOR, TABLE + entries.limit()), footer);
    }
}
