// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A dynamic or differencing VHD: a table of blocks, each with a map of the sectors that were written to. */
final class DynamicVhdImage extends BlockImage {
    private static final int SECTOR = 512;
    private static final int NOT_ALLOCATED = -1;
    private static final int PART = 1 << 18;

    private final VhdFooters footers;
    private final DynamicVhdHeader header;
    private final int[] table;

    private DynamicVhdImage(
            ImageFile file, VhdFooters footers, DynamicVhdHeader header, int[] table, Optional<Parent> parent) {
        super(
                file,
                DiskFormat.VHD,
                description(header, parent),
                footers.footer().diskSize(),
                header.blockSize(),
                SECTOR,
                parent);
        this.footers = footers;
        this.header = header;
        this.table = table;
    }

    /** @param parent there if, and only if, the image is a differencing one */
    static DynamicVhdImage open(ImageFile file, VhdFooters footers, Optional<Parent> parent) throws IOException {
        DynamicVhdHeader header = DynamicVhdHeader.read(file, footers.footer());
        file.require(header.end() <= footers.end(), "V8", "its header or its block table overlaps the footer");
        if (parent.isPresent()) {
            requireIdentity(file, header, parent.get());
        }
        int[] table = table(file, header);
        checkBlocks(file, footers, header, table);
        return new DynamicVhdImage(file, footers, header, table, parent);
    }

    private static void requireIdentity(ImageFile file, DynamicVhdHeader header, Parent parent)
            throws UnsafeImageException {
        file.require(
                parent.insisted() || parent.is(DiskFormat.VHD, Set.of(header.parentId())),
                "V11",
                "its parent is the VHD with the id " + header.parentId() + ", but " + parent.described() + " was given",
                "give its true parent, or insist on this one");
    }

    private static String description(DynamicVhdHeader header, Optional<Parent> parent) {
        String kind = parent.isPresent() ? "differencing" : "dynamic";
        return kind + " VHD, " + Sizes.text(header.blockSize()) + " blocks";
    }

    private static int[] table(ImageFile file, DynamicVhdHeader header) throws IOException {
        int[] table = new int[header.blocks()];
        for (int at = 0; at < table.length; at += PART) {
            int count = Math.min(PART, table.length - at);
            file.bytes(header.table().offset() + at * 4L, count * 4)
                    .asIntBuffer()
                    .get(table, at, count);
        }
        return table;
    }

    /** Refuses blocks that leave the file, or overlap each other or the tables (V7, V8). */
    private static void checkBlocks(ImageFile file, VhdFooters footers, DynamicVhdHeader header, int[] table)
            throws IOException {
        int[] sorted = UnsignedInts.sorted(table);
        long span = header.bitmapSize() + header.blockSize();
        long free = VhdFooter.SIZE;
        for (int i = 0; i < sorted.length && sorted[i] != NOT_ALLOCATED; i++) {
            long start = offset(sorted[i]);
            file.require(file.holds(start, span), "V7", "a block at offset " + start + " leaves the file");
            file.require(
                    start >= free && start + span <= footers.end(),
                    "V8",
                    "a block at offset " + start + " overlaps another, or the footer");
            file.require(header.leavesFree(start, span), "V8", "a block at offset " + start + " overlaps the tables");
            free = start + span;
        }
    }

    private static long offset(int entry) {
        return Integer.toUnsignedLong(entry) * SECTOR;
    }

    @Override
    public List<String> notes() {
        return footers.notes();
    }

    @Override
    Optional<UUID> identity() {
        return Optional.of(footers.footer().id());
    }

    @Override
    Place place(long block) {
        return table[(int) block] == NOT_ALLOCATED ? Place.ABSENT : Place.PARTLY_HERE;
    }

    @Override
    long start(long block) {
        return offset(table[(int) block]) + header.bitmapSize();
    }

    /** Sectors whose bit is not set were never written to, whatever lies in their place: zeros, or the parent's. */
    @Override
    BitSet sectorsHere(long block) throws IOException {
        byte[] map = file.bytes(offset(table[(int) block]), header.bitmapSize()).array();
        for (int i = 0; i < map.length; i++) {
            map[i] = (byte) (Integer.reverse(map[i]) >>> 24); // the first sector is the highest bit
        }
        return BitSet.valueOf(ByteBuffer.wrap(map));
    }
}
