// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The file that an image lives in: bounded positional reads, and the words for refusing it. Safe for many threads. */
class ImageFile implements Closeable {
    private static final int MOST_SHOWN = 64;
    /** Controls, marks of format such as those of direction, halves of letters, and ends of lines and paragraphs. */
    private static final String UNPRINTABLE = "[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]";

    private final Path path;
    private final FileChannel channel;
    private final long size;
    // what the file system knows the file by, where it tells
    private final @Nullable Object key;

    ImageFile(Path path, FileChannel channel, long size) {
        this(path, channel, size, null);
    }

    private ImageFile(Path path, FileChannel channel, long size, @Nullable Object key) {
        this.path = path;
        this.channel = channel;
        this.size = size;
        this.key = key;
    }

    /** The same file, taken for longer than it is. */
    ImageFile(ImageFile file, long size) {
        this(file.path, file.channel, size, file.key);
    }

    static ImageFile open(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        requireRegular(path, attributes);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new ImageFile(path, channel, channel.size(), attributes.fileKey());
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Refuses anything but a regular file before it is opened, since opening a pipe would wait for a writer. */
    private static void requireRegular(Path path, BasicFileAttributes attributes) throws FileSystemException {
        if (attributes.isDirectory()) {
            throw new FileSystemException(path.toString(), null, "it is a folder (give the file of a disk image)");
        }
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(path.toString(), null, "it is not a regular file (copy it into one)");
        }
    }

    Path path() {
        return path;
    }

    /** Whether the path still leads to this file, as long as it was; who opens it once more may find another one there. */
    boolean isAtItsPath() {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return Objects.equals(now.fileKey(), key) && now.size() == size;
        } catch (IOException gone) {
            return false;
        }
    }

    /** The size of the file when it was opened, in bytes. */
    long size() {
        return size;
    }

    /** Whether a run of bytes lies wholly inside the file; false for numbers that overflow. */
    boolean holds(long offset, long length) {
        return offset >= 0 && length >= 0 && length <= size && offset <= size - length;
    }

    /** Fills {@code target} from the file, or refuses the image if the file does not hold that much (F7). */
    void read(long position, ByteBuffer target) throws IOException {
        if (!holds(position, target.remaining())) {
            throw endsBefore(position, target.remaining());
        }
        for (long at = position; target.hasRemaining(); ) {
            int count = channel.read(target, at);
            if (count < 0) {
                throw endsBefore(at, target.remaining());
            }
            at += count;
        }
    }

    /** Reads a run of bytes, or refuses the image (F7); big-endian, which not all formats are. */
    ByteBuffer bytes(long position, int length) throws IOException {
        if (!holds(position, length)) { // before allocating at the file's word
            throw endsBefore(position, length);
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        read(position, bytes);
        return bytes.flip();
    }

    /** Text of the image as it may be shown to people: not too long, and nothing that a terminal obeys. */
    static String shown(String text) {
        int end = text.indexOf('\0');
        String shown = end < 0 ? text : text.substring(0, end);
        int most = Math.min(MOST_SHOWN, shown.length());
        boolean cutsLetter = most < shown.length() && Character.isHighSurrogate(shown.charAt(most - 1));
        return shown.substring(0, cutsLetter ? most - 1 : most).replaceAll(UNPRINTABLE, "?");
    }

    final UnsafeImageException endsBefore(long position, long length) {
        return refusal("F7", "the file ends before " + length + " bytes at offset " + position);
    }

    /** Refuses the image unless {@code holds} is true. */
    void require(boolean holds, String rule, String otherwise) throws UnsafeImageException {
        if (!holds) {
            throw refusal(rule, otherwise);
        }
    }

    /** Refuses the image unless {@code holds} is true, and says what to do. */
    void require(boolean holds, String rule, String otherwise, String advice) throws UnsafeImageException {
        if (!holds) {
            throw refusal(rule, otherwise, advice);
        }
    }

    /** A refusal of an image that is damaged or forged. */
    UnsafeImageException refusal(String rule, String fact) {
        return refusal(rule, fact, "it is damaged or forged: make it again from its source");
    }

    /** A refusal that says what to do. */
    UnsafeImageException refusal(String rule, String fact, String advice) {
        return new UnsafeImageException(rule, path + ": " + fact + " (" + advice + ") [" + rule + "]");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
