// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.Site;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The format of a pack, a blob that holds blocks and says which (docs/format.md, Packs). All numbers are big-endian.
 *
 * <pre>
 * header   magic "SIGPACK1" · salt (16 random bytes)
 * blocks   the stored bytes of each, one after the other
 * index    for each block: digest (32) · offset (4) · length (4)
 * footer   number of blocks (4) · CRC-32C of the index and that number (4) · magic "SIGPEND1"
 * </pre>
 */
final class Pack {
    static final byte[] HEADER_MAGIC = "SIGPACK1".getBytes(StandardCharsets.US_ASCII);
    static final byte[] FOOTER_MAGIC = "SIGPEND1".getBytes(StandardCharsets.US_ASCII);
    static final int SALT_SIZE = 16;
    static final int HEADER_SIZE = HEADER_MAGIC.length + SALT_SIZE;
    static final int ENTRY_SIZE = Block.DIGEST_SIZE + 4 + 4;
    static final int FOOTER_SIZE = 4 + 4 + FOOTER_MAGIC.length;

    /** A pack is closed when its blocks take this many bytes. */
    static final int FULL_BYTES = 16 << 20;

    /** A pack is closed when it has this many blocks. */
    static final int FULL_BLOCKS = 16_384;

    private Pack() {}

    /** A block of a pack, as its index says. */
    record Entry(byte[] digest, int offset, int length) {}

    /** Reads the index of a pack at a site; empty if the blob is no pack, or is damaged where it says what is in it. */
    static Optional<List<Entry>> index(ContentStore contents, Site site, BlobId id, long size) {
        if (size < HEADER_SIZE + FOOTER_SIZE) {
            return Optional.empty();
        }
        ByteBuffer footer = contents.get(site, id, size - FOOTER_SIZE, FOOTER_SIZE);
        int count = footer.getInt();
        int checksum = footer.getInt();
        long start = size - FOOTER_SIZE - (long) count * ENTRY_SIZE;
        if (!matches(footer, FOOTER_MAGIC) || count < 0 || start < HEADER_SIZE) {
            return Optional.empty();
        }
        ByteBuffer index = contents.get(site, id, start, count * ENTRY_SIZE);
        if (checksum(index.duplicate(), count) != checksum) {
            return Optional.empty();
        }
        return Optional.of(entries(index, count));
    }

    private static List<Entry> entries(ByteBuffer index, int count) {
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] digest = new byte[Block.DIGEST_SIZE];
            index.get(digest);
            entries.add(new Entry(digest, index.getInt(), index.getInt()));
        }
        return entries;
    }

    static int checksum(ByteBuffer index, int count) {
        CRC32C crc = new CRC32C();
        crc.update(index);
        crc.update(ByteBuffer.allocate(4).putInt(0, count));
        return (int) crc.getValue();
    }

    /** Reads as many bytes as the magic has, and tells whether they are it. */
    static boolean matches(ByteBuffer source, byte[] magic) {
        byte[] found = new byte[magic.length];
        source.get(found);
        return Arrays.equals(found, magic);
    }
}
