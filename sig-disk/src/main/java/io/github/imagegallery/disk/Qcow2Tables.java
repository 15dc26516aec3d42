// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.LongBuffer;
import java.util.BitSet;

/**
 * The mapping of a qcow2 image from clusters of the disk to places in the file. The first table is in memory, at most
 * 16 MiB; of the second ones only a few are. Safe for many threads.
 */
final class Qcow2Tables {
    private static final long KEPT_BYTES = 4L << 20;
    private static final int KEPT = 64;
    private static final int PART = 1 << 13;
    private static final int RUN_BYTES = 256 << 10;
    private static final long OFFSET = Qcow2Cluster.OFFSET;
    private static final long RESERVED = ~(Qcow2Cluster.COPIED | OFFSET);

    private final ImageFile file;
    private final Qcow2Header header;
    // the numbers of clusters rather than their offsets, which would take twice the memory
    private final int[] l1;
    // which tables have clusters that may hold data, once the audit has seen them all
    private final BitSet withData;
    private final LruCache<long[]> l2;
    private volatile Gap gap = new Gap(0, 0);

    /** A run of clusters of which none may hold data, up to one that may, or to the end of the disk. */
    private record Gap(long from, long until) {}

    private Qcow2Tables(ImageFile file, Qcow2Header header, int[] l1) {
        this.file = file;
        this.header = header;
        this.l1 = l1;
        withData = new BitSet(l1.length);
        l2 = new LruCache<>(LruCache.capacity(KEPT_BYTES, header.clusterSize(), KEPT));
    }

    static Qcow2Tables read(ImageFile file, Qcow2Header header) throws IOException {
        int[] l1 = new int[header.l1Entries()];
        for (int at = 0; at < l1.length; at += PART) {
            LongBuffer part = longs(file, header.l1Offset() + at * 8L, Math.min(PART, l1.length - at));
            for (int i = 0; i < part.limit(); i++) {
                l1[at + i] = tableCluster(file, header, part.get(i));
            }
        }
        return new Qcow2Tables(file, header, l1);
    }

    private static int tableCluster(ImageFile file, Qcow2Header header, long entry) throws UnsafeImageException {
        file.require((entry & RESERVED) == 0, "Q11", "an L1 entry has reserved bits set");
        file.require(header.isAligned(entry & OFFSET), "Q11", "an L1 entry does not name the start of a cluster");
        if (!file.holds(entry & OFFSET, header.clusterSize())) {
            throw file.refusal("Q9", "an L2 table at offset " + (entry & OFFSET) + " leaves the file");
        }
        return (int) ((entry & OFFSET) >> header.clusterBits());
    }

    private static LongBuffer longs(ImageFile file, long offset, int count) throws IOException {
        return file.bytes(offset, count * 8).asLongBuffer();
    }

    /** How many L2 tables there may be. */
    int count() {
        return l1.length;
    }

    /** Where an L2 table is in the file, in bytes; 0 if it is not there, so that all of its clusters are zero. */
    long offset(int table) {
        return (long) l1[table] << header.clusterBits();
    }

    /** Looks at an L2 table that is there. */
    interface Visitor {
        /** @param entries of meaning only as long as the visit lasts */
        void visit(int table, long[] entries) throws IOException;
    }

    /** Shows all L2 tables in their order; of those that follow each other in the file, many are read at once. */
    void visit(Visitor visitor) throws IOException {
        int end;
        for (int table = 0; table < l1.length; table = end) {
            end = endOfRun(table);
            if (end > table + 1) {
                visitRun(table, end, visitor);
            } else if (offset(table) != 0) {
                visitor.visit(table, load(table));
            }
        }
    }

    /** The first table after the given one that does not follow it in the file, or is too far to be read with it. */
    private int endOfRun(int table) {
        int most = (int) Math.min(l1.length, table + Math.max(1L, RUN_BYTES >> header.clusterBits()));
        int end = table + 1;
        while (l1[table] != 0 && end < most && l1[end] - l1[table] == end - table) {
            end++;
        }
        return end;
    }

