// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.CorruptStorageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The beginning of a manifest: the sizes of a disk and its pages (docs/format.md, Manifests). Its digest vouches for
 * every byte of the disk. All numbers are big-endian.
 *
 * <pre>
 * magic "SIGROOT1" · virtual size (8) · billed bytes (8) · number of pages (4)
 * pages    for each that is not all zero, ascending: which GiB of the disk (4) · id (32)
 * </pre>
 *
 * @param virtualSize the size of the disk, in bytes
 * @param billedBytes its occupied bytes
 * @param pages its pages, by the number of the GiB that they cover
 */
record ManifestRoot(long virtualSize, long billedBytes, SortedMap<Integer, BlobId> pages) {
    static final byte[] MAGIC = "SIGROOT1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_SIZE = MAGIC.length + 8 + 8 + 4;
    private static final int ENTRY_SIZE = 4 + Block.DIGEST_SIZE;
    private static final long PAGE_BYTES = (long) ManifestPage.BLOCKS * Block.SIZE;

    ManifestRoot {
        pages = Collections.unmodifiableSortedMap(pages);
    }

    /** Reads a root whose digest was checked. */
    static ManifestRoot parse(BlobId id, ByteBuffer bytes) {
        ByteBuffer source = bytes.duplicate();
        if (source.remaining() < HEADER_SIZE || !Pack.matches(source, MAGIC)) {
            throw new CorruptStorageException("Blob " + id + " is not a manifest that this library knows");
        }
        long virtualSize = source.getLong();
        long billedBytes = source.getLong();
        int count = source.getInt();
        if (count < 0 || source.remaining() != (long) count * ENTRY_SIZE) {
            throw new CorruptStorageException("Manifest " + id + " is not as long as it says");
        }
        SortedMap<Integer, BlobId> pages = new TreeMap<>();
        byte[] digest = new byte[Block.DIGEST_SIZE];
        for (int i = 0; i < count; i++) {
            int number = source.getInt();
            source.get(digest);
            if (number <= (pages.isEmpty() ? -1 : pages.lastKey()) || number * PAGE_BYTES >= virtualSize) {
                throw new CorruptStorageException("Manifest " + id + " has pages that cannot be");
            }
            pages.put(number, BlobId.of(digest));
        }
        return new ManifestRoot(virtualSize, billedBytes, pages);
    }

    /** Returns this root as it is stored. */
    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_SIZE + pages.size() * ENTRY_SIZE);
        bytes.put(MAGIC).putLong(virtualSize).putLong(billedBytes).putInt(pages.size());
        for (Map.Entry<Integer, BlobId> page : pages.entrySet()) {
            bytes.putInt(page.getKey()).put(page.getValue().digest());
        }
        return bytes.flip();
    }
}
