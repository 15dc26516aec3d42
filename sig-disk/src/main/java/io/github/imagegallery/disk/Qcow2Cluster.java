// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

/**
 * Where the content of one cluster of the disk is: the meaning of one L2 entry.
 *
 * @param kind how it is stored
 * @param offset where it is in the file, in bytes
 * @param length how many bytes of the file it takes; for a compressed one up to a sector more than it needs
 */
record Qcow2Cluster(Kind kind, long offset, int length) {
    enum Kind {
        ZERO,
        PLAIN,
        COMPRESSED
    }

    /** The bits of a table entry that say where in the file something is, in bytes. */
    static final long OFFSET = (1L << 56) - 512;
    /** The bit of a table entry that says that nothing else uses the place; of no use to who only reads. */
    static final long COPIED = 1L << 63;

    private static final Qcow2Cluster ZERO = new Qcow2Cluster(Kind.ZERO, 0, 0);
    private static final int SECTOR = 512;
    private static final long ALL_ZERO = 1;
    private static final long PACKED = 1L << 62;

    /** Whether the cluster may hold anything but zeros. */
    static boolean mayHoldData(long entry) {
        return (entry & PACKED) != 0 || (entry & ALL_ZERO) == 0 && (entry & OFFSET) != 0;
    }

    /**
     * Reads an L2 entry and checks it against the file.
     *
     * @param used how many bytes of the cluster lie on the disk; fewer than a cluster at the disk's end
     */
    static Qcow2Cluster decode(ImageFile file, Qcow2Header header, long entry, int used) throws UnsafeImageException {
        if ((entry & PACKED) != 0) {
            return compressed(file, header, entry);
        }
        long known = OFFSET | COPIED | (header.version() == 2 ? 0 : ALL_ZERO);
        file.require((entry & ~known) == 0, "Q11", "an L2 entry has reserved bits set");
        file.require(header.isAligned(entry & OFFSET), "Q11", "an L2 entry does not name the start of a cluster");
        if (!mayHoldData(entry)) {
            return ZERO;
        }
        // the file may end inside its last cluster where the disk does
        if (!file.holds(entry & OFFSET, used)) {
            throw file.refusal("Q9", "a cluster at offset " + (entry & OFFSET) + " leaves the file");
        }
        return new Qcow2Cluster(Kind.PLAIN, entry & OFFSET, used);
    }

    private static Qcow2Cluster compressed(ImageFile file, Qcow2Header header, long entry) throws UnsafeImageException {
        int offsetBits = 62 - (header.clusterBits() - 8);
        long offset = entry & (1L << offsetBits) - 1;
        long sectors = ((entry & PACKED - 1) >>> offsetBits) + 1;
        file.require(entry > 0, "Q11", "an L2 entry of a compressed cluster has a reserved bit set");
        if (!file.holds(offset, 1)) {
            throw file.refusal("Q9", "a compressed cluster at offset " + offset + " leaves the file");
        }
        // only whole sectors are counted, so that the last one may seem to leave the file
        long length = Math.min(sectors * SECTOR - offset % SECTOR, file.size() - offset);
        return new Qcow2Cluster(Kind.COMPRESSED, offset, (int) length);
    }

    /** How many bytes a compressed cluster takes at least; the rest of its last sector may be its neighbour's. */
    int leastLength() {
        return Math.max(1, length - SECTOR + 1);
    }
}
