// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What is in front of the bytes of a compressed grain, checked. It says which grain it is, so that no two entries can
 * name the same one.
 *
 * @param offset where the grain's bytes are in the file
 * @param length how many they are
 */
record VmdkMarker(long offset, int length) {
    private static final int SIZE = 12;

    static VmdkMarker read(ImageFile file, VmdkHeader header, long grain, long offset) throws IOException {
        if (!file.holds(offset, SIZE)) {
            throw file.refusal("M9", "a grain at offset " + offset + " leaves the file");
        }
        ByteBuffer bytes = file.bytes(offset, SIZE).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.getLong(0) != grain * header.grain()) {
            throw file.refusal("M12", "the marker at offset " + offset + " is not that of grain " + grain);
        }
        long length = Integer.toUnsignedLong(bytes.getInt(8));
        if (length == 0 || length > 2L * header.grainSize()) {
            throw file.refusal("M12", "the marker at offset " + offset + " says " + length + " bytes");
        }
        if (!file.holds(offset + SIZE, length)) {
            throw file.refusal("M9", "a grain at offset " + offset + " leaves the file");
        }
        return new VmdkMarker(offset + SIZE, (int) length);
    }

    /** How many sectors marker and bytes take. */
    long sectors() {
        return (SIZE + length - 1) / VmdkHeader.SECTOR + 1;
    }
}
