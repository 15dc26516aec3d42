// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Contents of disks for the tests. */
final class Contents {
    private Contents() {}

    /** Zeros with a few runs of bytes, some of them random and some easy to compress. */
    static byte[] sparse(int size, long seed) {
        Random random = new Random(seed);
        byte[] content = new byte[size];
        for (int run = random.nextInt(6); run > 0; run--) {
            int from = random.nextInt(size);
            int to = Math.min(size, from + 1 + random.nextInt(20_000));
            boolean noise = random.nextBoolean();
            for (int at = from; at < to; at++) {
                content[at] = (byte) (noise ? random.nextInt() : 1 + at % 7);
            }
        }
        return content;
    }

    /** All of a disk, read in pieces of a size that fits no boundary. */
    static byte[] of(DiskImage image) throws IOException {
        byte[] content = new byte[Math.toIntExact(image.virtualSize())];
        for (int at = 0; at < content.length; at += 33_333) {
            image.read(at, ByteBuffer.wrap(content, at, Math.min(33_333, content.length - at)));
        }
        return content;
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
