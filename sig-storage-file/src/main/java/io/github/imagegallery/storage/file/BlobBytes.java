// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.BlobId;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * The bytes of blobs on their way to and from files. They go in pieces, because the platform keeps off-heap memory for
 * each thread as large as the largest piece.
 */
final class BlobBytes {
    private static final int PIECE = 1 << 20;

    /** Where each thread that copies has the piece it is at, so that memory is bounded without any being given back. */
    private static final ThreadLocal<ByteBuffer> COPIED = ThreadLocal.withInitial(() -> UncachedFiles.buffer(PIECE));

    private BlobBytes() {}

    static void write(ByteBuffer bytes, FileChannel to) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + PIECE));
            to.write(bytes);
        }
    }

    static ByteBuffer read(FileChannel from, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.position() < length) {
            bytes.limit(Math.min(length, bytes.position() + PIECE));
            if (from.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException("The blob has become shorter");
            }
        }
        return bytes.flip();
    }

    /**
     * Copies from the position of one file into others, which are empty, and returns the name that the bytes have. Whole
     * {@linkplain UncachedFiles#ALIGNMENT units} are written, and what is too much is cut off in the end.
     */
    static BlobId copy(FileChannel from, List<FileChannel> to) throws IOException {
        MessageDigest sha256 = newSha256();
        ByteBuffer piece = COPIED.get().clear();
        long length = 0;
        while (fill(piece.clear(), from)) {
            length += piece.flip().remaining();
            sha256.update(piece.duplicate());
            piece.limit(UncachedFiles.aligned(piece.limit()));
            for (FileChannel each : to) {
                write(piece.duplicate(), each);
            }
        }
        for (FileChannel each : to) {
            each.truncate(length);
        }
        return BlobId.of(sha256.digest());
    }

    /** Reads until a buffer is full or the file has ended; tells whether there was anything. */
    private static boolean fill(ByteBuffer piece, FileChannel from) throws IOException {
        int read = 0;
        while (piece.hasRemaining() && read >= 0) {
            read = from.read(piece);
        }
        return piece.position() > 0;
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
    }
}
