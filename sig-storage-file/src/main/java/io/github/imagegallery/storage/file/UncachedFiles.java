// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Files that are written past the page cache where that is possible: what is copied to another site is hardly read soon, and to
 * have it in the page cache costs more than to write it. They take nothing but whole units, out of {@link #buffer buffers}
 * that are made for it.
 */
final class UncachedFiles {
    /** The unit in which such a file is written, in bytes. */
    static final int ALIGNMENT = 4_096;

    private static final OpenOption[] PLAIN = {StandardOpenOption.CREATE, StandardOpenOption.WRITE};

    private UncachedFiles() {}

    /** Returns a buffer that such a file can be written from. */
    static ByteBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size + ALIGNMENT - 1).alignedSlice(ALIGNMENT);
    }

    /** Returns a length rounded up to whole units. */
    static int aligned(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Returns how files in a folder are opened to be written: past the page cache if a file written so shows that it works. */
    static OpenOption[] options(Path folder) throws IOException {
        Path probe = folder.resolve("probe");
        try {
            OpenOption[] direct = {PLAIN[0], PLAIN[1], direct()};
            try (FileChannel channel = FileChannel.open(probe, direct)) {
                channel.write(buffer(ALIGNMENT));
            }
            return direct;
        } catch (IOException | UnsupportedOperationException | ReflectiveOperationException notHere) {
            return PLAIN;
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    // by name, since some compilers warn of any other use, and that warning cannot be silenced
    private static OpenOption direct() throws ReflectiveOperationException {
        Object[] options = Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
        return (OpenOption) Arrays.stream(options)
                .filter(option -> option.toString().equals("DIRECT"))
                .findFirst()
                .orElseThrow(ReflectiveOperationException::new);
    }
}
