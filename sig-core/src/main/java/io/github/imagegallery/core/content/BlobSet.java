// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.storage.BlobId;

/**
 * Many blobs in little memory, 16 to 32 bytes each: only the first eight bytes of their names are kept. A blob that was added
 * is in the set; one that was not is, once in 2^64 divided by their number, taken for one that was. Not for use by several
 * threads.
 */
public final class BlobSet {
    private static final int FIRST_SLOTS = 1 << 8;
    private static final int PREFIX_DIGITS = 16;

    private long[] slots = new long[FIRST_SLOTS];
    private int size;
    /** Whether the prefix that marks a free slot is in the set. */
    private boolean hasZero;

    /** Adds a blob. */
    public void add(BlobId blob) {
        long prefix = prefix(blob);
        if (prefix == 0) {
            hasZero = true;
            return;
        }
        int slot = slot(slots, prefix);
        if (slots[slot] == 0) {
            slots[slot] = prefix;
            size++;
            if (size * 2 > slots.length) {
                grow();
            }
        }
    }

    /** Tells whether a blob was added. */
    public boolean contains(BlobId blob) {
        long prefix = prefix(blob);
        return prefix == 0 ? hasZero : slots[slot(slots, prefix)] == prefix;
    }

    private void grow() {
        long[] larger = new long[slots.length * 2];
        for (long prefix : slots) {
            if (prefix != 0) {
                larger[slot(larger, prefix)] = prefix;
            }
        }
        slots = larger;
    }

    /** Returns the slot of a prefix: the one that holds it, or the free one where it belongs. */
    private static int slot(long[] table, long prefix) {
        int at = (int) prefix & (table.length - 1);
        while (table[at] != 0 && table[at] != prefix) {
            at = (at + 1) & (table.length - 1);
        }
        return at;
    }

    private static long prefix(BlobId blob) {
        return Long.parseUnsignedLong(blob.hex(), 0, PREFIX_DIGITS, 16);
    }
}
