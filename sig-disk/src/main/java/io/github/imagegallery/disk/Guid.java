// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteBuffer;
import java.util.UUID;

/** Identifiers in the form in which Microsoft stores them: the first half as numbers, the second as bytes. */
final class Guid {
    static final int SIZE = 16;
    static final UUID NONE = new UUID(0, 0);

    private Guid() {}

    /** Reads the identifier at an index of bytes in little-endian order. */
    static UUID at(ByteBuffer bytes, int index) {
        long numbers = Integer.toUnsignedLong(bytes.getInt(index)) << 32
                | Integer.toUnsignedLong(Short.toUnsignedInt(bytes.getShort(index + 4)) << 16)
                | Short.toUnsignedLong(bytes.getShort(index + 6));
        return new UUID(numbers, Long.reverseBytes(bytes.getLong(index + 8)));
    }
}
