// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.CorruptStorageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The part of a manifest that covers 1 GiB of a disk: where each block lies that is not all zero, and its digest
 * (docs/format.md, Manifests). It does not say which part of the disk it covers, so equal parts share a page. All numbers
 * are big-endian.
 *
 * <pre>
 * magic "SIGPAGE1" · billed bytes (8) · number of packs (4) · number of blocks (4)
 * packs    for each: id (32)
 * blocks   for each, ascending: block in the page (2) · pack in the page (2) · offset (4) · length (4) · digest (32)
 * </pre>
 */
final class ManifestPage {
    /** How many blocks a page covers: 1 GiB of the disk. */
    static final int BLOCKS = 16_384;

    static final byte[] MAGIC = "SIGPAGE1".getBytes(StandardCharsets.US_ASCII);
    static final int HEADER_SIZE = MAGIC.length + 8 + 4 + 4;
    static final int ENTRY_SIZE = 2 + 2 + 4 + 4 + Block.DIGEST_SIZE;

    private final ByteBuffer bytes;
    private final List<BlobId> packs;
    private final int count;
    private final int entriesAt;

    private ManifestPage(ByteBuffer bytes, List<BlobId> packs, int count) {
        this.bytes = bytes;
        this.packs = packs;
        this.count = count;
        this.entriesAt = HEADER_SIZE + packs.size() * Block.DIGEST_SIZE;
    }

    /** Reads a page whose digest was checked. */
    static ManifestPage parse(BlobId id, ByteBuffer bytes) {
        ByteBuffer header = bytes.duplicate();
        if (bytes.remaining() < HEADER_SIZE || !Pack.matches(header, MAGIC)) {
            throw new CorruptStorageException("Blob " + id + " is not a manifest page that this library knows");
        }
        header.getLong();
        int packCount = header.getInt();
        int count = header.getInt();
        long size = HEADER_SIZE + (long) packCount * Block.DIGEST_SIZE + (long) count * ENTRY_SIZE;
        if (packCount < 0 || count < 0 || count > BLOCKS || size != bytes.remaining()) {
            throw new CorruptStorageException("Manifest page " + id + " is not as long as it says");
        }
        List<BlobId> packs = new ArrayList<>(packCount);
        for (int i = 0; i < packCount; i++) {
            packs.add(BlobId.of(bytes(header, Block.DIGEST_SIZE)));
        }
        ManifestPage page = new ManifestPage(bytes.slice(), packs, count);
        if (!page.isSound()) {
            throw new CorruptStorageException("Manifest page " + id + " says what cannot be");
        }
        return page;
    }

    private boolean isSound() {
        int last = -1;
        for (int entry = 0; entry < count; entry++) {
            boolean ascending = block(entry) > last && block(entry) < BLOCKS;
            boolean placed = bytes.getChar(at(entry) + 2) < packs.size() && Pack.isPlace(offset(entry), length(entry));
            if (!ascending || !placed) {
                return false;
            }
            last = block(entry);
        }
        return true;
    }

    private static byte[] bytes(ByteBuffer source, int length) {
        byte[] found = new byte[length];
        source.get(found);
        return found;
    }

    /** Returns the packs that hold this page's blocks. */
    List<BlobId> packs() {
        return packs;
    }

    /** Returns how many blocks of this page are not all zero. */
    int count() {
        return count;
    }

    /** Returns which block of the page an entry is about, 0 to {@link #BLOCKS} − 1. */
    int block(int entry) {
        return bytes.getChar(at(entry));
    }

    BlobId pack(int entry) {
        return packs.get(bytes.getChar(at(entry) + 2));
    }

    int offset(int entry) {
        return bytes.getInt(at(entry) + 4);
    }

    int length(int entry) {
        return bytes.getInt(at(entry) + 8);
    }

    byte[] digest(int entry) {
        byte[] digest = new byte[Block.DIGEST_SIZE];
        bytes.get(at(entry) + 12, digest);
        return digest;
    }

    /** Returns the entry about a block of the page, empty if that block is all zero. */
    OptionalInt find(int block) {
        int entry = firstFrom(block);
        return entry < count && block(entry) == block ? OptionalInt.of(entry) : OptionalInt.empty();
    }

    /** Returns the first entry about that block of the page or a later one, {@link #count} if there is none. */
    int firstFrom(int block) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (block(middle) < block) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Returns how much memory this page takes, in bytes. */
    int size() {
        return bytes.capacity();
    }

    private int at(int entry) {
        return entriesAt + entry * ENTRY_SIZE;
    }
}
