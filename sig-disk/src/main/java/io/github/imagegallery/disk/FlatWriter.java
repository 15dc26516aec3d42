// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/** Writes an image whose file begins with the bytes of the disk, one after the other: raw, or a fixed VHD. */
final class FlatWriter extends FormatWriter {
    FlatWriter(NewFile file, WritableFormat format, long virtualSize) throws IOException {
        super(file, virtualSize);
        file.extendTo(virtualSize);
        if (format == WritableFormat.VHD_FIXED) {
            file.write(virtualSize, VhdFooter.ofFixed(virtualSize, Instant.now(), UUID.randomUUID()));
        }
    }

    @Override
    void put(long position, ByteBuffer bytes) throws IOException {
        file.write(position, bytes);
    }

    @Override
    void complete() {}
}
