// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Small sparse raw disks with a bit of everything: zeros, text that compresses, noise that does not, repeated blocks. */
public final class SampleImage {
    private static final int CHUNK = 64 << 10;

    private SampleImage() {}

    /** Writes a disk, a quarter of which is not zero. */
    public static Path write(Path file, long size, long seed) throws IOException {
        Random random = new Random(seed);
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength(size);
            for (long at = 0; at + CHUNK <= size; at += CHUNK * 4L) {
                disk.seek(at + random.nextInt(3) * 4096L);
                disk.write(chunk(random));
            }
        }
        return file;
    }

    /** Copies a disk and overwrites a few places of it. */
    static Path change(Path file, Path target, int places) throws IOException {
        Files.copy(file, target);
        Random random = new Random(places);
        try (RandomAccessFile disk = new RandomAccessFile(target.toFile(), "rw")) {
            for (int i = 0; i < places; i++) {
                disk.seek((long) (random.nextDouble() * (disk.length() - 5_000)));
                byte[] patch = new byte[5_000];
                random.nextBytes(patch);
                disk.write(patch);
            }
        }
        return target;
    }

    private static byte[] chunk(Random random) {
        byte[] chunk = new byte[CHUNK];
        switch (random.nextInt(3)) {
            case 0 -> random.nextBytes(chunk);
            case 1 -> {
                for (int i = 0; i < chunk.length; i++) {
                    chunk[i] = (byte) "the quick brown fox ".charAt((i + random.nextInt(2)) % 20);
                }
            }
            default -> java.util.Arrays.fill(chunk, (byte) 7);
        }
        return chunk;
    }
}
