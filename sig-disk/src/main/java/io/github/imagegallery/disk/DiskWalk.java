// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * One way through a disk from its first byte to its last, in steps of data and of holes. Other threads read ahead, and
 * inflate what is compressed, while the steps are looked at.
 */
final class DiskWalk {
    /** Steps of data begin at multiples of this many bytes, and end at them or with the disk. */
    static final int GRAIN = 64 << 10;

    private static final int BUFFER_SIZE = 1 << 20;
    private static final int MOST_READERS = 8;
    private static final long LONGEST_HOLE = 64L << 20;

    /** Looks at the steps, in the order in which they lie on the disk; together they cover it. */
    interface Visitor {
        /**
         * Takes data as it arrives: in any thread, many at once and in any order, before {@link #data} shows it.
         *
         * @param bytes from its position to its limit
         */
        default void arrived(long offset, ByteBuffer bytes) throws IOException {}

        void data(long offset, ByteBuffer bytes) throws IOException;

        void hole(long offset, long length) throws IOException;
    }

    /** A part of the disk: what is in the buffer, or as many zeros. */
    private record Step(long offset, long length, boolean isHole, ByteBuffer buffer) {
        void show(Visitor visitor) throws IOException {
            if (isHole) {
                visitor.hole(offset, length);
            } else {
                visitor.data(offset, buffer.duplicate());
            }
        }
    }

    private final DiskImage image;
    private final Visitor visitor;
    private final boolean direct;
    private final Deque<Future<Step>> ahead = new ArrayDeque<>();
    private long position;
    private long dataStart;
    private long dataEnd;

    private DiskWalk(DiskImage image, Visitor visitor, boolean direct) {
        this.image = image;
        this.visitor = visitor;
        this.direct = direct;
    }

    /** Walks through a disk, its data in byte arrays; returns once the last step was looked at. */
    static void through(DiskImage image, Visitor visitor) throws IOException {
        new DiskWalk(image, visitor, false).run();
    }

    /** Walks through a disk, its data outside of the heap, where files are read and written without copying. */
    static void throughDirectly(DiskImage image, Visitor visitor) throws IOException {
        new DiskWalk(image, visitor, true).run();
    }

    private void run() throws IOException {
        int readers = Math.min(MOST_READERS, Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(readers, DiskWalk::readingThread);
        try {
            run(pool, readers + 2);
        } finally {
            ahead.forEach(unseen -> unseen.cancel(false)); // never by interrupt, which would close the image
            pool.shutdown();
            awaitEnd(pool);
        }
    }

    private static Thread readingThread(Runnable work) {
        Thread thread = new Thread(work, "disk-read-ahead");
        thread.setDaemon(true);
        return thread;
    }

    /** Waits until threads that were told to end have done all their work; keeps an interruption for later. */
    static void awaitEnd(ExecutorService pool) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = pool.awaitTermination(1, TimeUnit.DAYS);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(ExecutorService pool, int buffers) throws IOException {
        for (int i = 0; i < buffers; i++) {
            readAhead(pool, direct ? ByteBuffer.allocateDirect(BUFFER_SIZE) : ByteBuffer.allocate(BUFFER_SIZE));
        }
        while (!ahead.isEmpty()) {
            Step step = result(ahead.remove());
            step.show(visitor);
            readAhead(pool, step.buffer);
        }
    }

    /** Has the next step made ready in a buffer, if there is one. */
    private void readAhead(ExecutorService pool, ByteBuffer buffer) throws IOException {
        if (position >= image.virtualSize()) {
            return;
        }
        Step step = next(buffer);
        ahead.add(pool.submit(() -> read(step)));
    }

    private Step next(ByteBuffer buffer) throws IOException {
        if (position >= dataEnd) {
            lookAhead();
        }
        if (position < dataStart) {
            return advance(Math.min(dataStart - position, LONGEST_HOLE), true, buffer);
        }
        long end = Math.min(dataEnd, (position / BUFFER_SIZE + 1) * BUFFER_SIZE);
        return advance(end - position, false, buffer);
    }

    /** Finds the next data; at the end of the disk, nothing of it. */
    private void lookAhead() throws IOException {
        long size = image.virtualSize();
        Optional<Extent> extent = image.nextExtent(position);
        dataStart = extent.map(found -> found.offset() / GRAIN * GRAIN).orElse(size);
        dataEnd = extent.map(found -> Math.min(size, (found.end() + GRAIN - 1) / GRAIN * GRAIN))
                .orElse(size);
    }

    private Step advance(long length, boolean isHole, ByteBuffer buffer) {
        Step step = new Step(position, length, isHole, buffer.clear().limit((int) Math.min(length, BUFFER_SIZE)));
        position += length;
        return step;
    }

    private Step read(Step step) throws IOException {
        if (!step.isHole) {
            image.read(step.offset, step.buffer.duplicate());
            visitor.arrived(step.offset, step.buffer.duplicate());
        }
        return step;
    }

    private static Step result(Future<Step> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException failure) {
            throw rethrown(failure.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Cannot read the disk to its end: interrupted");
        }
    }

    private static IOException rethrown(Throwable cause) {
        if (cause instanceof IOException failure) {
            return failure;
        }
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        throw (Error) cause;
    }
}
