// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One way through a disk from its first byte to its last, in steps of data and of holes. A second thread reads ahead
 * while the steps are looked at.
 */
final class DiskWalk {
    /** Steps of data begin at multiples of this many bytes, and end at them or with the disk. */
    static final int GRAIN = 64 << 10;

    private static final int BUFFER_SIZE = 1 << 20;
    private static final int BUFFERS = 4;
    private static final long LONGEST_HOLE = 64L << 20;

    /** Looks at the steps, in the order in which they lie on the disk; together they cover it. */
    interface Visitor {
        void data(long offset, byte[] bytes, int length) throws IOException;

        void hole(long offset, long length) throws IOException;
    }

    /** A part of the disk: the first {@code length} bytes of the buffer, or as many zeros. */
    private record Step(long offset, long length, boolean isHole, byte[] buffer) {
        void show(Visitor visitor) throws IOException {
            if (isHole) {
                visitor.hole(offset, length);
            } else {
                visitor.data(offset, buffer, (int) length);
            }
        }
    }

    private final DiskImage image;
    // the reading thread alone touches these
    private long position;
    private long dataStart;
    private long dataEnd;

    private DiskWalk(DiskImage image) {
        this.image = image;
    }

    /** Walks through a disk; returns once the last step was looked at. */
    static void through(DiskImage image, Visitor visitor) throws IOException {
        ExecutorService reader = Executors.newSingleThreadExecutor(DiskWalk::readingThread);
        try {
            new DiskWalk(image).run(reader, visitor);
        } finally {
            reader.shutdown(); // never shutdownNow: an interrupt would close the image
        }
    }

    private static Thread readingThread(Runnable work) {
        Thread thread = new Thread(work, "disk-read-ahead");
        thread.setDaemon(true);
        return thread;
    }

    private void run(ExecutorService reader, Visitor visitor) throws IOException {
        Queue<Future<Step>> ahead = new ArrayDeque<>();
        for (int i = 0; i < BUFFERS; i++) {
            byte[] buffer = new byte[BUFFER_SIZE];
            ahead.add(reader.submit(() -> next(buffer)));
        }
        for (Step step = result(ahead.remove()); step.length > 0; step = result(ahead.remove())) {
            step.show(visitor);
            byte[] buffer = step.buffer;
            ahead.add(reader.submit(() -> next(buffer)));
        }
    }

    private Step next(byte[] buffer) throws IOException {
        if (position >= dataEnd) {
            lookAhead();
        }
        if (position < dataStart) {
            return advance(Math.min(dataStart - position, LONGEST_HOLE), true, buffer);
        }
        long end = Math.min(dataEnd, (position / BUFFER_SIZE + 1) * BUFFER_SIZE);
        Step step = advance(end - position, false, buffer);
        image.read(step.offset, ByteBuffer.wrap(buffer, 0, (int) step.length));
        return step;
    }

    /** Finds the next data; at the end of the disk, nothing of it. */
    private void lookAhead() throws IOException {
        long size = image.virtualSize();
        Optional<Extent> extent = image.nextExtent(position);
        dataStart = extent.map(found -> found.offset() / GRAIN * GRAIN).orElse(size);
        dataEnd = extent.map(found -> Math.min(size, (found.end() + GRAIN - 1) / GRAIN * GRAIN))
                .orElse(size);
    }

    private Step advance(long length, boolean isHole, byte[] buffer) {
        Step step = new Step(position, length, isHole, buffer);
        position += length;
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
