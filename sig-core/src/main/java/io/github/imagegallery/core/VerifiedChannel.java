// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.DiskChannel;
import io.github.imagegallery.core.content.DiskReader;
import io.github.imagegallery.core.content.ReadAhead;
import io.github.imagegallery.model.ReadFallback;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;

/** A stored disk as a channel, which reads ahead where reads follow each other. */
final class VerifiedChannel implements DiskChannel {
    private final DiskReader disk;
    private final ReadAhead blocks;
    private long position;
    private boolean closed;

    VerifiedChannel(DiskReader disk) {
        this.disk = disk;
        this.blocks = new ReadAhead(disk);
    }

    @Override
    public synchronized int read(ByteBuffer target) throws ClosedChannelException {
        requireOpen();
        if (position >= disk.virtualSize()) {
            return -1;
        }
        int length = (int) Math.min(target.remaining(), disk.virtualSize() - position);
        for (int left = length; left > 0; ) {
            int read = blocks.read(position, target, left);
            position += read;
            left -= read;
        }
        return length;
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
        disk.close();
    }
}
