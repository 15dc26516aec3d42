// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobMissingException;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.RecordStore;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;

/**
 * A storage that lives in memory: for unit tests, and the oracle that other backends are compared with. It keeps every
 * law of the SPI but durability, remembers all commit ids and all changes, and holds everything on the heap. Safe for
 * use by many threads.
 */
public final class InMemoryStorage implements GalleryStorage {
    private final InMemoryRecords records = new InMemoryRecords(this::requireOpen);
    private final InMemoryContents contents = new InMemoryContents(this::requireOpen);
    private volatile boolean closed;

    /** Creates an empty storage. */
    public InMemoryStorage() {}

    @Override
    public RecordStore records() {
        return records;
    }

    @Override
    public ContentStore contents() {
        return contents;
    }

    /** Closes this storage: every later call fails with a {@link StorageException} until {@link #reopen()}. */
    @Override
    public void close() {
        synchronized (contents) {
            closed = true;
        }
    }

    /** Opens this storage again with all that it held, as a restarted process would find it. Returns this storage. */
    public InMemoryStorage reopen() {
        closed = false;
        return this;
    }

    /**
     * Damages one copy of a blob: the byte at {@code offset} is inverted, as by a failing disk.
     *
     * @param offset the byte to damage, from 0
     * @throws BlobMissingException if the site does not have that byte of the blob
     */
    public void damage(Site site, BlobId id, long offset) {
        contents.damage(site, id, offset);
    }

    /** Loses all blobs of a site, as if its volume were gone. */
    public void drop(Site site) {
        contents.drop(site);
    }

    private void requireOpen() {
        if (closed) {
            throw new StorageException("Cannot use this storage: it is closed");
        }
    }
}
