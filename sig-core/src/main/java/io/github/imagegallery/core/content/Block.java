// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is true of every block: its size, its digest, how it is compressed, and when it is a hole. */
final class Block {
    /** The size of a block, in bytes. The last block of a disk is filled up with zeros. */
    static final int SIZE = 64 << 10;

    /** The size of what is billed when it is not all zero, in bytes (domain, Billing estimates). */
    static final int BILLED_UNIT = 4 << 10;

    static final int DIGEST_SIZE = 32;

    /** The room that compressing a block needs, in bytes. */
    static final int MAX_COMPRESSED = (int) Zstd.compressBound(SIZE);

    private static final int COMPRESSION_LEVEL = 1;
    private static final byte[] ZEROS = new byte[SIZE];
    private static final ThreadLocal<@Nullable Zstandard> ZSTANDARD = new ThreadLocal<>();
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Block::newSha256);

    private Block() {}

    static boolean isZero(byte[] data, int offset, int length) {
        return Arrays.equals(data, offset, offset + length, ZEROS, 0, length);
    }

    /** Returns the bytes of the billed units that are not all zero, of the part of a block that is on the disk. */
    static int billedBytes(byte[] data, int offset, int lengthOnDisk) {
        int billed = 0;
        for (int at = 0; at < lengthOnDisk; at += BILLED_UNIT) {
            int length = Math.min(BILLED_UNIT, lengthOnDisk - at);
            if (!isZero(data, offset + at, length)) {
                billed += length;
            }
        }
        return billed;
    }

    static byte[] digest(byte[] data, int offset) {
        MessageDigest sha256 = SHA_256.get();
        sha256.update(data, offset, SIZE);
        return sha256.digest();
    }

    /**
     * Compresses a block.
     *
     * @param target room for {@link #MAX_COMPRESSED} bytes
     * @return how many bytes of the target to store; {@link #SIZE} if the block is stored as it is
     */
    static int compress(byte[] data, int offset, byte[] target) {
        int length = zstandard().compressor.compressByteArray(target, 0, target.length, data, offset, SIZE);
        if (length < SIZE) {
            return length;
        }
        System.arraycopy(data, offset, target, 0, SIZE);
        return SIZE;
    }

    /** Restores a block from its stored bytes; tells whether the result has the right digest. */
    static boolean restore(
            byte[] stored, int storedOffset, int storedLength, byte[] target, int offset, byte[] digest) {
        if (storedLength == SIZE) {
            System.arraycopy(stored, storedOffset, target, offset, SIZE);
        } else if (!decompress(stored, storedOffset, storedLength, target, offset)) {
            return false;
        }
        return Arrays.equals(digest(target, offset), digest);
    }

    private static boolean decompress(byte[] stored, int storedOffset, int storedLength, byte[] target, int offset) {
        try {
            return zstandard()
                            .decompressor
                            .decompressByteArray(target, offset, SIZE, stored, storedOffset, storedLength)
                    == SIZE;
        } catch (ZstdException damaged) {
            return false;
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
    }

    /** What compresses and decompresses in one thread; it holds memory outside the heap until it is closed. */
    private static final class Zstandard {
        private final ZstdCompressCtx compressor = new ZstdCompressCtx().setLevel(COMPRESSION_LEVEL);
        private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
    }

    private static Zstandard zstandard() {
        Zstandard mine = ZSTANDARD.get();
        if (mine == null) {
            mine = new Zstandard();
            ZSTANDARD.set(mine);
        }
        return mine;
    }

    /** Gives back what this thread holds outside the heap. */
    static void releaseThread() {
        Zstandard mine = ZSTANDARD.get();
        if (mine != null) {
            mine.compressor.close();
            mine.decompressor.close();
            ZSTANDARD.remove();
        }
    }
}
