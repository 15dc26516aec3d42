// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

/**
 * A place where galleries live: a {@link RecordStore} and a {@link ContentStore}, opened and closed together.
 * Implementations are safe for use by many threads.
 */
public interface GalleryStorage extends AutoCloseable {

    /** Returns the records of this storage. */
    RecordStore records();

    /** Returns the contents of this storage. */
    ContentStore contents();

    /**
     * Closes both stores. Idempotent. When this returns, no blob is being written or removed any more. Other calls that are under
     * way may fail with a {@link StorageException}; a commit that was acknowledged stays.
     */
    @Override
    void close();

    /** Joins two stores, of one backend or of two, into one storage. Closing it closes both. */
    static GalleryStorage of(RecordStore records, ContentStore contents) {
        return new JoinedStorage(records, contents);
    }
}
