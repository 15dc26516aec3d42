// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files that are written past the page cache where that is possible: what is copied to another site is hardly read soon, and to
 * have it in the page cache costs more than to write it. They take nothing but whole units, out of {@link #buffer buffers}
 * that are made for it. Safe for use by many threads.
 */
final class UncachedFiles {
    /** The unit in which such a file is written, in bytes. */
    static final int ALIGNMENT = 4_096;

    /** How files are opened that are written through the page cache. */
    static final List<OpenOption> CACHED = List.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path folder;
    private @Nullable List<OpenOption> known;

    /** @param folder where the files are, which need not exist yet */
    UncachedFiles(Path folder) {
        this.folder = folder;
    }

    /** Returns a buffer that such a file can be written from. */
    static ByteBuffer buffer(int size) {
        return ByteBuffer.allocateDirect(size + ALIGNMENT - 1).alignedSlice(ALIGNMENT);
    }

    /** Returns a length rounded up to whole units. */
    static int aligned(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /**
     * Returns how files in the folder are opened: past the page cache if a file written so shows that it works. What is found out is
     * remembered, unless it is a failure of both ways, such as a full disk: that may pass.
     *
     * @throws ClosedByInterruptException if the thread was interrupted
     */
    synchronized List<OpenOption> options() throws IOException {
        if (known == null) {
            List<OpenOption> uncached = uncached();
            if (works(uncached)) {
                known = uncached;
            } else if (works(CACHED)) {
                known = CACHED;
            }
        }
        return known == null ? CACHED : known;
    }

    private boolean works(List<OpenOption> options) throws IOException {
        Path probe = folder.resolve("probe");
        try (FileChannel channel = FileChannel.open(probe, Set.copyOf(options))) {
            return channel.write(buffer(ALIGNMENT).limit(ALIGNMENT)) == ALIGNMENT;
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException notHere) {
            return false;
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    // by name, since some compilers warn of any other use, and that warning cannot be silenced
    private static List<OpenOption> uncached() {
        try {
            Object[] options =
                    Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants();
            return Arrays.stream(options)
                    .filter(option -> option.toString().equals("DIRECT"))
                    .map(option -> List.of(CACHED.get(0), CACHED.get(1), (OpenOption) option))
                    .findFirst()
                    .orElse(CACHED);
        } catch (ClassNotFoundException e) {
            return CACHED;
        }
    }
}
