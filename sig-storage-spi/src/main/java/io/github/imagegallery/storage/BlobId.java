// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The name of a blob: the SHA-256 of its bytes.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record BlobId(String hex) implements Comparable<BlobId> {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public BlobId {
        if (!DIGEST.matcher(hex).matches()) {
            throw new IllegalArgumentException("Not a blob id: '" + hex + "' (64 lower-case hexadecimal digits)");
        }
    }

    /** Returns the name of a blob with these bytes, between position and limit, which stay as they are. */
    public static BlobId of(ByteBuffer bytes) {
        MessageDigest sha256 = newSha256();
        sha256.update(bytes.duplicate());
        return of(sha256.digest());
    }

    /** Returns the name made of a SHA-256, 32 bytes. */
    public static BlobId of(byte[] digest) {
        return new BlobId(HexFormat.of().formatHex(digest));
    }

    /** Returns the SHA-256, 32 bytes. */
    public byte[] digest() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public int compareTo(BlobId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java platform has SHA-256", e);
        }
    }
}
