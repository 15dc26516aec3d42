// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** An image that is not of this library, and counts how often it is asked for extents. */
final class CountingDisk implements DiskImage {
    final DiskImage image;
    private int looked;

    CountingDisk(DiskImage image) {
        this.image = image;
    }

    @Override
    public DiskFormat format() {
        return image.format();
    }

    @Override
    public String description() {
        return image.description();
    }

    @Override
    public long virtualSize() {
        return image.virtualSize();
    }

    @Override
    public Optional<Extent> nextExtent(long from) throws IOException {
        looked++;
        return image.nextExtent(from);
    }

    @Override
    public void read(long position, ByteBuffer target) throws IOException {
        image.read(position, target);
    }

    @Override
    public void close() throws IOException {
        image.close();
    }

    int looked() {
        return looked;
    }
}
