// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongConsumer;

/** Copies the content of a disk image into a new one. Zeros become holes, in blocks of 4 KiB. */
public final class DiskConverter {
    private DiskConverter() {}

    /**
     * Copies a whole disk, with as many threads as there are processors, 8 at most. The target is not finished: {@link DiskWriter#finish()}
     * is left to the caller.
     *
     * @param progress told, from the calling thread, how many bytes of the virtual disk are done so far
     * @throws IllegalArgumentException if the target is smaller than the source; nothing is copied then
     * @throws UnsafeImageException if the source is refused
     * @throws IOException if a file cannot be read or written, or the thread is interrupted
     */
    public static void convert(DiskImage source, DiskWriter target, LongConsumer progress) throws IOException {
        target.write(source.virtualSize(), ByteBuffer.allocate(0)); // refused if that is beyond the target's end
        DiskWalk.throughDirectly(source, new Copy(target, progress));
    }

    private record Copy(DiskWriter target, LongConsumer progress) implements DiskWalk.Visitor {
        @Override
        public void arrived(long offset, ByteBuffer bytes) throws IOException {
            int length = bytes.limit();
            int start = 0;
            while (start < length) {
                int data = end(bytes, start, length, true);
                int end = end(bytes, data, length, false);
                if (end > data) {
                    target.write(offset + data, bytes.slice(data, end - data));
                }
                start = end;
            }
        }

        /** Where the run of blocks that are all zero, or that are not, ends. */
        private static int end(ByteBuffer bytes, int start, int length, boolean zero) {
            int at = start;
            while (at < length && Zeros.areZero(bytes, at, Math.min(length, at + Zeros.BLOCK)) == zero) {
                at += Zeros.BLOCK;
            }
            return Math.min(at, length);
        }

        @Override
        public void data(long offset, ByteBuffer bytes) {
            progress.accept(offset + bytes.limit());
        }

        @Override
        public void hole(long offset, long length) {
            progress.accept(offset + length);
        }
    }
}
