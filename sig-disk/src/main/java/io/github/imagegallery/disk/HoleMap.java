// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.Closeable;
import java.io.IOException;

/**
 * Where a sparse file has data, as the file system tells it; only there where {@link NativeFile} is. Without it, holes are
 * found by reading them. Safe for many threads.
 */
final class HoleMap implements Closeable {
    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int NO_SUCH_PLACE = 6; // ENXIO

    private final long size;
    private final NativeFile file;

    private HoleMap(ImageFile image) {
        size = image.size();
        file = NativeFile.open(image.path());
    }

    /** Opens the map of a file; where there is none, it says that all is data. */
    static HoleMap of(ImageFile file) throws IOException {
        HoleMap map = new HoleMap(file);
        if (map.isThere() && !file.isAtItsPath()) {
            map.close(); // it may be that of another file
        }
        return map;
    }

    boolean isThere() {
        return file.isThere();
    }

    /** Finds the first byte of data at or after a position; the file's size if only holes follow. */
    long nextData(long from) throws IOException {
        long found = file.seek(from, SEEK_DATA);
        return found == -NO_SUCH_PLACE ? size : found < from ? from : Math.min(found, size);
    }

    /** Finds the first hole after a position that lies in data; the file's size if there is none. */
    long nextHole(long from) throws IOException {
        long found = file.seek(from, SEEK_HOLE);
        return found <= from ? size : Math.min(found, size);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
