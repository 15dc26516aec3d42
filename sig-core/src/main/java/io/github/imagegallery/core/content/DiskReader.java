// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.model.ReadFallback;
import io.github.imagegallery.storage.Site;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/** Reads a stored disk, every block checked against its digest. Safe for use by many threads. */
public final class DiskReader implements AutoCloseable {
    /** How many blocks a worker takes at a time: 1 MiB. */
    private static final int RUN = 16;

    private static final ThreadLocal<byte[]> BLOCKS = ThreadLocal.withInitial(() -> new byte[RUN * Block.SIZE]);

    private final Copies copies;
    private final Manifest manifest;
    private final ExecutorService workers;
    private final int depth;
    private final AtomicReference<Runnable> onClose;

    /** @param onClose is run once, when the disk is no longer read */
    DiskReader(Copies copies, Manifest manifest, ExecutorService workers, int depth, Runnable onClose) {
        this.copies = copies;
        this.manifest = manifest;
        this.workers = workers;
        this.depth = depth;
        this.onClose = new AtomicReference<>(onClose);
    }

    /** Takes the parts of a disk that are not all zero, in any order, from several threads at a time. */
    @FunctionalInterface
    public interface Sink {
        /** Takes the bytes from a position of the disk on; the buffer is valid during the call only. */
        void accept(long position, ByteBuffer bytes);
    }

    /** Returns the size of the disk, in bytes. */
    public long virtualSize() {
        return manifest.root().virtualSize();
    }

    /** Returns the copy that is read as long as it is sound. */
    public Site site() {
        return copies.preferred();
    }

    /** Returns the copies that had to be given up so far. */
    public List<ReadFallback> fallbacks() {
        return copies.fallbacks();
    }

    /**
     * Blocks that are being read.
     *
     * @param first the number of the first
     * @param count how many
     * @param bytes their bytes, when they are there
     */
    record Pending(long first, int count, Future<byte[]> bytes) {

        /** Waits for the bytes; throws what reading them threw. */
        byte[] get() {
            return Pipeline.await(bytes);
        }
    }

    /** Begins to read blocks that lie on the disk. */
    Pending read(long first, int count) {
        // a worker does it, so that nothing of ours stays behind in the caller's thread, and its interruption is
        // harmless
        return new Pending(first, count, Pipeline.submit(workers, () -> readBlocks(first, count)));
    }

    private byte[] readBlocks(long first, int count) {
        byte[] blocks = new byte[count * Block.SIZE];
        for (int read = 0; read < count; ) {
            read += readBlocks(first + read, count - read, blocks, read * Block.SIZE);
        }
        return blocks;
    }

    /** Reads a run of bytes that lies on the disk, in the calling thread. */
    void readHere(long position, ByteBuffer target) {
        byte[] blocks = BLOCKS.get();
        for (long at = position; target.hasRemaining(); ) {
            int skipped = (int) (at % Block.SIZE);
            int length = Math.min(target.remaining(), RUN * Block.SIZE - skipped);
            int read = readBlocks(at / Block.SIZE, (skipped + length + Block.SIZE - 1) / Block.SIZE, blocks, 0);
            length = Math.min(length, read * Block.SIZE - skipped);
            target.put(blocks, skipped, length);
            at += length;
        }
    }

    /** Reads blocks as far as they lie in one page; returns how many. */
    private int readBlocks(long first, int count, byte[] target, int at) {
        int inPage = (int) (first % ManifestPage.BLOCKS);
        int read = Math.min(count, ManifestPage.BLOCKS - inPage);
        Arrays.fill(target, at, at + read * Block.SIZE, (byte) 0);
        manifest.page(first).ifPresent(page -> {
            int end = page.firstFrom(inPage + read);
            int start = page.firstFrom(inPage);
            for (int next = start + 1; start < end; next++) {
                if (next == end || page.block(next) != page.block(next - 1) + 1) {
                    restore(page, start, next, target, at + (page.block(start) - inPage) * Block.SIZE);
                    start = next;
                }
            }
        });
        return read;
    }

    /**
     * Reads all blocks that are not all zero and hands them to a sink.
     *
     * @param progress told how far into the disk the work is, in bytes
     */
    public void forEach(Sink sink, LongConsumer progress) {
        try (Pipeline<Long> pipeline = new Pipeline<>(workers, depth, progress::accept)) {
            manifest.root().pages().forEach((number, id) -> submit(number, pipeline, sink));
            pipeline.finish();
        }
        progress.accept(virtualSize());
    }

    private void submit(int number, Pipeline<Long> pipeline, Sink sink) {
        long firstBlock = (long) number * ManifestPage.BLOCKS;
        ManifestPage page = manifest.page(firstBlock).orElseThrow();
        for (int from = 0; from < page.count(); from += RUN) {
            int first = from;
            int end = Math.min(from + RUN, page.count());
            pipeline.submit(() -> handOut(page, firstBlock, first, end, sink));
        }
    }

    /** Hands out some entries of a page, blocks that are neighbours on the disk together; returns where they begin. */
    private long handOut(ManifestPage page, long firstBlock, int from, int end, Sink sink) {
        byte[] blocks = BLOCKS.get();
        restore(page, from, end, blocks, 0);
        int start = from;
        for (int next = from + 1; next <= end; next++) {
            if (next == end || page.block(next) != page.block(next - 1) + 1) {
                long position = (firstBlock + page.block(start)) * Block.SIZE;
                long length = Math.min((long) (next - start) * Block.SIZE, virtualSize() - position);
                sink.accept(position, ByteBuffer.wrap(blocks, (start - from) * Block.SIZE, (int) length));
                start = next;
            }
        }
        return (firstBlock + page.block(from)) * Block.SIZE;
    }

    /** Restores some entries of a page, reading blocks that are neighbours in a pack together. */
    private void restore(ManifestPage page, int from, int end, byte[] target, int targetAt) {
        int start = from;
        for (int next = from + 1; next <= end; next++) {
            if (next == end || !follows(page, next)) {
                restoreNeighbours(page, start, next, target, targetAt + (start - from) * Block.SIZE);
                start = next;
            }
        }
    }

    private static boolean follows(ManifestPage page, int entry) {
        return page.pack(entry).equals(page.pack(entry - 1))
                && page.offset(entry) == page.offset(entry - 1) + page.length(entry - 1);
    }

    private void restoreNeighbours(ManifestPage page, int start, int end, byte[] target, int targetAt) {
        int offset = page.offset(start);
        int length = page.offset(end - 1) + page.length(end - 1) - offset;
        byte[] stored = copies.readPreferred(page.pack(start), offset, length)
                .map(DiskReader::array)
                .orElse(null);
        for (int entry = start; entry < end; entry++) {
            int at = targetAt + (entry - start) * Block.SIZE;
            boolean sound = stored != null
                    && Block.restore(
                            stored, page.offset(entry) - offset, page.length(entry), target, at, page.digest(entry));
            if (!sound) {
                restore(page, entry, target, at);
            }
        }
    }

    private void restore(ManifestPage page, int entry, byte[] target, int at) {
        int length = page.length(entry);
        byte[] digest = page.digest(entry);
        copies.read(
                page.pack(entry),
                page.offset(entry),
                length,
                bytes -> Block.restore(array(bytes), 0, length, target, at, digest));
    }

    private static byte[] array(ByteBuffer bytes) {
        if (bytes.hasArray() && bytes.arrayOffset() == 0 && bytes.position() == 0) {
            return bytes.array();
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    /** Says that the disk is no longer read. Idempotent. */
    @Override
    public void close() {
        onClose.getAndSet(() -> {}).run();
    }
}
