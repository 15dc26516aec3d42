// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.util.BitSet;

/**
 * The one pass over all tables of a qcow2 image when it is opened: every entry sound, no place in the file used twice.
 * It takes two bits of memory per cluster of the file, and ends with the pass.
 */
final class Qcow2Audit {
    // No compressed cluster is shorter, and as many as end in one sector cannot be told apart in bounded memory.
    private static final int SHORTEST_COMPRESSED = 16;

    private final ImageFile file;
    private final Qcow2Header header;
    private final Qcow2Tables tables;
    private final BitSet taken;
    private final BitSet compressed;
    private long compressedBytes;

    private Qcow2Audit(ImageFile file, Qcow2Header header, Qcow2Tables tables) {
        this.file = file;
        this.header = header;
        this.tables = tables;
        int clusters = index(file.size()) + 1; // to grow a set takes half as much again for a moment
        taken = new BitSet(clusters);
        compressed = new BitSet(clusters);
    }

    static void check(ImageFile file, Qcow2Header header, Qcow2Tables tables) throws IOException {
        new Qcow2Audit(file, header, tables).run();
    }

    private void run() throws IOException {
        claim(0, header.clusterSize());
        claim(header.l1Offset(), header.l1Entries() * 8L);
        claim(header.refcountOffset(), header.refcountClusters() << header.clusterBits());
        for (int table = 0; table < tables.count(); table++) {
            if (tables.offset(table) != 0) {
                claim(tables.offset(table), header.clusterSize());
            }
        }
        tables.visit(this::audit);
        compressed.and(taken);
        if (!compressed.isEmpty()) {
            throw usedTwice(compressed.nextSetBit(0));
        }
        file.require(compressedBytes <= file.size(), "Q16", "compressed clusters share their bytes with others");
    }

    private void audit(int number, long[] table) throws IOException {
        long firstCluster = (long) number << header.l2Bits();
        boolean hasData = false;
        int count = (int) Math.min(1L << header.l2Bits(), header.clusters() - firstCluster);
        for (int i = 0; i < count; i++) {
            if (!tables.isEmpty(table, i)) {
                Qcow2Cluster cluster = tables.decode(table, i, firstCluster + i);
                audit(cluster);
                hasData |= cluster.mayHoldData();
            }
        }
        if (hasData) {
            tables.noteData(number);
        }
    }

    private void audit(Qcow2Cluster cluster) throws UnsafeImageException {
        switch (cluster.kind()) {
            case NOWHERE -> {}
            case PLAIN -> claim(cluster.offset(), cluster.length());
            case COMPRESSED -> {
                compressed.set(index(cluster.offset()), index(cluster.offset() + cluster.leastLength() - 1) + 1);
                compressedBytes += Math.max(SHORTEST_COMPRESSED, cluster.leastLength());
            }
        }
    }

    /** Takes the clusters of the file that a run of its bytes lies in; all of them must be free. */
    private void claim(long offset, long length) throws UnsafeImageException {
        int first = index(offset);
        int end = index(offset + length - 1) + 1;
        for (int cluster = first; cluster < end; cluster++) { // a look for the next one taken may go very far
            if (taken.get(cluster)) {
                throw usedTwice(cluster);
            }
            taken.set(cluster);
        }
    }

    private UnsafeImageException usedTwice(int cluster) {
        long offset = (long) cluster << header.clusterBits();
        return isTable(offset)
                ? file.refusal("Q10", "the cluster at offset " + offset + " is a table, and used for something else")
                : file.refusal("Q16", "the cluster at offset " + offset + " is used twice");
    }

    private boolean isTable(long offset) {
        boolean found = offset == 0
                || isIn(offset, header.l1Offset(), header.l1Entries() * 8L)
                || isIn(offset, header.refcountOffset(), header.refcountClusters() << header.clusterBits());
        for (int table = 0; table < tables.count() && !found; table++) {
            found = tables.offset(table) == offset;
        }
        return found;
    }

    private static boolean isIn(long offset, long start, long length) {
        return offset >= start && offset < start + length;
    }

    private int index(long offset) {
        return (int) (offset >> header.clusterBits());
    }
}
