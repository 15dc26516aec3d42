// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where blocks are, by their digests. Of bounded size: when it is full it learns nothing more, which costs some
 * deduplication and nothing else. Safe for use by many threads.
 */
final class BlockIndex {
    /** A quarter of a million blocks: 16 GiB that are not zero, in at most 23 MB. */
    private static final int MAX_BLOCKS = 1 << 18;

    private static final int SLOT_SIZE = Block.DIGEST_SIZE + 4 + 4 + 4;
    private static final int FIRST_SLOTS = 1 << 12;

    private byte[] slots = new byte[FIRST_SLOTS * SLOT_SIZE];
    private int size;

    /**
     * Where a block is.
     *
     * @param pack the number of its pack in the {@link PackTable}
     * @param offset its first byte in the pack
     * @param length how many bytes it takes there
     */
    record Location(int pack, int offset, int length) {}

    synchronized Optional<Location> find(byte[] digest) {
        ByteBuffer slot = slot(slots, digest, 0);
        int length = slot.getInt(slot.position() + Block.DIGEST_SIZE + 8);
        if (length == 0) {
            return Optional.empty();
        }
        int at = slot.position() + Block.DIGEST_SIZE;
        return Optional.of(new Location(slot.getInt(at), slot.getInt(at + 4), length));
    }

    /** Learns where a block is, unless it is known or there is no room. */
    synchronized void add(byte[] digest, Location location) {
        if (find(digest).isEmpty()) {
            put(digest, location);
        }
    }

    /** Learns where a block is, unless there is no room; what was known of that block is forgotten. */
    synchronized void put(byte[] digest, Location location) {
        ByteBuffer slot = slot(slots, digest, 0);
        boolean known = slot.getInt(slot.position() + Block.DIGEST_SIZE + 8) != 0;
        if (!known && size == MAX_BLOCKS) {
            return;
        }
        slot.put(digest).putInt(location.pack()).putInt(location.offset()).putInt(location.length());
        size += known ? 0 : 1;
        if (size * 2 > slots.length / SLOT_SIZE && size < MAX_BLOCKS) {
            grow();
        }
    }

    private void grow() {
        byte[] larger = new byte[slots.length * 2];
        for (int from = 0; from < slots.length; from += SLOT_SIZE) {
            if (ByteBuffer.wrap(slots).getInt(from + Block.DIGEST_SIZE + 8) != 0) {
                slot(larger, slots, from).put(slots, from, SLOT_SIZE);
            }
        }
        slots = larger;
    }

    /** Returns the slot of a digest in a table: the one that holds it, or the free one where it belongs. */
    private static ByteBuffer slot(byte[] table, byte[] source, int digestAt) {
        ByteBuffer slots = ByteBuffer.wrap(table);
        int count = table.length / SLOT_SIZE;
        int at = ByteBuffer.wrap(source).getInt(digestAt) & (count - 1);
        while (true) {
            int from = at * SLOT_SIZE;
            boolean free = slots.getInt(from + Block.DIGEST_SIZE + 8) == 0;
            if (free || sameDigest(table, from, source, digestAt)) {
                return slots.position(from);
            }
            at = (at + 1) & (count - 1);
        }
    }

    private static boolean sameDigest(byte[] a, int aFrom, byte[] b, int bFrom) {
        return Arrays.equals(a, aFrom, aFrom + Block.DIGEST_SIZE, b, bFrom, bFrom + Block.DIGEST_SIZE);
    }
}
