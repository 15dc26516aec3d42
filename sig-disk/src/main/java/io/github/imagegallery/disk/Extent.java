// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

/**
 * A run of bytes of a virtual disk.
 *
 * @param offset where it starts, in bytes from the start of the disk
 * @param length how long it is, in bytes; never zero
 */
public record Extent(long offset, long length) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if the offset is negative, the length not positive, or their sum too large
     */
    public Extent {
        if (offset < 0 || length <= 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("Cannot make an extent of " + length + " bytes at " + offset);
        }
    }

    /** Returns the offset of the first byte after this extent. */
    public long end() {
        return offset + length;
    }
}
