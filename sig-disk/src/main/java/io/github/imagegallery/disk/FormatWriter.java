// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What the writers of all formats share: one new file, and the range checks. */
abstract class FormatWriter implements DiskWriter {
    final NewFile file;
    final long virtualSize;

    FormatWriter(NewFile file, long virtualSize) {
        this.file = file;
        this.virtualSize = virtualSize;
    }

    static DiskWriter create(Path path, WritableFormat format, long virtualSize) throws IOException {
        format.requireSize(virtualSize);
        NewFile file = NewFile.create(path);
        try {
            return switch (format) {
                case RAW, VHD_FIXED -> new FlatWriter(file, format, virtualSize);
                case VHD_DYNAMIC -> new VhdBlockWriter(file, virtualSize);
                case QCOW2 -> new Qcow2ClusterWriter(file, virtualSize);
                case QCOW2_ZSTD -> new Qcow2ZstdWriter(file, virtualSize);
            };
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failure;
        }
    }

    /** Writes what remains of {@code bytes}; the run lies on the disk. */
    abstract void put(long position, ByteBuffer bytes) throws IOException;

    /** Writes what is missing once all the content was written. */
    abstract void complete() throws IOException;

    @Override
    public final void write(long position, ByteBuffer bytes) throws IOException {
        if (position < 0 || position > virtualSize - bytes.remaining()) {
            throw new IllegalArgumentException("Cannot write " + bytes.remaining() + " bytes at " + position
                    + ": the disk has " + virtualSize + " bytes");
        }
        file.requireOpen();
        put(position, bytes);
    }

    @Override
    public final void finish() throws IOException {
        file.requireOpen();
        complete();
        file.finish();
    }

    @Override
    public final void close() throws IOException {
        file.close();
    }
}
