// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * The table of a VHDX's blocks ([MS-VHDX] 2.5): after the entries of so many blocks as share one, that of their map of
 * sectors. Only parts of it are in memory. Safe for many threads.
 */
final class VhdxTable {
    private static final int PART = 4096;
    private static final int PARTS_KEPT = 64;

    private static final long STATE = 7;
    private static final long OFFSET = -1L << 20;
    private static final int NOT_PRESENT = 0;
    private static final int UNDEFINED = 1;
    private static final int ZERO = 2;
    private static final int UNMAPPED = 3;
    /** The same in the draft 0.95 of the format; today it is reserved. */
    private static final int UNMAPPED_IN_DRAFT = 5;

    private static final int FULLY_PRESENT = 6;
    private static final int PARTIALLY_PRESENT = 7;

    private final ReplayedFile file;
    private final VhdxMetadata metadata;
    private final long offset;
    private final LruCache<long[]> parts = new LruCache<>(PARTS_KEPT);

    private VhdxTable(ReplayedFile file, VhdxMetadata metadata, long offset) {
        this.file = file;
        this.metadata = metadata;
        this.offset = offset;
    }

    /** Opens a table that its region has room for (X9), all of whose entries are sound, and name no place twice. */
    static VhdxTable read(ReplayedFile file, VhdxHeader header, VhdxRegions regions, VhdxMetadata metadata)
            throws IOException {
        VhdxTable table = new VhdxTable(file, metadata, regions.blockTable().offset());
        file.require(
                table.count() * 8 <= regions.blockTable().length(),
                "X9",
                "its block table has room for " + regions.blockTable().length() / 8 + " entries, not for "
                        + table.count());
        VhdxSpace space = VhdxSpace.around(file, header, regions);
        table.audit(space);
        return table;
    }

    /** How many entries the disk needs; the last map of sectors only where there is a parent. */
    private long count() {
        long chunk = metadata.chunk();
        long chunks = (metadata.blocks() - 1) / chunk + 1;
        return metadata.locator().isPresent() ? chunks * (chunk + 1) : index(metadata.blocks() - 1) + 1;
    }

    private long index(long block) {
        return block + block / metadata.chunk();
    }

    private long mapIndex(long block) {
        return block / metadata.chunk() * (metadata.chunk() + 1) + metadata.chunk();
    }

    private long entry(long index) throws IOException {
        return parts.get(index / PART, this::load)[(int) (index % PART)];
    }

    private long[] load(long part) throws IOException {
        long[] entries = new long[(int) Math.min(PART, count() - part * PART)];
        file.bytes(offset + part * PART * 8, entries.length * 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .get(entries);
        return entries;
    }

    BlockImage.Place place(long block) throws IOException {
        long entry = entry(index(block));
        return switch ((int) (entry & STATE)) {
            case FULLY_PRESENT ->
                file.isNew(entry & OFFSET, metadata.blockSize()) ? BlockImage.Place.ZERO : BlockImage.Place.HERE;
            case PARTIALLY_PRESENT -> BlockImage.Place.PARTLY_HERE;
            case NOT_PRESENT -> BlockImage.Place.ABSENT;
            default -> BlockImage.Place.ZERO;
        };
    }

    /** Where the data of a block is in the file. */
    long start(long block) throws IOException {
        return entry(index(block)) & OFFSET;
    }

    /** Reads which sectors of a block are in the file; the first one is the lowest bit. */
    BitSet sectorsHere(long block) throws IOException {
        int length = (int) (metadata.blockSize() / metadata.sectorSize() / 8);
        long map = entry(mapIndex(block)) & OFFSET;
        return BitSet.valueOf(file.bytes(map + block % metadata.chunk() * length, length));
    }

    private void audit(VhdxSpace space) throws IOException {
        long chunk = metadata.chunk();
        long end = count();
        boolean mapNeeded = false;
        for (long part = 0; part * PART < end; part++) {
            long first = part * PART;
            long[] entries = load(part);
            for (int i = 0; i < entries.length; i++) {
                boolean isMap = (first + i) % (chunk + 1) == chunk;
                if (isMap) {
                    auditMap(space, entries[i], mapNeeded);
                    mapNeeded = false;
                } else {
                    long block = first + i - (first + i) / (chunk + 1);
                    mapNeeded |= auditBlock(space, entries[i], block);
                }
            }
        }
    }

    /** Whether the block needs the map of sectors of its chunk. */
    private boolean auditBlock(VhdxSpace space, long entry, long block) throws UnsafeImageException {
        if (block >= metadata.blocks()) {
            return false; // the last chunk is written in full, the disk may end inside of it
        }
        int state = (int) (entry & STATE);
        boolean known = state <= UNMAPPED
                || state == UNMAPPED_IN_DRAFT
                || state == FULLY_PRESENT
                || state == PARTIALLY_PRESENT && metadata.locator().isPresent();
        file.require(known, "X11", "block " + block + " has the unknown state " + state);
        file.require((entry & ~OFFSET & ~STATE) == 0, "X11", "the entry of block " + block + " has reserved bits set");
        if (state == FULLY_PRESENT || state == PARTIALLY_PRESENT) {
            long used = Math.min(metadata.blockSize(), metadata.virtualSize() - block * metadata.blockSize());
            space.take(entry & OFFSET, metadata.blockSize(), used);
        }
        return state == PARTIALLY_PRESENT;
    }

    private void auditMap(VhdxSpace space, long entry, boolean needed) throws UnsafeImageException {
        if (metadata.locator().isEmpty()) {
            return; // without a parent it is never looked at, and some programs leave what they like
        }
        int state = (int) (entry & STATE);
        file.require(
                state == FULLY_PRESENT || state == NOT_PRESENT && !needed,
                "X11",
                "a map of sectors has the state " + state + (needed ? " where blocks need it" : ""));
        file.require((entry & ~OFFSET & ~STATE) == 0, "X11", "the entry of a map of sectors has reserved bits set");
        if (state == FULLY_PRESENT) {
            space.take(entry & OFFSET, VhdxHeader.UNIT, VhdxHeader.UNIT);
        }
    }
}
