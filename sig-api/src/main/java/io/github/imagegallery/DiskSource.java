// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the bytes of one disk come from.
 *
 * @param file the image file
 * @param format what format it must have; empty where the content says it
 */
public record DiskSource(Path file, Optional<DiskFormat> format) {

    /** Returns the disk in a file, the format found by its content. */
    public static DiskSource file(Path file) {
        return new DiskSource(file, Optional.empty());
    }

    /** Returns the disk in a file, which is refused if its content is not of that format. */
    public static DiskSource file(Path file, DiskFormat format) {
        return new DiskSource(file, Optional.of(format));
    }

    @Override
    public String toString() {
        return file
                + format.map(named -> " as " + named.name().toLowerCase(Locale.ROOT))
                        .orElse("");
    }
}
