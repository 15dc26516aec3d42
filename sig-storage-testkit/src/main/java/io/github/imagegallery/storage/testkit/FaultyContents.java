// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.CopyIncompleteException;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.FaultyStorage.Call;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The contents of a {@link FaultyStorage}. */
record FaultyContents(ContentStore inside, Faults faults) implements ContentStore {

    @Override
    public void put(Site site, BlobId id, ByteBuffer bytes) {
        faults.before(Call.PUT);
        inside.put(site, id, bytes);
    }

    @Override
    public BlobId put(Site site, ByteBuffer bytes) {
        faults.before(Call.PUT);
        return inside.put(site, bytes);
    }

    @Override
    public void replace(Site site, BlobId id, ByteBuffer bytes) {
        faults.before(Call.PUT);
        inside.replace(site, id, bytes);
    }

    @Override
    public ByteBuffer get(Site site, BlobId id, long offset, int length) {
        faults.before(Call.GET);
        return inside.get(site, id, offset, length);
    }

    @Override
    public OptionalLong size(Site site, BlobId id) {
        faults.before(Call.LIST);
        return inside.size(site, id);
    }

    @Override
    public Page<BlobInfo> list(Site site, Cursor cursor, int limit) {
        faults.before(Call.LIST);
        return inside.list(site, cursor, limit);
    }

    @Override
    public Set<Site> sites() {
        faults.before(Call.LIST);
        return inside.sites();
    }

    /** Removes one blob at a time, so that a test can fail or die between two of them. */
    @Override
    public void remove(Site site, Set<BlobId> ids) {
        for (BlobId id : ids) {
            faults.before(Call.REMOVE);
            inside.remove(site, Set.of(id));
        }
    }

    /** Copies to one site at a time, so that a test can fail or die between two of them. A failure leaves the other sites. */
    @Override
    public long copy(BlobId id, Site from, List<Site> to) {
        Map<Site, StorageException> failures = new LinkedHashMap<>();
        long moved = 0;
        for (Site site : to) {
            if (faults.fails(Call.COPY)) {
                failures.put(site, Faults.failure(Call.COPY));
                continue;
            }
            try {
                moved += inside.copy(id, from, List.of(site));
            } catch (CopyIncompleteException e) {
                failures.put(site, e);
            }
        }
        if (!failures.isEmpty()) {
            throw new CopyIncompleteException(id, failures, moved);
        }
        return moved;
    }

    @Override
    public void close() {
        // As the storage as a whole: a crashed process closes nothing.
    }
}
