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
    private long endOfData;

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
        if (nextBlock >= endOfData && !findData()) {
            return Optional.empty();
        }
        Run run = new Run(nextBlock, (int) Math.min(longest, endOfData - nextBlock));
        nextBlock += run.count();
        return Optional.of(run);
    }

    /** Goes to the next block that may hold data; tells whether there is one. */
    private boolean findData() {
        long from = nextBlock * Block.SIZE;
        Optional<Extent> extent = from < image.virtualSize() ? extent(from) : Optional.empty();
        nextBlock = extent.map(found -> found.offset() / Block.SIZE).orElse(blocksIn(image.virtualSize()));
        endOfData = extent.map(found -> blocksIn(found.end())).orElse(nextBlock);
        return extent.isPresent();
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
