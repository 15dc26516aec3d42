// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.disk.DiskFormat;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.Extent;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * A stored disk as an image that can be stored once more: its holes are known from its manifest and never read, and what
 * is read is checked. Reads in the calling thread, so that workers may use it. Safe for use by many threads.
 */
final class StoredImage implements DiskImage {
    private static final long PAGE_BYTES = (long) ManifestPage.BLOCKS * Block.SIZE;

    private final Manifest manifest;
    private final DiskReader reader;

    StoredImage(Manifest manifest, DiskReader reader) {
        this.manifest = manifest;
        this.reader = reader;
    }

    @Override
    public DiskFormat format() {
        return DiskFormat.RAW;
    }

    @Override
    public String description() {
        return "a stored disk";
    }

    @Override
    public long virtualSize() {
        return reader.virtualSize();
    }

    @Override
    public Optional<Extent> nextExtent(long from) {
        if (from < 0) {
            throw new IllegalArgumentException("Cannot look for data before the disk, at " + from);
        }
        int first = (int) (from / PAGE_BYTES);
        for (Map.Entry<Integer, ?> page : manifest.root().pages().tailMap(first).entrySet()) {
            long start = page.getKey() * PAGE_BYTES;
            Optional<Extent> found = inPage(start, Math.max(from, start));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Returns the first run of blocks of a page that ends after a position. */
    private Optional<Extent> inPage(long pageStart, long from) {
        ManifestPage page = manifest.page(pageStart / Block.SIZE).orElseThrow();
        int entry = page.firstFrom((int) ((from - pageStart) / Block.SIZE));
        if (entry == page.count()) {
            return Optional.empty();
        }
        int last = entry;
        while (last + 1 < page.count() && page.block(last + 1) == page.block(last) + 1) {
            last++;
        }
        long start = Math.max(from, pageStart + (long) page.block(entry) * Block.SIZE);
        long end = Math.min(virtualSize(), pageStart + (page.block(last) + 1L) * Block.SIZE);
        return start < end ? Optional.of(new Extent(start, end - start)) : Optional.empty();
    }

    @Override
    public void read(long position, ByteBuffer target) {
        if (position < 0 || target.remaining() > virtualSize() - position) {
            throw new IllegalArgumentException("Cannot read " + target.remaining() + " bytes at " + position
                    + " of a disk of " + virtualSize() + " bytes");
        }
        reader.readHere(position, target);
    }

    @Override
    public void close() {
        // nothing is open
    }
}
