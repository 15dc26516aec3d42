// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

/**
 * Where the content of one cluster of the disk is: the meaning of one L2 entry.
 *
 * @param kind how it is stored
 * @param offset where it is in the file, in bytes
 * @param length how many bytes of the file it takes; for a compressed one up to a sector more than it needs
 * @param here which of its parts are in the file, the first one the lowest bit; of no meaning for a compressed one
 * @param zero which of its parts are zero, likewise; all others are absent
 */
record Qcow2Cluster(Kind kind, long offset, int length, int here, int zero) {
    enum Kind {
        /** Not in the file. */
        NOWHERE,
        /** Some of its parts, or all of them, are in the file. */
        PLAIN,
        COMPRESSED
    }

    /** Where a part of a cluster that is not compressed is. */
    enum Place {
        HERE,
        /** It is the parent's, or zero where there is no parent. */
        ABSENT,
        /** It is zero, whatever the parent holds. */
        ZERO
    }

    /** How many parts a cluster has; only in images with extended L2 entries do they differ. */
    static final int PARTS = 32;

    /** The bits of a table entry that say where in the file something is, in bytes. */
    static final long OFFSET = (1L << 56) - 512;
    /** The bit of a table entry that says that nothing else uses the place; of no use to who only reads. */
    static final long COPIED = 1L << 63;

    private static final int ALL = -1;
    private static final int SECTOR = 512;
    private static final long ALL_ZERO = 1;
    /** The bit of an L2 entry that says that the cluster is compressed. */
    static final long PACKED = 1L << 62;

    /**
     * Reads an L2 entry and checks it against the file.
     *
     * @param parts what an extended entry says of the cluster's parts
     * @param used how many bytes of the cluster lie on the disk; fewer than a cluster at the disk's end
     */
    static Qcow2Cluster decode(ImageFile file, Qcow2Header header, long entry, long parts, int used)
            throws UnsafeImageException {
        if ((entry & PACKED) != 0) {
            file.require(parts == 0, "Q11", "an L2 entry of a compressed cluster speaks of its parts");
            return compressed(file, header, entry);
        }
        long known = OFFSET | COPIED | (header.version() == 2 || header.extended() ? 0 : ALL_ZERO);
        file.require((entry & ~known) == 0, "Q11", "an L2 entry has reserved bits set");
        file.require(header.isAligned(entry & OFFSET), "Q11", "an L2 entry does not name the start of a cluster");
        return header.extended()
                ? plain(file, header, entry & OFFSET, (int) parts, (int) (parts >>> 32), used)
                : plain(file, header, entry & OFFSET, here(entry), (entry & ALL_ZERO) == 0 ? 0 : ALL, used);
    }

    private static int here(long entry) {
        return (entry & ALL_ZERO) == 0 && (entry & OFFSET) != 0 ? ALL : 0;
    }

    private static Qcow2Cluster plain(ImageFile file, Qcow2Header header, long offset, int here, int zero, int used)
            throws UnsafeImageException {
        file.require((here & zero) == 0, "Q11", "an L2 entry says of a part that it is both here and zero");
        file.require(here == 0 || offset != 0, "Q11", "an L2 entry has parts without a place");
        if (here == 0) {
            return new Qcow2Cluster(Kind.NOWHERE, 0, 0, 0, zero);
        }
        // the file may end inside its last cluster where the disk does, or the last of its parts that are here
        int length = Math.min(used, (PARTS - Integer.numberOfLeadingZeros(here)) * (header.clusterSize() / PARTS));
        if (!file.holds(offset, length)) {
            throw file.refusal("Q9", "a cluster at offset " + offset + " leaves the file");
        }
        return new Qcow2Cluster(Kind.PLAIN, offset, length, here, zero);
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
        return new Qcow2Cluster(Kind.COMPRESSED, offset, (int) length, ALL, 0);
    }

    /** Whether the cluster may hold anything of its own but zeros. */
    boolean mayHoldData() {
        return here != 0;
    }

    /** Whether the parent shows in some part of the cluster. */
    boolean isAbsent() {
        return (here | zero) != ALL;
    }

    Place place(int part) {
        int bit = 1 << part;
        return (here & bit) != 0 ? Place.HERE : (zero & bit) != 0 ? Place.ZERO : Place.ABSENT;
    }

    /** Finds the first part after the given one that is elsewhere. */
    int endOfRun(int part) {
        int end = part + 1;
        while (end < PARTS && place(end) == place(part)) {
            end++;
        }
        return end;
    }

    /** How many bytes a compressed cluster takes at least; the rest of its last sector may be its neighbour's. */
    int leastLength() {
        return Math.max(1, length - SECTOR + 1);
    }
}
