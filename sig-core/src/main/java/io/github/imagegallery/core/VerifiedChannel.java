// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.DiskChannel;
import io.github.imagegallery.core.content.DiskReader;
import io.github.imagegallery.model.ReadFallback;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/** A stored disk as a channel. Keeps the block that was read last. */
final class VerifiedChannel implements DiskChannel {
    private static final int BLOCK_SIZE = DiskReader.BLOCK_SIZE;

    private final DiskReader disk;
    private final byte[] block = new byte[BLOCK_SIZE];
    private long blockNumber = -1;
    private long position;
    private boolean closed;

    VerifiedChannel(DiskReader disk) {
        this.disk = disk;
    }

    @Override
    public synchronized int read(ByteBuffer target) throws ClosedChannelException {
        requireOpen();
        if (position >= disk.virtualSize()) {
            return -1;
        }
        int length = (int) Math.min(target.remaining(), disk.virtualSize() - position);
        for (int left = length; left > 0; ) {
            left -= readFromBlock(target, left);
        }
        return length;
    }

    private int readFromBlock(ByteBuffer target, int most) {
        load(position / BLOCK_SIZE);
        int at = (int) (position % BLOCK_SIZE);
        int length = Math.min(most, BLOCK_SIZE - at);
        target.put(block, at, length);
        position += length;
        return length;
    }

    private void load(long number) {
        if (number != blockNumber) {
            blockNumber = -1;
            disk.readBlock(number, block);
            blockNumber = number;
        }
    }

    @Override
    public List<ReadFallback> fallbacks() {
        return disk.fallbacks();
    }

    @Override
    public synchronized long position() throws ClosedChannelException {
        requireOpen();
        return position;
    }

    @Override
    public synchronized SeekableByteChannel position(long newPosition) throws ClosedChannelException {
        requireOpen();
        if (newPosition < 0) {
            throw new IllegalArgumentException("A position is not negative: " + newPosition);
        }
        position = newPosition;
        return this;
    }

    @Override
    public synchronized long size() throws ClosedChannelException {
        requireOpen();
        return disk.virtualSize();
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public synchronized boolean isOpen() {
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
