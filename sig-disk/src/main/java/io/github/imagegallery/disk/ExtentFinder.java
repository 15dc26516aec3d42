// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.util.Optional;

/**
 * Finds the extents of an image for who asks at many places between one and the next: where many small holes are over a
 * large one, looking through all of that for each of them takes forever. Safe for many threads.
 */
final class ExtentFinder {
    private final DiskImage image;
    private volatile Seen seen = new Seen(0, 0, Optional.empty());

    /**
     * What was last found.
     *
     * @param from the extent is the next one for whoever asks from here on
     * @param until and before here
     */
    private record Seen(long from, long until, Optional<Extent> extent) {}

    ExtentFinder(DiskImage image) {
        this.image = image;
    }

    /** Finds the next extent that begins before {@code end}, clipped to it. */
    Optional<Extent> next(long from, long end) throws IOException {
        Seen last = seen;
        if (from < last.from || from >= last.until) {
            Optional<Extent> found = image.nextExtent(from);
            last = new Seen(from, found.map(Extent::end).orElse(Long.MAX_VALUE), found);
            seen = last;
        }
        return last.extent.flatMap(extent -> clipped(extent, Math.max(from, extent.offset()), end));
    }

    private static Optional<Extent> clipped(Extent extent, long start, long end) {
        return start < end ? Optional.of(new Extent(start, Math.min(end, extent.end()) - start)) : Optional.empty();
    }
}
