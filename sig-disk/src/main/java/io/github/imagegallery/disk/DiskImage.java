// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A disk image open for reading: the content of a virtual disk, whatever format it is stored in.
 *
 * <ul>
 *   <li>Opening reads and checks all of the image's tables, so that what is wrong with them is refused at once. What they
 *       lead to, such as compressed data, is checked as it is read.
 *   <li>All methods may be called by many threads at once, apart from {@link #close()} while others read.
 *   <li>Memory is bounded by a few MiB for images of usual geometry, however large the disk is.
 *   <li>Only the given file is ever opened, never one that it names; its parent, if it has one, is given by the caller in
 *       {@link OpenOptions}. While an image is open nobody should change its file. If it changes anyway, what is read is
 *       undefined, but still well-formed or refused.
 *   <li>Interrupting a thread that reads closes the image, as it does with every {@link java.nio.channels.FileChannel}.
 * </ul>
 */
public interface DiskImage extends Closeable {
    /**
     * Opens an image, finding its format by its content. What no known format claims is raw, unless the name of the file
     * promises another format, such as {@code web.vhd}.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws UnsafeImageException if the image is refused
     * @throws IOException if the file cannot be read
     */
    static DiskImage open(Path file) throws IOException {
        return open(file, OpenOptions.standard());
    }

    /**
     * Opens an image of the named format.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws UnsafeImageException if the image is refused, among others since its content says another format
     * @throws IOException if the file cannot be read
     */
    static DiskImage open(Path file, DiskFormat format) throws IOException {
        return open(file, OpenOptions.standard().format(format));
    }

    /**
     * Opens an image with what its opener knows of it: its format, its parent.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws UnsafeImageException if the image is refused, among others since it has a parent and none is given
     * @throws IOException if the file cannot be read
     */
    static DiskImage open(Path file, OpenOptions options) throws IOException {
        return ImageOpener.open(file, options);
    }

    /** Returns the format that the image is stored in. */
    DiskFormat format();

    /** Returns what the image is in words for people, such as {@code qcow2 v3, 64 KiB clusters}. */
    String description();

    /**
     * Returns what was found while opening that does not keep the image from being read but that its owner ought to
     * know, in words for people, such as that a second copy of a header was used as the first is damaged.
     */
    default List<String> notes() {
        return List.of();
    }

    /** Returns the size of the virtual disk in bytes. */
    long virtualSize();

    /**
     * Returns how many bytes of the virtual disk the format stores as one unit; nothing where its bytes lie one after
     * the other.
     */
    default OptionalLong blockSize() {
        return OptionalLong.empty();
    }

    /**
     * Finds the next run of bytes, at or after {@code from}, that may hold data. What lies between one extent and the
     * next reads as zeros. Neighbouring runs may come as several extents.
     *
     * @param from a position on the virtual disk, in bytes
     * @return a run that starts at {@code from} or later, or nothing if only zeros follow
     * @throws IllegalArgumentException if {@code from} is negative
     * @throws IOException if the file cannot be read, or is refused
     */
    Optional<Extent> nextExtent(long from) throws IOException;

    /**
     * Returns the length of all {@linkplain #nextExtent extents} together, in bytes: what has a place in the file, or in
     * that of the parent. Of the formats with tables these alone are read; where bytes lie one after the other (raw, fixed
     * VHD), the file system says it where it can, and where it cannot, the file is read.
     *
     * @throws IOException if the file cannot be read, or is refused
     */
    default long allocatedBytes() throws IOException {
        long sum = 0;
        Optional<Extent> extent = nextExtent(0);
        while (extent.isPresent()) {
            sum += extent.get().length();
            extent = nextExtent(extent.get().end());
        }
        return sum;
    }

    /**
     * Reads content of the virtual disk until {@code target} is full. Holes read as zeros.
     *
     * @param position where to begin on the virtual disk, in bytes
     * @throws IllegalArgumentException if the run does not lie inside the virtual disk
     * @throws IOException if the file cannot be read, or is refused
     */
    void read(long position, ByteBuffer target) throws IOException;
}
