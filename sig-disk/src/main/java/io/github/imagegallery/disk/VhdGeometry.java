// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

/**
 * The cylinders, heads and sectors that the VHD specification gives to a disk; together a little less than the disk.
 *
 * @param cylinders at most 65535
 * @param heads at most 16
 * @param sectors sectors per track, at most 255
 */
record VhdGeometry(int cylinders, int heads, int sectors) {
    /** The sectors of the largest disk that has a geometry. */
    static final long MOST_SECTORS = 65535L * 16 * 255;

    /** Follows the table in the specification's appendix: the fewest sectors per track that leave 1024 cylinders. */
    static VhdGeometry of(long totalSectors) {
        long total = Math.min(totalSectors, MOST_SECTORS);
        if (total >= 65535L * 16 * 63) {
            return withTracks(total, 16, 255);
        }
        long tracks = total / 17;
        long heads = Math.max(4, (tracks + 1023) / 1024);
        if (heads <= 16 && tracks < heads * 1024) {
            return withTracks(total, (int) heads, 17);
        }
        return total / 31 < 16 * 1024 ? withTracks(total, 16, 31) : withTracks(total, 16, 63);
    }

    private static VhdGeometry withTracks(long total, int heads, int sectors) {
        return new VhdGeometry((int) (total / sectors / heads), heads, sectors);
    }

    /** The form that a footer holds. */
    int packed() {
        return cylinders << 16 | heads << 8 | sectors;
    }
}
