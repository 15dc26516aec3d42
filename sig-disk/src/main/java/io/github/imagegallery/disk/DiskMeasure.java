// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What a whole disk amounts to, which is the same in every format that holds the same disk.
 *
 * @param virtualSize the size of the virtual disk in bytes
 * @param occupiedBytes the bytes of its 4 KiB blocks that are not all zero; a last shorter block counts as what it is
 * @param sha256 the SHA-256 of the whole content, zeros included, in small hexadecimal digits; empty if not asked for
 */
public record DiskMeasure(long virtualSize, long occupiedBytes, Optional<String> sha256) {
    /**
     * Measures a disk by reading all of it once, in the calling thread and as many more as there are processors, 8 at most; a
     * few MiB of memory are used.
     *
     * @param digest whether to compute the SHA-256, which takes most of the time
     * @param progress told, from the calling thread, how many bytes of the virtual disk are done so far
     * @throws UnsafeImageException if the image is refused
     * @throws IOException if the file cannot be read, or the thread is interrupted
     */
    public static DiskMeasure of(DiskImage image, boolean digest, LongConsumer progress) throws IOException {
        return Measuring.measure(image, digest, progress);
    }
}
