// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A file in memory, of some bytes and zeros up to its size, whose end nobody reads over. */
final class MemoryFile extends FileChannel {
    private static final Path NOWHERE = Path.of("no-such-folder", "forged.img");

    private final byte[] bytes;
    private final long size;
    private long bytesRead;

    MemoryFile(byte[] bytes, long size) {
        this.bytes = bytes;
        this.size = size;
    }

    static DiskImage open(byte[] bytes) throws IOException {
        return ImageOpener.open(new MemoryFile(bytes, bytes.length).asImageFile(), OpenOptions.standard());
    }

    ImageFile asImageFile() {
        return new ImageFile(NOWHERE, this, size);
    }

    long bytesRead() {
        return bytesRead;
    }

    @Override
    public int read(ByteBuffer target, long position) {
        if (position < 0 || position > size - target.remaining()) {
            throw new AssertionError(target.remaining() + " bytes read at " + position + " of " + size);
        }
        int count = target.remaining();
        int held = (int) Math.max(0, Math.min(count, bytes.length - position));
        if (held > 0) {
            target.put(bytes, (int) position, held);
        }
        Zeros.fill(target);
        bytesRead += count;
        return count;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    protected void implCloseChannel() {}

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("an image is read by position, and never written to");
    }

    @Override
    public int read(ByteBuffer target) {
        throw unused();
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) {
        throw unused();
    }

    @Override
    public int write(ByteBuffer source) {
        throw unused();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw unused();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw unused();
    }

    @Override
    public long position() {
        throw unused();
    }

    @Override
    public FileChannel position(long position) {
        throw unused();
    }

    @Override
    public FileChannel truncate(long newSize) {
        throw unused();
    }

    @Override
    public void force(boolean metadata) {
        throw unused();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw unused();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw unused();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long length) {
        throw unused();
    }

    @Override
    public FileLock lock(long position, long length, boolean shared) {
        throw unused();
    }

    @Override
    public FileLock tryLock(long position, long length, boolean shared) {
        throw unused();
    }
}
