// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Compares the content of two disks, whatever formats they are stored in. */
public final class DiskComparison {
    private DiskComparison() {}

    /**
     * Finds the first byte in which two disks differ. Where one is longer, they differ where the shorter one ends, even if
     * only zeros follow. Both are read once, up to the difference and some MiB more, with as many threads as there are
     * processors, 8 at most.
     *
     * @param progress told, from the calling thread, how many bytes are the same so far
     * @return the byte's position on the disks, or nothing if they are the same
     * @throws UnsafeImageException if an image is refused
     * @throws IOException if a file cannot be read, or the thread is interrupted
     */
    public static OptionalLong firstDifference(DiskImage first, DiskImage second, LongConsumer progress)
            throws IOException {
        Comparing comparing = new Comparing(second, progress);
        try {
            DiskWalk.through(first, comparing);
        } catch (Found found) {
            return OptionalLong.of(found.position);
        }
        return first.virtualSize() < second.virtualSize() ? OptionalLong.of(first.virtualSize()) : OptionalLong.empty();
    }

    /** Ends the walk. */
    private static final class Found extends IOException {
        private static final long serialVersionUID = 1L;

        private final long position;

        Found(long position) {
            this.position = position;
        }
    }

    /** Looks at the first disk's steps beside the second disk. */
    private static final class Comparing implements DiskWalk.Visitor {
        private static final int PIECE = 1 << 20;

        private final DiskImage second;
        private final ExtentFinder extents;
        private final LongConsumer progress;
        private final AtomicLong difference = new AtomicLong(Long.MAX_VALUE);

        Comparing(DiskImage second, LongConsumer progress) {
            this.second = second;
            extents = new ExtentFinder(second);
            this.progress = progress;
        }

        @Override
        public void arrived(long offset, ByteBuffer bytes) throws IOException {
            long both = Math.min(bytes.remaining(), Math.max(0, second.virtualSize() - offset));
            ByteBuffer other = ByteBuffer.allocate((int) both);
            second.read(offset, other);
            int at = bytes.mismatch(other.flip());
            if (at >= 0) {
                difference.accumulateAndGet(offset + at, Math::min);
            }
        }

        @Override
        public void data(long offset, ByteBuffer bytes) throws IOException {
            passed(offset + bytes.remaining());
        }

        @Override
        public void hole(long offset, long length) throws IOException {
            long end = Math.min(offset + length, second.virtualSize());
            Optional<Extent> extent = extents.next(offset, end);
            while (extent.isPresent()) {
                long stop = extent.get().end();
                for (long at = extent.get().offset(); at < stop; at += PIECE) {
                    lookForData(at, (int) Math.min(PIECE, stop - at));
                }
                extent = extents.next(stop, end);
            }
            if (end < offset + length) {
                difference.accumulateAndGet(Math.max(offset, end), Math::min);
            }
            passed(offset + length);
        }

        private void lookForData(long offset, int length) throws IOException {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            second.read(offset, bytes);
            int at = bytes.flip().mismatch(Zeros.buffer(length));
            if (at >= 0) {
                throw new Found(Math.min(offset + at, difference.get()));
            }
        }

        /** Ends at a difference before this position: what is before that has all been looked at. */
        private void passed(long position) throws Found {
            if (difference.get() < position) {
                throw new Found(difference.get());
            }
            progress.accept(position);
        }
    }
}
