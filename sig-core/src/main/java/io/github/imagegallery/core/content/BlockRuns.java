// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.Extent;
import java.io.IOException;
import java.util.Optional;

/**
 * Walks the blocks of a disk image that may hold data, in ascending order, each once. Not for use by several threads.
 */
final class BlockRuns {
    private final DiskImage image;
    private final int longest;
    private long nextBlock;

    /**
     * Blocks one after the other.
     *
     * @param first the number of the first
     * @param count how many
     */
    record Run(long first, int count) {}

    /** @param longest the most blocks of one run */
    BlockRuns(DiskImage image, int longest) {
        this.image = image;
        this.longest = longest;
    }

    /** Returns the next run, empty at the end of the disk. */
    Optional<Run> next() {
        long from = nextBlock * Block.SIZE;
        if (from >= image.virtualSize()) {
            return Optional.empty();
        }
        Optional<Extent> extent = extent(from);
        if (extent.isEmpty()) {
            nextBlock = blocksIn(image.virtualSize());
            return Optional.empty();
        }
        long first = extent.get().offset() / Block.SIZE;
        int count = (int) Math.min(longest, blocksIn(extent.get().end()) - first);
        nextBlock = first + count;
        return Optional.of(new Run(first, count));
    }

    private Optional<Extent> extent(long from) {
        try {
            return image.nextExtent(from);
        } catch (IOException e) {
            throw new Ingest.SourceException(e);
        }
    }

    private static long blocksIn(long bytes) {
        return (bytes + Block.SIZE - 1) / Block.SIZE;
    }
}
