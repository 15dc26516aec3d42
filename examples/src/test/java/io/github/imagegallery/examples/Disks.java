// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Random;

/** Small raw disks for tests. */
final class Disks {
    static final long SIZE = 4L << 20;

    private Disks() {}

    /** Writes a disk of 4 MiB with 1 MiB of noise in it, always the same for one seed. */
    static Path raw(Path file, long seed) throws IOException {
        byte[] noise = new byte[1 << 20];
        new Random(seed).nextBytes(noise);
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength(SIZE);
            disk.seek(1 << 20);
            disk.write(noise);
        }
        return file;
    }
}
