// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Site;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store that what would be stored is put on to be weighed: it takes note of the sizes and keeps no bytes. All else is that of
 * the store below, in which nothing is changed. For one site; safe for use by many threads.
 */
final class Scale implements ContentStore {
    private final ContentStore store;
    private final Map<BlobId, Integer> sizes = new ConcurrentHashMap<>();

    Scale(ContentStore store) {
        this.store = store;
    }

    @Override
    public void put(Site site, BlobId id, ByteBuffer bytes) {
        sizes.put(id, bytes.remaining());
    }

    /** What is damaged is weighed anew, and stays. */
    @Override
    public void replace(Site site, BlobId id, ByteBuffer bytes) {
        put(site, id, bytes);
    }

    @Override
    public ByteBuffer get(Site site, BlobId id, long offset, int length) {
        return store.get(site, id, offset, length);
    }

    /** Of what was weighed nothing is there to be read; that it is sound is all that is asked. */
    @Override
    public ByteBuffer read(Site site, BlobId id) {
        return sizes.containsKey(id) ? ByteBuffer.allocate(0) : store.read(site, id);
    }

    @Override
    public OptionalLong size(Site site, BlobId id) {
        Integer weighed = sizes.get(id);
        return weighed == null ? store.size(site, id) : OptionalLong.of(weighed);
    }

    @Override
    public Page<BlobInfo> list(Site site, Cursor cursor, int limit) {
        return store.list(site, cursor, limit);
    }

    @Override
    public Set<Site> sites() {
        return store.sites();
    }

    @Override
    public void remove(Site site, Set<BlobId> ids) {
        throw new UnsupportedOperationException("Nothing is removed by weighing");
    }

    @Override
    public void close() {
        // the store below is not ours
    }
}
