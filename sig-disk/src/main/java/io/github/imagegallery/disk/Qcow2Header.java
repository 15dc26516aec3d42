// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The header of a qcow2 image, checked.
 *
 * @param version 2 or 3
 * @param clusterBits the logarithm of the cluster size
 * @param virtualSize the size of the disk in bytes
 * @param l1Entries how many entries the first table of the mapping has
 * @param l1Offset where that table is, in bytes
 * @param refcountOffset where the table of reference counts is, in bytes
 * @param refcountClusters how many clusters that table has
 * @param zstd whether compressed clusters are zstd rather than deflate
 * @param extended whether L2 entries speak of the parts of their clusters
 * @param backing the name of the format of the backing file; empty if there is one of no named format, or none
 * @param backed whether there is a backing file
 */
record Qcow2Header(
        int version,
        int clusterBits,
        long virtualSize,
        int l1Entries,
        long l1Offset,
        long refcountOffset,
        long refcountClusters,
        boolean zstd,
        boolean extended,
        String backing,
        boolean backed) {
    private static final int V2_LENGTH = 72;
    private static final int V3_LENGTH = 104;

    private static final int VERSION_AT = 4;
    private static final int CLUSTER_BITS_AT = 20;
    private static final int SIZE_AT = 24;
    private static final int ENCRYPTION_AT = 32;
    private static final int L1_ENTRIES_AT = 36;
    private static final int L1_AT = 40;
    private static final int REFCOUNT_AT = 48;
    private static final int REFCOUNT_CLUSTERS_AT = 56;
    private static final int SNAPSHOTS_AT = 60;
    private static final int FEATURES_AT = 72;
    private static final int REFCOUNT_ORDER_AT = 96;
    private static final int HEADER_LENGTH_AT = 100;
    private static final int COMPRESSION_AT = 104;
    /** The largest disk that is read and written, in bytes. */
    static final long LARGEST_DISK = 64L << 40;

    private static final long LARGEST_L1 = 32L << 20;
    private static final long MOST_CLUSTERS = 1L << 27;

    private static final long DIRTY = 1;
    private static final long CORRUPT = 1 << 1;
    private static final long DATA_FILE = 1 << 2;
    private static final long COMPRESSION = 1 << 3;
    private static final long EXTENDED_L2 = 1 << 4;

    /** With extended entries a part of a cluster has at least 512 bytes. */
    private static final int SMALLEST_EXTENDED = 14;

    static Qcow2Header read(ImageFile file) throws IOException {
        ByteBuffer start = file.bytes(0, V3_LENGTH);
        int version = start.getInt(VERSION_AT);
        int clusterBits = start.getInt(CLUSTER_BITS_AT);
        file.require(version == 2 || version == 3, "Q4", "its version is " + version + ", not 2 or 3");
        file.require(clusterBits >= 9 && clusterBits <= 21, "Q6", "its clusters have 2^" + clusterBits + " bytes");
        ByteBuffer cluster = file.bytes(0, 1 << clusterBits);
        requireAlone(file, cluster);
        Qcow2Extensions extensions = Qcow2Extensions.read(file, cluster, headerLength(file, cluster, version));
        if (version == 3) {
            requireKnownFeatures(file, cluster, extensions);
        }
        Qcow2Header header = parse(file, cluster, version == 3, extensions.backing());
        header.check(file);
        return header;
    }

    /**
     * Refuses images that need a password, or a choice between snapshots. Snapshots are not silently left out: who gives
     * the image on to others must know that the rest of it does not come along, and would not look for a note.
     */
    private static void requireAlone(ImageFile file, ByteBuffer cluster) throws UnsafeImageException {
        file.require(cluster.getInt(ENCRYPTION_AT) == 0, "Q5", "it is encrypted", "decrypt it first");
        file.require(
                cluster.getInt(SNAPSHOTS_AT) == 0,
                "Q14",
                "it holds internal snapshots, and so more than one disk",
                "delete its snapshots, or convert the wanted one first");
    }

    private static void requireKnownFeatures(ImageFile file, ByteBuffer cluster, Qcow2Extensions extensions)
            throws UnsafeImageException {
        long features = cluster.getLong(FEATURES_AT);
        long unknown = features & ~(DIRTY | COMPRESSION | EXTENDED_L2);
        file.require((features & CORRUPT) == 0, "Q3", "it is marked as corrupt", "repair it first");
        file.require(
                (features & DATA_FILE) == 0, "Q2", "it keeps its data in another file", "convert it without data file");
        file.require(
                (features & EXTENDED_L2) == 0 || cluster.getInt(CLUSTER_BITS_AT) >= SMALLEST_EXTENDED,
                "Q6",
                "its clusters are too small for extended L2 entries");
        file.require(
                unknown == 0,
                "Q3",
                "it needs features that are not known: " + extensions.names(unknown),
                "convert it without them");
        file.require(
                Integer.compareUnsigned(cluster.getInt(REFCOUNT_ORDER_AT), 6) <= 0,
                "Q15",
                "its reference counts have 2^" + Integer.toUnsignedString(cluster.getInt(REFCOUNT_ORDER_AT)) + " bits");
    }

    private static int headerLength(ImageFile file, ByteBuffer cluster, int version) throws UnsafeImageException {
        if (version == 2) {
            return V2_LENGTH;
        }
        int length = cluster.getInt(HEADER_LENGTH_AT);
        file.require(
                length >= V3_LENGTH && length % 8 == 0 && length <= cluster.limit(),
                "Q12",
                "its header has " + Integer.toUnsignedString(length) + " bytes");
        return length;
    }

    private static int compression(ImageFile file, ByteBuffer cluster) throws UnsafeImageException {
        int type = cluster.getInt(HEADER_LENGTH_AT) > COMPRESSION_AT ? cluster.get(COMPRESSION_AT) & 0xff : 0;
        boolean named = (cluster.getLong(FEATURES_AT) & COMPRESSION) != 0;
        file.require(type <= 1, "Q18", "its compression type is " + type + ", neither deflate nor zstd");
        file.require(named == (type != 0), "Q18", "its compression type and its features contradict");
        return type;
    }

    private static Qcow2Header parse(ImageFile file, ByteBuffer cluster, boolean featured, String backing)
            throws UnsafeImageException {
        long l1Entries = Integer.toUnsignedLong(cluster.getInt(L1_ENTRIES_AT));
        file.require(l1Entries * 8 <= LARGEST_L1, "Q8", "its L1 table has " + l1Entries + " entries");
        long refcountClusters = Integer.toUnsignedLong(cluster.getInt(REFCOUNT_CLUSTERS_AT));
        long refcountOffset = cluster.getLong(REFCOUNT_AT);
        file.require(
                file.holds(refcountOffset, refcountClusters << cluster.getInt(CLUSTER_BITS_AT)),
                "Q9",
                "its table of reference counts leaves the file");
        return new Qcow2Header(
                cluster.getInt(VERSION_AT),
                cluster.getInt(CLUSTER_BITS_AT),
                cluster.getLong(SIZE_AT),
                (int) l1Entries,
                cluster.getLong(L1_AT),
                refcountOffset,
                refcountClusters,
                featured && compression(file, cluster) == 1,
                featured && (cluster.getLong(FEATURES_AT) & EXTENDED_L2) != 0,
                backing,
                cluster.getLong(Qcow2Extensions.BACKING_NAME_AT) != 0);
    }

    private void check(ImageFile file) throws UnsafeImageException {
        file.require(
                file.size() >> clusterBits < MOST_CLUSTERS,
                "Q16",
                "its file has more than " + MOST_CLUSTERS + " clusters, too many to check that none is used twice",
                "convert it with larger clusters");
        file.require(
                virtualSize > 0 && virtualSize % 512 == 0,
                "Q7",
                "its disk has " + virtualSize + " bytes, not a multiple of 512");
        file.require(virtualSize <= LARGEST_DISK, "F6", "its disk has " + virtualSize + " bytes, more than 64 TiB");
        file.require(
                l1Entries >= (virtualSize - 1 >> clusterBits + l2Bits()) + 1,
                "Q8",
                "its L1 table has " + l1Entries + " entries, too few for " + virtualSize + " bytes");
        file.require(isAligned(l1Offset) && isAligned(refcountOffset), "Q11", "its tables do not start with a cluster");
        file.require(file.holds(l1Offset, l1Entries * 8L), "Q9", "its L1 table leaves the file");
    }

    int clusterSize() {
        return 1 << clusterBits;
    }

    /** The logarithm of the number of entries in an L2 table. */
    int l2Bits() {
        return clusterBits - (extended ? 4 : 3);
    }

    /** How many clusters the virtual disk has; the last one may be partly beyond its end. */
    long clusters() {
        return (virtualSize - 1 >> clusterBits) + 1;
    }

    boolean isAligned(long offset) {
        return (offset & clusterSize() - 1) == 0;
    }
}
