// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** An image whose file begins with the bytes of the disk, one after the other: raw, or a fixed VHD. */
final class FlatImage extends FileImage {
    private final UncachedReader reader;
    private final HoleMap holes;
    private final Optional<UUID> identity;

    FlatImage(ImageFile file, DiskFormat format, String description, long virtualSize, Optional<UUID> identity)
            throws IOException {
        super(file, format, description, virtualSize, virtualSize);
        this.identity = identity;
        holes = HoleMap.of(file);
        reader = UncachedReader.of(file, holes.isThere());
    }

    @Override
    Optional<UUID> identity() {
        return identity;
    }

    @Override
    public OptionalLong blockSize() {
        return OptionalLong.empty();
    }

    @Override
    Optional<Extent> extentFrom(long from) throws IOException {
        long start = holes.nextData(from);
        return start >= virtualSize() ? Optional.empty() : Optional.of(clipped(from, start, holes.nextHole(start)));
    }

    @Override
    void readPiece(long position, ByteBuffer target) throws IOException {
        reader.read(position, target);
    }

    @Override
    public void close() throws IOException {
        try (reader;
                holes) {
            super.close();
        }
    }
}
