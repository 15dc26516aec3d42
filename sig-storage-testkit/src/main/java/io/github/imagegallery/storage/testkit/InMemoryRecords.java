// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The partitions of an {@link InMemoryStorage}. */
final class InMemoryRecords implements RecordStore {
    private final Map<PartitionId, InMemoryPartition> partitions = new ConcurrentHashMap<>();
    private final Runnable requireOpen;

    InMemoryRecords(Runnable requireOpen) {
        this.requireOpen = requireOpen;
    }

    @Override
    public Partition partition(PartitionId id) {
        return partitions.computeIfAbsent(id, absent -> new InMemoryPartition(absent, requireOpen));
    }

    @Override
    public Page<PartitionId> partitions(Cursor cursor, int limit) {
        requireOpen.run();
        List<PartitionId> rest = partitions.values().stream()
                .filter(partition -> partition.revision() > 0)
                .map(InMemoryPartition::id)
                .filter(id -> id.value().compareTo(cursor.position()) > 0)
                .sorted()
                .toList();
        return Pages.first(rest, limit, PartitionId::value);
    }

    @Override
    public void close() {
        // The storage as a whole is closed, not a half of it: it has nothing to release.
    }
}
