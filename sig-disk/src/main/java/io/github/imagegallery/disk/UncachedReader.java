// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads of a large flat file that go past the page cache where the file system allows it, and through it where not.
 * The holes of a sparse file of 16 GiB would otherwise fill the page cache with zeros, at several times the cost in
 * time. Where the holes are known they are not read at all, and the page cache, which often has the data, is the
 * faster way. Safe for many threads.
 */
final class UncachedReader implements Closeable {
    /** Files smaller than this many bytes are read through the cache: they flood nothing. */
    static final long WORTHWHILE = 64L << 20;

    private static final int BUFFER_SIZE = 1 << 20;
    private static final int BUFFERS_KEPT = 4;

    private final ImageFile plain;
    private final int alignment;
    private final BlockingQueue<ByteBuffer> buffers = new ArrayBlockingQueue<>(BUFFERS_KEPT);
    private final @Nullable FileChannel channel;
    private volatile boolean direct;

    private UncachedReader(ImageFile plain, @Nullable FileChannel channel, int alignment) {
        this.plain = plain;
        this.channel = channel;
        this.alignment = alignment;
        direct = channel != null;
    }

    /** @param holesKnown whether nobody will read the holes */
    static UncachedReader of(ImageFile file, boolean holesKnown) {
        if (holesKnown || file.size() < WORTHWHILE) {
            return new UncachedReader(file, null, 1);
        }
        try {
            long alignment = Files.getFileStore(file.path()).getBlockSize();
            if (alignment > BUFFER_SIZE || Long.bitCount(alignment) != 1) {
                return new UncachedReader(file, null, 1);
            }
            FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ, directOption());
            if (!file.isAtItsPath()) {
                channel.close(); // it may be that of another file
                return new UncachedReader(file, null, 1);
            }
            return new UncachedReader(file, channel, (int) alignment);
        } catch (IOException | UnsupportedOperationException | ReflectiveOperationException notHere) {
            return new UncachedReader(file, null, 1);
        }
    }

    // by name, since some compilers warn of any other use, and that warning cannot be silenced
    private static OpenOption directOption() throws ReflectiveOperationException {
        Object[] options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
        return (OpenOption) Arrays.stream(options)
                .filter(option -> option.toString().equals("DIRECT"))
                .findFirst()
                .orElseThrow(ReflectiveOperationException::new);
    }

    /** Fills {@code target} from the file, or refuses the image if the file does not hold that much (F7). */
    void read(long position, ByteBuffer target) throws IOException {
        long at = position;
        while (direct && target.hasRemaining() && plain.holds(at, target.remaining())) {
            int count = readDirect(at, target);
            if (count == 0) {
                direct = false;
            }
            at += count;
        }
        plain.read(at, target);
    }

    /** Moves some bytes into {@code target} and returns how many; none if reading this way does not work after all. */
    private int readDirect(long position, ByteBuffer target) throws IOException {
        ByteBuffer buffer = borrow();
        try {
            int skip = (int) (position % alignment);
            int wanted = Math.min(buffer.capacity() - skip, target.remaining());
            int read = readAligned(position - skip, buffer.limit(alignedUp(skip + wanted)));
            int count = Math.min(read - skip, wanted);
            if (count <= 0) {
                return 0;
            }
            target.put(buffer.limit(skip + count).position(skip));
            return count;
        } finally {
            buffers.offer(buffer.clear());
        }
    }

    private int readAligned(long position, ByteBuffer buffer) throws IOException {
        try {
            return channel == null ? -1 : channel.read(buffer, position);
        } catch (ClosedChannelException closed) {
            throw closed;
        } catch (IOException notHere) { // the plain read that follows meets any true fault of the medium again
            return -1;
        }
    }

    private int alignedUp(int length) {
        return (length + alignment - 1) & -alignment;
    }

    private ByteBuffer borrow() {
        @Nullable ByteBuffer kept = buffers.poll();
        return kept != null
                ? kept
                : ByteBuffer.allocateDirect(BUFFER_SIZE + alignment - 1).alignedSlice(alignment);
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
