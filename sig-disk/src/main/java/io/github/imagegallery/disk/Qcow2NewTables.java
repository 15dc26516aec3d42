// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The mapping of a qcow2 image that is being made, and the places that its clusters get in the file. It is in memory
 * until the end: 128 MiB for each TiB that is written. Safe for many threads.
 */
final class Qcow2NewTables {
    static final int CLUSTER_BITS = 16;
    static final int CLUSTER = 1 << CLUSTER_BITS;

    private static final int L2_ENTRIES = CLUSTER / 8;
    private static final int REFCOUNTS = CLUSTER / 2;
    private static final int REFCOUNT_ORDER = 4;
    private static final int HEADER_LENGTH = 112;
    private static final int SECTOR = 512;
    private static final long ZSTD_FEATURE = 1 << 3;
    private static final int OFFSET_BITS = 62 - (CLUSTER_BITS - 8);

    private final NewFile file;
    private final long virtualSize;
    private final boolean zstd;
    private final long @Nullable [][] tables;
    private long end = 1; // in clusters; the first one is the header's
    private final BitSet packed = new BitSet();
    private long packedAt;
    private long packedEnd;

    Qcow2NewTables(NewFile file, long virtualSize, boolean zstd) {
        this.file = file;
        this.virtualSize = virtualSize;
        this.zstd = zstd;
        tables = new long[(int) ((virtualSize - 1 >> CLUSTER_BITS) / L2_ENTRIES + 1)][];
    }

    /** The L2 entry of a cluster; 0 while it is nowhere. */
    synchronized long entry(long cluster) {
        long @Nullable [] table = tables[(int) (cluster / L2_ENTRIES)];
        return table == null ? 0 : table[(int) (cluster % L2_ENTRIES)];
    }

    /** Where a cluster that is stored as it is lies in the file; if it is not yet, it gets a place. */
    synchronized long place(long cluster) {
        long entry = entry(cluster);
        if (entry != 0 && !isPacked(entry)) {
            return entry & Qcow2Cluster.OFFSET;
        }
        long offset = end++ << CLUSTER_BITS;
        put(cluster, offset | Qcow2Cluster.COPIED);
        return offset;
    }

    /** Gives a place to a cluster that is stored compressed, in so many bytes, and returns it. */
    synchronized long placePacked(long cluster, int length) {
        if (packedEnd != end << CLUSTER_BITS && packedAt + length > packedEnd) {
            packedAt = end << CLUSTER_BITS;
            packedEnd = packedAt;
        }
        while (packedAt + length > packedEnd) {
            packed.set((int) end++);
            packedEnd += CLUSTER;
        }
        long offset = packedAt;
        packedAt += length;
        long sectors = (offset + length - 1) / SECTOR - offset / SECTOR;
        put(cluster, Qcow2Cluster.PACKED | sectors << OFFSET_BITS | offset);
        return offset;
    }

    private void put(long cluster, long entry) {
        int number = (int) (cluster / L2_ENTRIES);
        long @Nullable [] table = tables[number];
        if (table == null) {
            table = new long[L2_ENTRIES];
            tables[number] = table;
        }
        table[(int) (cluster % L2_ENTRIES)] = entry;
    }

    static boolean isPacked(long entry) {
        return (entry & Qcow2Cluster.PACKED) != 0;
    }

    static long packedOffset(long entry) {
        return entry & (1L << OFFSET_BITS) - 1;
    }

    /** How many bytes a compressed cluster takes at most, up to the end of its last sector. */
    static int packedLength(long entry) {
        long sectors = ((entry & Qcow2Cluster.PACKED - 1) >>> OFFSET_BITS) + 1;
        return (int) (sectors * SECTOR - packedOffset(entry) % SECTOR);
    }

