// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.ChangePage;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Order;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Snapshot;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.StoredRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The durable state of a partition, in memory. Any thread may read; only one applies commits, and that one may also use
 * the {@code find} methods, which do not lock.
 */
final class PartitionState {
    private static final long REMEMBERED_MILLIS = Duration.ofDays(1).toMillis();

    /** Keys are printable ASCII, so this sorts behind every key that begins as it does. */
    private static final char BEHIND_ALL = '\u007f';

    private final PartitionId id;
    private final int historySize;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final NavigableMap<String, StoredRecord> records = new TreeMap<>();
    private final Map<RecordKey, Long> counters = new HashMap<>();
    private final Map<UUID, Remembered> commits = new LinkedHashMap<>();
    private final NavigableMap<Long, ChangePage.Change> history = new TreeMap<>();
    private long forgotten;
    private volatile long revision;

    PartitionState(PartitionId id, int historySize) {
        this.id = id;
        this.historySize = historySize;
    }

    /** When a commit was made, and as which revision. */
    private record Remembered(long revision, long time) {}

    PartitionId id() {
        return id;
    }

    long revision() {
        return revision;
    }

    Snapshot get(List<RecordKey> keys, long atLeast) {
        Map<RecordKey, StoredRecord> foundRecords = new HashMap<>();
        Map<RecordKey, Long> foundCounters = new HashMap<>();
        lock.readLock().lock();
        try {
            requireReached(atLeast);
            for (RecordKey key : keys) {
                putIfFound(foundRecords, key, records.get(key.value()));
                putIfFound(foundCounters, key, counters.get(key));
            }
            return new Snapshot(revision, foundRecords, foundCounters);
        } finally {
            lock.readLock().unlock();
        }
    }

    Page<StoredRecord> scan(RecordKey prefix, Order order, Cursor cursor, int limit, long atLeast) {
        lock.readLock().lock();
        try {
            requireReached(atLeast);
            return Pages.first(
                    range(prefix.value(), order, cursor).values(),
                    limit,
                    found -> found.key().value());
        } finally {
            lock.readLock().unlock();
        }
    }

    ChangePage changes(long afterRevision, int limit) {
        lock.readLock().lock();
        try {
            if (afterRevision < forgotten) {
                return new ChangePage.TooOld(forgotten);
            }
            Page<ChangePage.Change> page = Pages.first(
                    history.tailMap(afterRevision, false).values(), limit, change -> "" + change.revision());
            boolean more = page.next().isPresent();
            long upTo = more ? page.items().get(limit - 1).revision() : revision;
            return new ChangePage.Changes(page.items(), upTo, more);
        } finally {
            lock.readLock().unlock();
        }
    }

    void apply(LoggedCommit commit) {
        lock.writeLock().lock();
        try {
            commit.puts()
                    .forEach((key, body) -> records.put(key.value(), new StoredRecord(key, body, commit.revision())));
            commit.deletes().forEach(key -> records.remove(key.value()));
            commit.counters().forEach(this::setCounter);
            remember(commit);
            revision = commit.revision();
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Nullable
    StoredRecord findRecord(RecordKey key) {
        return records.get(key.value());
    }

    long findCounter(RecordKey key) {
        return counters.getOrDefault(key, 0L);
    }

    /** Returns the revision that a commit made, null if it is not known. */
    @Nullable
    Long findCommit(UUID commit) {
        Remembered found = commits.get(commit);
        return found == null ? null : found.revision();
    }

    private void requireReached(long atLeast) {
        if (atLeast > revision) {
            throw new StorageException(
                    "Cannot read partition " + id + " at revision " + atLeast + ": it is at " + revision);
        }
    }

    private static <V> void putIfFound(Map<RecordKey, V> found, RecordKey key, @Nullable V value) {
        if (value != null) {
            found.put(key, value);
        }
    }

    private NavigableMap<String, StoredRecord> range(String prefix, Order order, Cursor cursor) {
        NavigableMap<String, StoredRecord> range = records.subMap(prefix, true, prefix + BEHIND_ALL, false);
        NavigableMap<String, StoredRecord> ordered = order == Order.ASCENDING ? range : range.descendingMap();
        return cursor.isStart() ? ordered : ordered.tailMap(cursor.position(), false);
    }

    private void setCounter(RecordKey key, long value) {
        if (value == 0) {
            counters.remove(key);
        } else {
            counters.put(key, value);
        }
    }

    private void remember(LoggedCommit commit) {
        history.put(commit.revision(), new ChangePage.Change(commit.revision(), commit.keys()));
        while (history.size() > historySize) {
            forgotten = history.pollFirstEntry().getKey();
        }
        commits.put(commit.id(), new Remembered(commit.revision(), commit.time()));
        long oldest = commit.time() - REMEMBERED_MILLIS;
        Iterator<Remembered> eldest = commits.values().iterator();
        while (eldest.hasNext() && eldest.next().time() < oldest) {
            eldest.remove();
        }
    }
}
