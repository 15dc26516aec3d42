// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.core.content.Contents.Kind;
import io.github.imagegallery.core.content.Contents.Label;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.CorruptStorageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The format of a pack, a blob that holds blocks and says which (docs/format.md, Packs). All numbers are big-endian.
 *
 * <pre>
 * header   magic "SIGPACK1" · mark of its publication (8) · salt (8 random bytes)
 * blocks   the stored bytes of each, one after the other
 * index    for each block: digest (32) · offset (4) · length (4)
 * footer   number of blocks (4) · CRC-32C of the index and that number (4) · magic "SIGPEND1"
 * </pre>
 */
final class Pack {
    static final byte[] HEADER_MAGIC = "SIGPACK1".getBytes(StandardCharsets.US_ASCII);
    static final byte[] FOOTER_MAGIC = "SIGPEND1".getBytes(StandardCharsets.US_ASCII);
    static final int MARK_SIZE = 8;
    static final int SALT_SIZE = 8;
    static final int HEADER_SIZE = HEADER_MAGIC.length + MARK_SIZE + SALT_SIZE;
    static final int ENTRY_SIZE = Block.DIGEST_SIZE + 4 + 4;
    static final int FOOTER_SIZE = 4 + 4 + FOOTER_MAGIC.length;

    /** A pack is closed when its blocks take this many bytes. */
    static final int FULL_BYTES = 16 << 20;

    /** A pack is closed when it has this many blocks. */
    static final int FULL_BLOCKS = 16_384;

    private Pack() {}

    /** A block of a pack, as its index says. */
    record Entry(byte[] digest, int offset, int length) {}

    /** Tells whether a blob begins like a pack. */
    static boolean isPack(ByteBuffer bytes) {
        return bytes.remaining() >= HEADER_SIZE + FOOTER_SIZE && matches(bytes.duplicate(), HEADER_MAGIC);
    }

    /** Returns the mark of a publication's packs: the first bytes of the SHA-256 of its id. */
    static byte[] mark(String publication) {
        byte[] id = publication.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(BlobId.of(ByteBuffer.wrap(id)).digest(), MARK_SIZE);
    }

    /** Reads what the beginning of a blob, as long as that of a pack, says of it. */
    static Label label(ByteBuffer beginning) {
        if (matches(beginning.duplicate(), HEADER_MAGIC)) {
            return new Label(Kind.PACK, beginning.getLong(beginning.position() + HEADER_MAGIC.length));
        }
        boolean manifest = matches(beginning.duplicate(), ManifestPage.MAGIC)
                || matches(beginning.duplicate(), ManifestRoot.MAGIC);
        return new Label(manifest ? Kind.MANIFEST : Kind.OTHER, 0);
    }

    /** Tells whether a blob begins like a pack of a publication. */
    static boolean isMarked(ByteBuffer bytes, byte[] mark) {
        return isPack(bytes) && matches(bytes.slice(HEADER_MAGIC.length, MARK_SIZE), mark);
    }

    /**
     * Reads what a pack says is in it.
     *
     * @param bytes the whole pack, whose digest was checked
     * @throws CorruptStorageException if these are not the bytes of a pack that this library knows
     */
    static List<Entry> entries(BlobId id, ByteBuffer bytes) {
        require(isPack(bytes), id);
        int end = bytes.limit() - FOOTER_SIZE;
        ByteBuffer footer = bytes.slice(end, FOOTER_SIZE);
        int count = footer.getInt();
        int checksum = footer.getInt();
        long start = end - (long) count * ENTRY_SIZE;
        require(matches(footer, FOOTER_MAGIC) && count >= 0 && start >= HEADER_SIZE, id);
        ByteBuffer index = bytes.slice((int) start, count * ENTRY_SIZE);
        require(checksum(index.duplicate(), count) == checksum, id);
        List<Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] digest = new byte[Block.DIGEST_SIZE];
            index.get(digest);
            Entry entry = new Entry(digest, index.getInt(), index.getInt());
            require(isPlace(entry.offset(), entry.length()) && entry.offset() + entry.length() <= start, id);
            entries.add(entry);
        }
        return entries;
    }

    /** Tells whether a block can be at an offset of a pack, with a stored length. */
    static boolean isPlace(int offset, int length) {
        return offset >= HEADER_SIZE && offset <= ContentStore.MAX_BLOB_BYTES && length >= 1 && length <= Block.SIZE;
    }

    private static void require(boolean condition, BlobId id) {
        if (!condition) {
            throw new CorruptStorageException("Blob " + id + " is not a pack that this library knows");
        }
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
