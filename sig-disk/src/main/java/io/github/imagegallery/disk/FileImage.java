// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What the images of all formats share: one file, the range checks, and reading piece by piece. */
abstract class FileImage implements DiskImage {
    private static final long MERGED_BYTES = 16L << 20;

    final ImageFile file;
    private final DiskFormat format;
    private final String description;
    private final long virtualSize;
    private final long pieceSize;

    /** @param pieceSize bytes of the virtual disk that are stored as one unit; no piece crosses such a boundary */
    FileImage(ImageFile file, DiskFormat format, String description, long virtualSize, long pieceSize) {
        this.file = file;
        this.format = format;
        this.description = description;
        this.virtualSize = virtualSize;
        this.pieceSize = pieceSize;
    }

    /** Finds the next extent; {@code from} lies on the disk. */
    abstract Optional<Extent> extentFrom(long from) throws IOException;

    /** Fills {@code target}; the run lies on the disk and inside one piece. */
    abstract void readPiece(long position, ByteBuffer target) throws IOException;

    @Override
    public final DiskFormat format() {
        return format;
    }

    @Override
    public final String description() {
        return description;
    }

    /** The identity by which images that have this one as their parent know it, if its format gives it one. */
    Optional<UUID> identity() {
        return Optional.empty();
    }

    @Override
    public OptionalLong blockSize() {
        return OptionalLong.of(pieceSize);
    }

    @Override
    public final long virtualSize() {
        return virtualSize;
    }

    @Override
    public final Optional<Extent> nextExtent(long from) throws IOException {
        if (from < 0) {
            throw new IllegalArgumentException("Cannot look for data at " + from + ": a position is not negative");
        }
        return from < virtualSize ? extentFrom(from) : Optional.empty();
    }

    @Override
    public final void read(long position, ByteBuffer target) throws IOException {
        if (position < 0 || position > virtualSize - target.remaining()) {
            throw new IllegalArgumentException("Cannot read " + target.remaining() + " bytes at " + position
                    + ": the disk has " + virtualSize + " bytes");
        }
        int end = target.limit();
        try {
            for (long at = position; target.position() < end; ) {
                int piece = (int) Math.min(end - target.position(), pieceSize - at % pieceSize);
                target.limit(target.position() + piece);
                readPiece(at, target);
                at += piece;
            }
        } finally {
            target.limit(end);
        }
    }

    /** How many neighbouring pieces make one extent at most, so that asking from piece to piece stays cheap. */
    final long piecesMerged() {
        return Math.max(1, MERGED_BYTES / pieceSize);
    }

    /** The extent between two unit boundaries, clipped to start at {@code from} and to end with the disk. */
    final Extent clipped(long from, long start, long end) {
        long offset = Math.max(from, start);
        return new Extent(offset, Math.min(end, virtualSize) - offset);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    @Override
    public final String toString() {
        return description + ", " + virtualSize + " bytes, " + file.path();
    }
}
