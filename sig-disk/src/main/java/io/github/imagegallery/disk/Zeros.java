// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Zeros: writing them, sharing them, and telling whether bytes are all zero. */
final class Zeros {
    /** The size in bytes of the blocks by which occupied space is counted and holes are made. */
    static final int BLOCK = 4096;

    private static final byte[] ZEROS = new byte[1 << 20];
    private static final ByteBuffer DIRECT = ByteBuffer.allocateDirect(1 << 20).asReadOnlyBuffer();

    private Zeros() {}

    /** Fills what remains of {@code target} with zeros. */
    static void fill(ByteBuffer target) {
        while (target.hasRemaining()) {
            target.put(ZEROS, 0, Math.min(target.remaining(), ZEROS.length));
        }
    }

    /** A read-only buffer of as many zeros as asked for, but not more than 1 MiB; nothing is allocated for its bytes. */
    static ByteBuffer buffer(long length) {
        return ByteBuffer.wrap(ZEROS, 0, (int) Math.min(length, ZEROS.length)).asReadOnlyBuffer();
    }

    /** Whether the bytes between two indexes, at most 1 MiB apart, are all zero. */
    static boolean areZero(byte[] bytes, int from, int to) {
        return Arrays.equals(bytes, from, to, ZEROS, 0, to - from);
    }

    /** Whether all that remains of {@code bytes} is zero. */
    static boolean areZero(ByteBuffer bytes) {
        int at = bytes.position();
        while (at < bytes.limit() && areZero(bytes, at, Math.min(bytes.limit(), at + ZEROS.length))) {
            at += ZEROS.length;
        }
        return at >= bytes.limit();
    }

    /** Whether the bytes between two indexes, at most 1 MiB apart, are all zero. */
    static boolean areZero(ByteBuffer bytes, int from, int to) {
        return bytes.slice(from, to - from).equals(DIRECT.slice(0, to - from));
    }
}
