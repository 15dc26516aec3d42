// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.core.content.BlockIndex.Location;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How much of the packs that a publication builds upon its disks use. A pack is kept once half of its bytes are used; what is used of
 * another one is to be packed anew, so that the packs of a version take at most twice what it needs. Packs of the publication
 * itself are kept always. Not for use by several threads.
 *
 * <p>A pack that is built upon is <em>watched</em> at first: which of its blocks are used is remembered. It is <em>kept</em>, for all
 * disks, as soon as they are half of it; or else <em>given up</em>, for one disk, when it can be watched no longer. Of neither is more
 * remembered than that. With the next disk, what is not kept is watched anew.
 */
final class PackUse {
    private static final int FRAME = Pack.HEADER_SIZE + Pack.FOOTER_SIZE;

    /** The packs that are built upon, by their numbers in the {@link PackTable}. */
    private final Map<Integer, Part> upon = new HashMap<>();

    /** For how many blocks of packs that are watched there is room. */
    private long room;

    private enum State {
        WATCHED,
        KEPT,
        GIVEN_UP
    }

    /** The part of a pack that is used so far. */
    private final class Part {
        private static final int[] NONE = {};

        private final long size;
        private State state = State.WATCHED;
        /** Where the blocks begin that are used, ascending; as many as {@link #blocks} says. */
        private int[] offsets = NONE;

        private int blocks;
        private long used = FRAME;

        Part(long size) {
            this.size = size;
        }

        void add(Location block) {
            int at = Arrays.binarySearch(offsets, 0, blocks, block.offset());
            if (at < 0) {
                insert(-at - 1, block.offset());
                used += block.length() + Pack.ENTRY_SIZE;
            }
            if (used * 2 >= size) {
                become(State.KEPT);
            }
        }

        /** Mostly at the end, as blocks lie in a pack in the order in which they lie on the disk. */
        private void insert(int at, int offset) {
            if (blocks == offsets.length) {
                hold(Arrays.copyOf(offsets, Math.max(4, blocks * 2)));
            }
            System.arraycopy(offsets, at, offsets, at + 1, blocks - at);
            offsets[at] = offset;
            blocks++;
        }

        void become(State next) {
            state = next;
            hold(NONE);
            blocks = 0;
            used = FRAME;
        }

        private void hold(int[] next) {
            room += next.length - offsets.length;
            offsets = next;
        }
    }

    /**
     * Begins to watch a pack that is built upon.
     *
     * @param size how long it is, in bytes
     */
    void watch(int pack, long size) {
        upon.put(pack, new Part(size));
    }

    /** Notes that a block is used where it is. */
    void use(Location block) {
        Part part = upon.get(block.pack());
        if (part != null && part.state == State.WATCHED) {
            part.add(block);
        }
    }

    /** Tells whether a pack is of this publication. */
    boolean isOwn(int pack) {
        return !upon.containsKey(pack);
    }

    /** Tells whether what is in a pack stays there. */
    boolean isKept(int pack) {
        Part part = upon.get(pack);
        return part == null || part.state == State.KEPT;
    }

    /** Decides that a pack is not used for this disk, however much of it would be. */
    void giveUp(int pack) {
        upon.get(pack).become(State.GIVEN_UP);
    }

    boolean isGivenUp(int pack) {
        Part part = upon.get(pack);
        return part != null && part.state == State.GIVEN_UP;
    }

    /** Begins a disk: another one may use most of what those before it did not. */
    void begin() {
        upon.values().stream().filter(part -> part.state != State.KEPT).forEach(part -> part.become(State.WATCHED));
    }

    /** Returns how much memory is taken by what is remembered of the packs that are watched, in bytes. */
    long size() {
        return room * Integer.BYTES;
    }
}