    /** Writes the tables behind the data, and the header in front of it. */
    synchronized void complete() throws IOException {
        long l1 = writeMapping();
        long refcounts = end;
        long[] sizes = refcountSizes();
        end += sizes[0] + sizes[1];
        writeRefcounts(refcounts, sizes[0], (int) sizes[1]);
        file.extendTo(end << CLUSTER_BITS);
        file.write(0, header(l1, refcounts, (int) sizes[0]));
    }

    /** Writes the L2 tables and the L1 table; returns the cluster where that is. */
    private long writeMapping() throws IOException {
        ByteBuffer l1 = ByteBuffer.allocate(tables.length * 8);
        for (long @Nullable [] table : tables) {
            if (table == null) {
                l1.putLong(0);
                continue;
            }
            ByteBuffer entries = ByteBuffer.allocate(CLUSTER);
            entries.asLongBuffer().put(table);
            file.write(end << CLUSTER_BITS, entries);
            l1.putLong(end << CLUSTER_BITS | Qcow2Cluster.COPIED);
            end++;
        }
        long start = end;
        file.write(start << CLUSTER_BITS, l1.flip());
        end += (l1.limit() - 1 >> CLUSTER_BITS) + 1;
        return start;
    }

    /** How many clusters the table of reference counts takes, and how many its blocks, which count these too. */
    private long[] refcountSizes() {
        long table = 1;
        long blocks = 1;
        while (end + table + blocks > blocks * REFCOUNTS || blocks * 8 > table << CLUSTER_BITS) {
            blocks = (end + table + blocks - 1) / REFCOUNTS + 1;
            table = (blocks * 8 - 1 >> CLUSTER_BITS) + 1;
        }
        return new long[] {table, blocks};
    }

    private void writeRefcounts(long start, long tableClusters, int blocks) throws IOException {
        ByteBuffer table = ByteBuffer.allocate(blocks * 8);
        short[] counts = counts();
        for (int block = 0; block < blocks; block++) {
            long offset = start + tableClusters + block << CLUSTER_BITS;
            table.putLong(offset);
            ByteBuffer bytes = ByteBuffer.allocate(CLUSTER);
            int from = block * REFCOUNTS;
            bytes.asShortBuffer().put(counts, from, Math.max(0, Math.min(REFCOUNTS, counts.length - from)));
            file.write(offset, bytes);
        }
        file.write(start << CLUSTER_BITS, table.flip());
    }

    /** How often each cluster of the file is used: once, but for those that any number of compressed ones lie in. */
    private short[] counts() {
        short[] counts = new short[Math.toIntExact(end)];
        Arrays.fill(counts, (short) 1);
        packed.stream().forEach(cluster -> counts[cluster] = 0);
        for (long @Nullable [] table : tables) {
            for (int i = 0; table != null && i < L2_ENTRIES; i++) {
                if (isPacked(table[i])) {
                    count(counts, packedOffset(table[i]), packedLength(table[i]));
                }
            }
        }
        return counts;
    }

    private static void count(short[] counts, long offset, int length) {
        for (long cluster = offset >> CLUSTER_BITS; cluster <= offset + length - 1 >> CLUSTER_BITS; cluster++) {
            counts[(int) cluster]++;
        }
    }

    private ByteBuffer header(long l1, long refcounts, int refcountClusters) {
        ByteBuffer header =
                ByteBuffer.allocate(HEADER_LENGTH + 8); // and the end of extensions, of which there are none
        header.put("QFI\u00fb".getBytes(StandardCharsets.ISO_8859_1)).putInt(3);
        header.putInt(20, CLUSTER_BITS).putLong(24, virtualSize).putInt(36, tables.length);
        header.putLong(40, l1 << CLUSTER_BITS)
                .putLong(48, refcounts << CLUSTER_BITS)
                .putInt(56, refcountClusters);
        header.putLong(72, zstd ? ZSTD_FEATURE : 0).putInt(96, REFCOUNT_ORDER).putInt(100, HEADER_LENGTH);
        return header.put(104, (byte) (zstd ? 1 : 0)).clear();
    }
}
