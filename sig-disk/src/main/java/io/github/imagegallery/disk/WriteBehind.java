// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is written to a file onto the medium while more is being written, so that little is left to wait for at the
 * end, and lets go of its pages in the page cache where it can: what is made here is hardly read soon, and to use the same
 * pages again costs less than to ask for new ones. {@link #written} may be called by many threads at once.
 */
final class WriteBehind implements Closeable {
    /** How many bytes are written between one flush and the next. */
    private static final long STEP = 64L << 20;

    private final Path file;
    private final FileChannel channel;
    private final ExecutorService flusher = Executors.newSingleThreadExecutor(WriteBehind::flushingThread);
    private final AtomicLong written = new AtomicLong();
    private Future<?> running = CompletableFuture.completedFuture(null);
    private volatile @Nullable IOException failure;
    private @Nullable NativeFile pages; // of the flushing thread, and of others once it has done

    WriteBehind(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    private static Thread flushingThread(Runnable work) {
        Thread thread = new Thread(work, "disk-write-behind");
        thread.setDaemon(true);
        return thread;
    }

    /** Notes that so many bytes more were written. */
    void written(int bytes) {
        long before = written.getAndAdd(bytes);
        if (before / STEP != (before + bytes) / STEP) {
            flush();
        }
    }

    /** Begins to flush, unless that is still being done. */
    private synchronized void flush() {
        if (running.isDone()) {
            running = flusher.submit(this::force);
        }
    }

    private void force() {
        try {
            channel.force(false);
            if (pages == null) {
                pages = NativeFile.open(file); // here, since it takes some time
            }
            pages.releasePages();
        } catch (IOException failed) {
            failure = failed;
        }
    }

    /**
     * Waits for the flush that is running. Throws what any flush threw, since the platform does not report it again; if the
     * thread is interrupted, the next use of the file throws.
     */
    void finish() throws IOException {
        try {
            running().get();
        } catch (ExecutionException impossible) { // the task throws nothing that is not caught
            throw new IllegalStateException(impossible);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        IOException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private synchronized Future<?> running() {
        return running;
    }

    /** Lets go of what was written last too, once all is on the medium and if that of a file so large is worthwhile. */
    void release() {
        if (pages != null) {
            pages.releasePages();
        }
    }

    @Override
    public void close() throws IOException {
        flusher.shutdown(); // never shutdownNow: an interrupt would close the file
        DiskWalk.awaitEnd(flusher);
        if (pages != null) {
            pages.close();
        }
    }
}
