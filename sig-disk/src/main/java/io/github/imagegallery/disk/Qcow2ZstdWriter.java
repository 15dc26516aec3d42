// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes a qcow2 image whose clusters are compressed with zstd, in the threads that write them. What does not become
 * smaller stays plain.
 *
 * <p>Clusters that were written in part wait in memory for the rest, 64 at most, and are then compressed as they are.
 * Where more comes for a cluster that is compressed already, it becomes a plain one; its old place stays unused.
 */
final class Qcow2ZstdWriter extends UnitWriter {
    private static final int CLUSTER = Qcow2NewTables.CLUSTER;
    private static final int LEVEL = 1;
    private static final int MOST_OPEN = 64;
    private static final int LOCKS = 64;

    private final Qcow2NewTables tables;
    // one thread at a time works on a cluster
    private final Lock[] locks = new Lock[LOCKS];
    private final Map<Long, Open> open = new LinkedHashMap<>();

    /** A cluster that waits for the rest of its content. */
    private static final class Open {
        final byte[] content = new byte[CLUSTER];
        int written;
    }

    Qcow2ZstdWriter(NewFile file, long virtualSize) {
        super(file, virtualSize, CLUSTER);
        tables = new Qcow2NewTables(file, virtualSize, true);
        Arrays.setAll(locks, i -> new ReentrantLock());
    }

    @Override
    void putPiece(long cluster, int within, ByteBuffer bytes) throws IOException {
        locked(cluster, () -> putLocked(cluster, within, bytes));
        Optional<Long> eldest = tooMany();
        while (eldest.isPresent()) {
            long closing = eldest.get();
            locked(closing, () -> closeLocked(closing));
            eldest = tooMany();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void locked(long cluster, Work work) throws IOException {
        Lock lock = locks[(int) (cluster % LOCKS)];
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Long> tooMany() {
        synchronized (open) {
            return open.size() > MOST_OPEN
                    ? Optional.of(open.keySet().iterator().next())
                    : Optional.empty();
        }
    }

    private void putLocked(long cluster, int within, ByteBuffer bytes) throws IOException {
        long entry = tables.entry(cluster);
        if (entry == 0) {
            gather(cluster, within, bytes);
        } else {
            if (Qcow2NewTables.isPacked(entry)) {
                unpack(cluster, entry);
            }
            file.write(tables.place(cluster) + within, bytes);
        }
    }

    private void gather(long cluster, int within, ByteBuffer bytes) throws IOException {
        Open gathered;
        synchronized (open) {
            @Nullable Open begun = open.get(cluster);
            if (begun == null && Zeros.areZero(bytes)) {
                return;
            }
            gathered = begun == null ? new Open() : begun;
            open.put(cluster, gathered);
        }
        gathered.written += bytes.remaining();
        bytes.get(gathered.content, within, bytes.remaining());
        if (gathered.written >= Math.min(CLUSTER, virtualSize - cluster * CLUSTER)) {
            closeLocked(cluster);
        }
    }

    /** Writes a cluster that was gathered, unless another thread has by now. */
    private void closeLocked(long cluster) throws IOException {
        @Nullable Open gathered;
        synchronized (open) {
            gathered = open.remove(cluster);
        }
        if (gathered != null && !Zeros.areZero(gathered.content, 0, CLUSTER)) {
            pack(cluster, gathered.content);
        }
    }

    private void pack(long cluster, byte[] content) throws IOException {
        byte[] packed = Zstd.compress(content, LEVEL);
        if (packed.length < CLUSTER) {
            file.write(tables.placePacked(cluster, packed.length), ByteBuffer.wrap(packed));
        } else {
            file.write(tables.place(cluster), ByteBuffer.wrap(content));
        }
    }

    private void unpack(long cluster, long entry) throws IOException {
        byte[] content = new byte[CLUSTER];
        byte[] packed = file.read(Qcow2NewTables.packedOffset(entry), Qcow2NewTables.packedLength(entry));
        if (Compression.ZSTD.inflate(packed, ByteBuffer.wrap(content)) != CLUSTER) {
            throw new IOException("Cannot write again to cluster " + cluster + ": what was written is damaged");
        }
        file.write(tables.place(cluster), ByteBuffer.wrap(content));
    }

    @Override
    void complete() throws IOException {
        for (long cluster : gathered()) {
            closeLocked(cluster);
        }
        tables.complete();
    }

    private long[] gathered() {
        synchronized (open) {
            return open.keySet().stream().mapToLong(Long::longValue).toArray();
        }
    }
}
