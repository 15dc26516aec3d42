// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.Site;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Gathers blocks into packs and puts each full pack at a site. Holds one pack in memory. Not for use by several threads.
 */
final class PackWriter {
    private static final int CAPACITY =
            Pack.HEADER_SIZE + Pack.FULL_BYTES + Block.SIZE + Pack.FULL_BLOCKS * Pack.ENTRY_SIZE + Pack.FOOTER_SIZE;

    private final ContentStore contents;
    private final Site site;
    private final byte[] mark;
    private final RandomGenerator random;
    private final Inventory inventory;
    private final ByteBuffer index = ByteBuffer.allocate(Pack.FULL_BLOCKS * Pack.ENTRY_SIZE);

    /** Without room until there is a first block: publishing nothing new takes none. */
    private ByteBuffer pack = ByteBuffer.allocate(0);

    private int blocks;

    /** @param mark the mark of the publication whose packs these are */
    PackWriter(ContentStore contents, Site site, byte[] mark, RandomGenerator random, Inventory inventory) {
        this.contents = contents;
        this.site = site;
        this.mark = mark;
        this.random = random;
        this.inventory = inventory;
    }

    /** Appends a block to the open pack and returns its offset there. */
    int append(byte[] digest, byte[] stored, int length) {
        if (isEmpty()) {
            begin();
        }
        int offset = pack.position();
        pack.put(stored, 0, length);
        index.put(digest).putInt(offset).putInt(length);
        blocks++;
        return offset;
    }

    boolean isFull() {
        return blocks == Pack.FULL_BLOCKS || pack.position() >= Pack.HEADER_SIZE + Pack.FULL_BYTES;
    }

    boolean isEmpty() {
        return blocks == 0;
    }

    /** Closes the open pack and makes it durable at the site. */
    BlobId seal() {
        index.flip();
        int checksum = Pack.checksum(index.duplicate(), blocks);
        pack.put(index).putInt(blocks).putInt(checksum).put(Pack.FOOTER_MAGIC).flip();
        BlobId id = contents.put(site, pack);
        inventory.add(id, pack.remaining());
        blocks = 0;
        return id;
    }

    private void begin() {
        if (pack.capacity() == 0) {
            pack = ByteBuffer.allocateDirect(CAPACITY);
        }
        byte[] salt = new byte[Pack.SALT_SIZE];
        random.nextBytes(salt);
        pack.clear().put(Pack.HEADER_MAGIC).put(mark).put(salt);
        index.clear();
    }
}
