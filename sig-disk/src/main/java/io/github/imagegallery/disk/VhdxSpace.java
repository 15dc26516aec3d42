// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.util.BitSet;

/** Which parts of a VHDX's file are taken while its tables are read: one bit for each MiB. */
final class VhdxSpace {
    private static final long MOST_UNITS = 1L << 27;
    /** How far the last block may reach beyond the end of the file, at most. */
    private static final int LARGEST_BLOCK = 256;

    private final ImageFile file;
    private final BitSet taken;

    private VhdxSpace(ImageFile file) {
        this.file = file;
        int units = (int) (file.size() / VhdxHeader.UNIT) + 1;
        taken = new BitSet(units + LARGEST_BLOCK); // to grow it would take up to three times as much for a moment
    }

    /** What the headers, the log and the regions leave; they must not overlap (X4). */
    static VhdxSpace around(ImageFile file, VhdxHeader header, VhdxRegions regions) throws UnsafeImageException {
        file.require(
                file.size() / VhdxHeader.UNIT < MOST_UNITS,
                "X10",
                "its file has more than 128 TiB, too many to check that nothing in it is used twice");
        VhdxSpace space = new VhdxSpace(file);
        space.taken.set(0);
        boolean apart = space.takes(header.logOffset(), header.logLength());
        for (VhdxRegions.Region region : regions.all()) {
            apart &= space.takes(region.offset(), region.length());
        }
        file.require(apart, "X4", "its regions overlap");
        return space;
    }

    /**
     * Takes the place of a block.
     *
     * @param used how many bytes of it must be in the file: the last block's may end with the disk
     */
    void take(long offset, long length, long used) throws UnsafeImageException {
        if (!file.holds(offset, used) || offset == 0) {
            throw file.refusal("X9", "a block at offset " + offset + " leaves the file, or is where none may be");
        }
        if (!takes(offset, length)) {
            throw file.refusal("X10", "the block at offset " + offset + " overlaps another, or a table");
        }
    }

    /** Takes whole units unless one of them is taken; one by one, since a look for the next taken one may go far. */
    private boolean takes(long offset, long length) {
        int first = (int) (offset / VhdxHeader.UNIT);
        int end = first + (int) (length / VhdxHeader.UNIT);
        boolean free = true;
        for (int unit = first; unit < end; unit++) {
            free &= !taken.get(unit);
            taken.set(unit);
        }
        return free;
    }
}
