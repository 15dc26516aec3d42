// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.util.BitSet;

/**
 * The one pass over all tables of a qcow2 image when it is opened: every entry sound, no place in the file used twice.
 * It takes up to three bits of memory per cluster of the file, and ends with the pass.
 */
final class Qcow2Audit {
    private static final long MOST_CLUSTERS = 1L << 27;
    // No compressed cluster is shorter, and as many as end in one sector cannot be told apart in bounded memory.
    private static final int SHORTEST_COMPRESSED = 16;

    private final ImageFile file;
    private final Qcow2Header header;
    private final Qcow2Tables tables;
    private final BitSet metadata = new BitSet();
    private final BitSet data = new BitSet();
    private final BitSet compressed = new BitSet();
    private long compressedBytes;

    private Qcow2Audit(ImageFile file, Qcow2Header header, Qcow2Tables tables) {
        this.file = file;
        this.header = header;
        this.tables = tables;
    }

    static void check(ImageFile file, Qcow2Header header, Qcow2Tables tables) throws IOException {
        file.require(
                file.size() >> header.clusterBits() < MOST_CLUSTERS,
                "Q16",
                "its file has more than " + MOST_CLUSTERS + " clusters, too many to check that none is used twice",
                "convert it with larger clusters");
        new Qcow2Audit(file, header, tables).run();
    }

    private void run() throws IOException {
        claim(metadata, "Q10", 0, header.clusterSize());
        claim(metadata, "Q10", header.l1Offset(), header.l1Entries() * 8L);
        claim(metadata, "Q10", header.refcountOffset(), header.refcountClusters() << header.clusterBits());
        for (int table = 0; table < tables.count(); table++) {
            if (tables.offset(table) != 0) {
                claim(metadata, "Q10", tables.offset(table), header.clusterSize());
            }
        }
        for (int table = 0; table < tables.count(); table++) {
            if (tables.offset(table) != 0) {
                audit(tables.load(table), (long) table << header.l2Bits());
            }
        }
        file.require(
                !data.intersects(metadata) && !compressed.intersects(metadata),
                "Q10",
                "a table of the image lies where data of the disk does");
        file.require(
                !compressed.intersects(data) && compressedBytes <= file.size(),
                "Q16",
                "compressed clusters share their bytes with others");
    }

    private void audit(long[] table, long firstCluster) throws IOException {
        int count = (int) Math.min(1L << header.l2Bits(), header.clusters() - firstCluster);
        for (int i = 0; i < count; i++) {
            if (!tables.isEmpty(table, i)) {
                audit(tables.decode(table, i, firstCluster + i));
            }
        }
    }

    private void audit(Qcow2Cluster cluster) throws UnsafeImageException {
        switch (cluster.kind()) {
            case NOWHERE -> {}
            case PLAIN -> claim(data, "Q16", cluster.offset(), cluster.length());
            case COMPRESSED -> {
                compressed.set(index(cluster.offset()), index(cluster.offset() + cluster.leastLength() - 1) + 1);
                compressedBytes += Math.max(SHORTEST_COMPRESSED, cluster.leastLength());
            }
        }
    }

    /** Takes the clusters of the file that a run of its bytes lies in; all of them must be free. */
    private void claim(BitSet owner, String rule, long offset, long length) throws UnsafeImageException {
        int first = index(offset);
        int end = index(offset + length - 1) + 1;
        for (int cluster = first; cluster < end; cluster++) { // a look for the next one taken may go very far
            if (owner.get(cluster)) {
                throw file.refusal(
                        rule, "the cluster at offset " + ((long) cluster << header.clusterBits()) + " is used twice");
            }
            owner.set(cluster);
        }
    }

    private int index(long offset) {
        return (int) (offset >> header.clusterBits());
    }
}
