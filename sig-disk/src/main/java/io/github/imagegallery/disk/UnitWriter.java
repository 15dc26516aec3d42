// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes an image in units of equal size, each of which is in the file only once anything but zeros was written to it. */
abstract class UnitWriter extends FormatWriter {
    private final int unitSize;

    UnitWriter(NewFile file, long virtualSize, int unitSize) {
        super(file, virtualSize);
        this.unitSize = unitSize;
    }

    /** Writes what remains of {@code bytes}; the run lies on the disk and inside one unit. */
    abstract void putPiece(long unit, int within, ByteBuffer bytes) throws IOException;

    @Override
    final void put(long position, ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        try {
            for (long at = position; bytes.position() < end; ) {
                int within = (int) (at % unitSize);
                int piece = Math.min(end - bytes.position(), unitSize - within);
                bytes.limit(bytes.position() + piece);
                putPiece(at / unitSize, within, bytes);
                bytes.position(bytes.limit());
                at += piece;
            }
        } finally {
            bytes.limit(end);
        }
    }
}
