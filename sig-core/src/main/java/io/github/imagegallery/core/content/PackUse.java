// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.core.content.BlockIndex.Location;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How much of the packs that a publication builds upon its disks use. A pack is kept once half of its bytes are used; what is used of
 * another one is to be packed anew, so that the packs of a version take at most twice what it needs. Packs of the publication
 * itself are kept always. Not for use by several threads.
 */
final class PackUse {
    private static final int FRAME = Pack.HEADER_SIZE + Pack.FOOTER_SIZE;

    /** The packs of which less than half is used so far, by their numbers in the {@link PackTable}. */
    private final Map<Integer, Part> mostlyUnused = new HashMap<>();

    private final Set<Integer> givenUp = new HashSet<>();

    /** The part of a pack that is used so far. */
    private static final class Part {
        private final long size;
        private final Set<Integer> offsets = new HashSet<>();
        private long used = FRAME;

        Part(long size) {
            this.size = size;
        }

        void add(Location block) {
            if (offsets.add(block.offset())) {
                used += block.length() + Pack.ENTRY_SIZE;
            }
        }

        boolean isMost() {
            return used * 2 >= size;
        }
    }

    /**
     * Begins to watch a pack that is built upon.
     *
     * @param size how long it is, in bytes
     */
    void watch(int pack, long size) {
        mostlyUnused.put(pack, new Part(size));
    }

    /** Notes that a block is used where it is. */
    void use(Location block) {
        Part part = mostlyUnused.get(block.pack());
        if (part != null) {
            part.add(block);
            if (part.isMost() && !givenUp.contains(block.pack())) {
                mostlyUnused.remove(block.pack());
            }
        }
    }

    /** Tells whether what is in a pack stays there. */
    boolean isKept(int pack) {
        return !mostlyUnused.containsKey(pack);
    }

    /** Decides that a pack is not used for this disk, however much of it would be. */
    void giveUp(int pack) {
        givenUp.add(pack);
    }

    boolean isGivenUp(Location block) {
        return givenUp.contains(block.pack());
    }

    /** Begins a disk: another one may use most of what those before it did not. */
    void begin() {
        givenUp.clear();
        mostlyUnused.replaceAll((pack, part) -> new Part(part.size));
    }
}
