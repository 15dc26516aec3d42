// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Order;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.StoredRecord;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All records of a storage, and its revision: where that is the same, no counter was changed either.
 *
 * @param revision the revision of the newest commit
 * @param records the bodies by their keys
 */
record Remembered(long revision, Map<String, String> records) {
    private static final String KINDS = "gdivrpeh";

    static Remembered of(GalleryStorage storage) {
        return of(storage, "default");
    }

    static Remembered of(GalleryStorage storage, String subscription) {
        Partition partition = storage.records().partition(new PartitionId(subscription));
        Map<String, String> records = new TreeMap<>();
        KINDS.chars().forEach(kind -> scan(partition, new RecordKey((char) kind + "/"), records));
        return new Remembered(partition.revision(), records);
    }

    private static void scan(Partition partition, RecordKey prefix, Map<String, String> found) {
        Optional<Cursor> next = Optional.of(Cursor.start());
        while (next.isPresent()) {
            Page<StoredRecord> page = partition.scan(prefix, Order.ASCENDING, next.get(), 1_000, 0);
            page.items().forEach(stored -> found.put(stored.key().value(), stored.body()));
            next = page.next();
        }
    }

    static long counter(GalleryStorage storage, String key) {
        return counter(storage, "default", key);
    }

    static long counter(GalleryStorage storage, String subscription, String key) {
        RecordKey counter = new RecordKey(key);
        return storage.records()
                .partition(new PartitionId(subscription))
                .get(java.util.List.of(counter), 0)
                .counter(counter);
    }
}