    private void visitRun(int first, int end, Visitor visitor) throws IOException {
        long[] entries = new long[header.clusterSize() / 8];
        LongBuffer run = longs(file, offset(first), (end - first) * entries.length);
        for (int table = first; table < end; table++) {
            run.get(entries);
            visitor.visit(table, entries);
        }
    }

    /** Notes that a table has a cluster that may hold data; without, its clusters are never looked through for data. */
    void noteData(int table) {
        withData.set(table);
    }

    /** Reads an L2 table that is there, without keeping it. */
    private long[] load(long table) throws IOException {
        long[] entries = new long[header.clusterSize() / 8];
        for (int at = 0; at < entries.length; at += PART) { // the bytes of all of it would take as much memory again
            int count = Math.min(PART, entries.length - at);
            longs(file, offset((int) table) + at * 8L, count).get(entries, at, count);
        }
        return entries;
    }

    /** Tells where a cluster of the disk is. */
    Qcow2Cluster locate(long cluster) throws IOException {
        int table = (int) (cluster >> header.l2Bits());
        return offset(table) == 0
                ? decode(0, 0, cluster)
                : decode(l2.get(table, this::load), (int) cluster & (1 << header.l2Bits()) - 1, cluster);
    }

    /** Reads one entry of an L2 table, that of a cluster of the disk. */
    Qcow2Cluster decode(long[] table, int entry, long cluster) throws UnsafeImageException {
        return header.extended()
                ? decode(table[2 * entry], table[2 * entry + 1], cluster)
                : decode(table[entry], 0, cluster);
    }

    private Qcow2Cluster decode(long entry, long parts, long cluster) throws UnsafeImageException {
        return Qcow2Cluster.decode(file, header, entry, parts, used(cluster));
    }

    /** Whether an entry of an L2 table is one of which nothing is to be checked. */
    boolean isEmpty(long[] table, int entry) {
        return header.extended() ? (table[2 * entry] | table[2 * entry + 1]) == 0 : table[entry] == 0;
    }

    private int used(long cluster) {
        return (int) Math.min(header.clusterSize(), header.virtualSize() - (cluster << header.clusterBits()));
    }

    /** Finds the first cluster, at or after the given one, that may hold data; the number of clusters if none does. */
    long nextData(long from) throws IOException {
        Gap last = gap;
        // otherwise the same gap would be looked through for each place in it where a parent shows
        if (from < last.from || from >= last.until) {
            last = new Gap(from, firstData(from));
            gap = last;
        }
        return last.until;
    }

    private long firstData(long from) throws IOException {
        long cluster = from;
        while (cluster < header.clusters()) {
            int table = (int) (cluster >> header.l2Bits());
            if (!withData.get(table)) {
                int next = withData.nextSetBit(table);
                cluster = next < 0 ? header.clusters() : (long) next << header.l2Bits();
            } else if (locate(cluster).mayHoldData()) {
                return cluster;
            } else {
                cluster++;
            }
        }
        return header.clusters();
    }

    /** The first cluster after the given one that may be unlike it: the next one, or that of the next table. */
    private long next(long cluster) {
        long table = cluster >> header.l2Bits();
        return offset((int) table) == 0 ? table + 1 << header.l2Bits() : cluster + 1;
    }

    /** Finds the first cluster after the given one that holds no data, going {@code most} clusters at most. */
    long endOfData(long from, long most) throws IOException {
        long end = Math.min(header.clusters(), from + most);
        long cluster = from;
        while (cluster < end && locate(cluster).mayHoldData()) {
            cluster++;
        }
        return cluster;
    }

    /** Finds the first cluster from the given one on in which the parent does, or does not, show; {@code end} if none. */
    long nextShowing(long from, long end, boolean parent) throws IOException {
        long cluster = from;
        while (cluster < end && locate(cluster).isAbsent() != parent) {
            cluster = next(cluster);
        }
        return Math.min(cluster, end);
    }
}
