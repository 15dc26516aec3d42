// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.DiskWriter;
import io.github.imagegallery.disk.Extent;
import io.github.imagegallery.disk.WritableFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes a disk of eight times the data of another, for the jobs of growth: eight copies one after the other, each with one byte of
 * every 4 KiB turned into another, so that no block is there twice.
 */
public final class Eightfold {
    private static final int COPIES = 8;
    private static final int UNIT = 4096;
    private static final int STEP = 1 << 20;

    private Eightfold() {}

    /**
     * Makes it.
     *
     * @param arguments the raw image, and the one to make
     * @throws IOException if the one cannot be read or the other not written
     */
    public static void main(String... arguments) throws IOException {
        try (DiskImage image = DiskImage.open(Path.of(arguments[0]));
                DiskWriter made =
                        DiskWriter.create(Path.of(arguments[1]), WritableFormat.RAW, COPIES * image.virtualSize())) {
            for (int copy = 0; copy < COPIES; copy++) {
                copy(image, copy, made);
            }
            made.finish();
        }
    }

    private static void copy(DiskImage image, int copy, DiskWriter made) throws IOException {
        byte[] bytes = new byte[STEP];
        long at = 0;
        for (Optional<Extent> data = image.nextExtent(0); data.isPresent(); data = image.nextExtent(at)) {
            at = data.get().offset();
            while (at < data.get().end()) {
                int length = (int) Math.min(STEP, data.get().end() - at);
                image.read(at, ByteBuffer.wrap(bytes, 0, length));
                write(bytes, length, copy, copy * image.virtualSize() + at, made);
                at += length;
            }
        }
    }

    /** Writes the units that are not all zero; holes stay holes. */
    private static void write(byte[] bytes, int length, int copy, long position, DiskWriter made) throws IOException {
        for (int from = 0; from < length; from += UNIT) {
            int end = Math.min(length, from + UNIT);
            boolean zero = true;
            for (int i = from; i < end; i++) {
                zero &= bytes[i] == 0;
            }
            if (!zero) {
                bytes[from] ^= (byte) copy;
                made.write(position + from, ByteBuffer.wrap(bytes, from, end - from));
            }
        }
    }
}
