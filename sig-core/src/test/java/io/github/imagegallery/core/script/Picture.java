// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.core.SampleImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tiny disk image of a script.
 *
 * @param file where it is
 * @param bytes what is in it
 * @param occupied the bytes of its 4 KiB blocks that are not all zero
 */
record Picture(Path file, byte[] bytes, long occupied) {

    static Picture write(Path file, long size, long seed) throws IOException {
        byte[] bytes = Files.readAllBytes(SampleImage.write(file, size, seed));
        long occupied = 0;
        for (int from = 0; from < bytes.length; from += 4096) {
            int to = Math.min(from + 4096, bytes.length);
            boolean empty = true;
            for (int at = from; at < to; at++) {
                empty &= bytes[at] == 0;
            }
            occupied += empty ? 0 : 4096;
        }
        return new Picture(file, bytes, occupied);
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }
}
