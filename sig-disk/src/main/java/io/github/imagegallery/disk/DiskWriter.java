// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A disk image being made. It appears under its final name whole, when it is finished, or not at all.
 *
 * <ul>
 *   <li>What is never written is a hole and reads as zeros.
 *   <li>{@link #write} may be called by many threads at once and in any order; {@link #finish()} and {@link #close()}
 *       belong to one thread, after the last write has returned.
 *   <li>Until then its bytes are in the same folder, in {@code .NAME.UUID.tmp}, where {@code NAME} is the final name and
 *       {@code UUID} is new each time. Such a file stays when the process ends before {@link #close()}, by a crash or a
 *       signal such as that of Ctrl-C. It is in nobody's way, and may be removed once nothing writes it any more.
 * </ul>
 */
public interface DiskWriter extends Closeable {
    /**
     * Begins a new image.
     *
     * @param file the final name; its folder must exist
     * @param virtualSize the size of the disk in bytes; the image has exactly this size. For VHD and qcow2 a multiple of
     *     512, at most 2040 GiB and 64 TiB
     * @throws IllegalArgumentException if the format cannot hold a disk of this size
     * @throws java.nio.file.FileAlreadyExistsException if something has the final name already
     * @throws java.nio.file.NoSuchFileException if there is no such folder
     * @throws IOException if the file cannot be made
     */
    static DiskWriter create(Path file, WritableFormat format, long virtualSize) throws IOException {
        return FormatWriter.create(file, format, virtualSize);
    }

    /**
     * Writes what remains of {@code bytes}.
     *
     * @param position where to begin on the virtual disk, in bytes
     * @throws IllegalArgumentException if the run does not lie inside the virtual disk
     * @throws IOException if the file cannot be written, or is finished or closed
     */
    void write(long position, ByteBuffer bytes) throws IOException;

    /**
     * Completes the image: all bytes are on the medium, and so is the file's name, when this returns.
     *
     * @throws java.nio.file.FileAlreadyExistsException if something has taken the final name meanwhile
     * @throws IOException if that cannot be promised, even though the image may have its name by then
     */
    void finish() throws IOException;

    /** Ends writing. An image that was not finished is removed; one that was stays. Closing twice does nothing. */
    @Override
    void close() throws IOException;
}
