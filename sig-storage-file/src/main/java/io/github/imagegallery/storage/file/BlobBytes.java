// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.BlobId;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

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

    /** Where the bytes of a blob are copied to. */
    interface Sink {
        /** Takes the next whole {@linkplain UncachedFiles#ALIGNMENT units}, and leaves the buffer as it is. */
        void write(ByteBuffer units) throws IOException;

        /** Cuts off what the last units had too much. */
        void cut(long length) throws IOException;
    }

    /** Copies from the position of a file, and returns the name that the bytes have. */
    static BlobId copy(FileChannel from, Sink to) throws IOException {
        MessageDigest sha256 = newSha256();
        ByteBuffer piece = COPIED.get().clear();
        long length = 0;
        while (fill(piece.clear(), from)) {
            length += piece.flip().remaining();
            sha256.update(piece.duplicate());
            to.write(piece.limit(UncachedFiles.aligned(piece.limit())));
        }
        to.cut(length);
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
