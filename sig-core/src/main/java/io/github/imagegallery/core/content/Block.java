// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** What is true of every block: its size, its digest, how it is compressed, and when it is a hole. */
final class Block {
    /** The size of a block, in bytes. The last block of a disk is filled up with zeros. */
    static final int SIZE = 64 << 10;

    /** The size of what is billed when it is not all zero, in bytes (domain, Billing estimates). */
    static final int BILLED_UNIT = 4 << 10;

    static final int DIGEST_SIZE = 32;

    /** The room that compressing a block needs, in bytes. */
    static final int MAX_COMPRESSED = (int) Zstd.compressBound(SIZE);

    private static final byte[] ZEROS = new byte[SIZE];
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
        int length = Zstandard.ofThread().compressor().compressByteArray(target, 0, target.length, data, offset, SIZE);
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
            return Zstandard.ofThread()
                            .decompressor()
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
}
