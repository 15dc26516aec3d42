// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import io.github.imagegallery.storage.ChangePage;
import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Order;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Snapshot;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.StoredRecord;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A partition in plain maps under one monitor, written to be obviously right rather than fast. */
final class InMemoryPartition implements Partition {
    /** Keys are printable ASCII, so this sorts behind every key that begins as it does. */
    private static final char BEHIND_ALL = '\u007f';

    private final PartitionId id;
    private final Runnable requireOpen;
    private final NavigableMap<String, StoredRecord> records = new TreeMap<>();
    private final Map<RecordKey, Long> counters = new HashMap<>();
    private final Map<UUID, CommitResult> committed = new HashMap<>();
    private final List<ChangePage.Change> history = new ArrayList<>();
    private long revision;

    InMemoryPartition(PartitionId id, Runnable requireOpen) {
        this.id = id;
        this.requireOpen = requireOpen;
    }

    @Override
    public PartitionId id() {
        return id;
    }

    @Override
    public synchronized long revision() {
        requireOpen.run();
        return revision;
    }

    @Override
    public synchronized Snapshot get(List<RecordKey> keys, long atLeast) {
        if (keys.size() > MAX_PAGE) {
            throw new IllegalArgumentException("At most " + MAX_PAGE + " keys can be read; these are " + keys.size());
        }
        requireReached(atLeast);
        return new Snapshot(revision, found(keys, key -> records.get(key.value())), found(keys, counters::get));
    }

    @Override
    public synchronized Page<StoredRecord> scan(RecordKey prefix, Order order, Cursor cursor, int limit, long atLeast) {
        requireReached(atLeast);
        NavigableMap<String, StoredRecord> range =
                records.subMap(prefix.value(), true, prefix.value() + BEHIND_ALL, false);
        NavigableMap<String, StoredRecord> ordered = order == Order.ASCENDING ? range : range.descendingMap();
        Iterable<StoredRecord> rest = (cursor.isStart() ? ordered : ordered.tailMap(cursor.position(), false)).values();
        return Pages.first(rest, limit, found -> found.key().value());
    }

    @Override
    public synchronized CommitResult commit(Commit commit) {
        requireOpen.run();
        CommitResult before = committed.get(commit.id());
        if (before != null) {
            return before;
        }
        List<CommitResult.Failure> failures = failuresOf(commit);
        if (!failures.isEmpty()) {
            return new CommitResult.Rejected(revision, failures);
        }
        revision++;
        commit.operations().forEach(this::apply);
        history.add(new ChangePage.Change(
                revision,
                commit.operations().stream().map(Commit.Operation::key).collect(Collectors.toSet())));
        CommitResult result = new CommitResult.Committed(revision);
        committed.put(commit.id(), result);
        return result;
    }

    @Override
    public synchronized ChangePage changes(long afterRevision, int limit) {
        requireOpen.run();
        List<ChangePage.Change> rest = history.stream()
                .filter(change -> change.revision() > afterRevision)
                .toList();
        Page<ChangePage.Change> page = Pages.first(rest, limit, change -> Long.toString(change.revision()));
        boolean more = page.next().isPresent();
        long upTo = more ? page.items().get(limit - 1).revision() : revision;
        return new ChangePage.Changes(page.items(), upTo, more);
    }

    private void requireReached(long atLeast) {
        requireOpen.run();
        if (atLeast > revision) {
            throw new StorageException(
                    "Cannot read partition " + id + " at revision " + atLeast + ": it is at " + revision);
        }
    }

    private static <V> Map<RecordKey, V> found(List<RecordKey> keys, Function<RecordKey, @Nullable V> all) {
        Map<RecordKey, V> found = new HashMap<>();
        for (RecordKey key : keys) {
            @Nullable V value = all.apply(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return found;
    }

    private List<CommitResult.Failure> failuresOf(Commit commit) {
        List<CommitResult.Failure> failures = new ArrayList<>();
        for (Commit.Check check : commit.checks()) {
            if (!holds(check)) {
                failures.add(new CommitResult.CheckFailed(check, revisionOf(check.key())));
            }
        }
        for (Commit.Operation operation : commit.operations()) {
            if (operation instanceof Commit.Add add && !isWithinBounds(add)) {
                failures.add(new CommitResult.BoundExceeded(add, counters.getOrDefault(add.key(), 0L)));
            }
        }
        return failures;
    }

    private boolean holds(Commit.Check check) {
        if (check instanceof Commit.Absent) {
            return !records.containsKey(check.key().value());
        }
        if (check instanceof Commit.Unchanged unchanged) {
            return records.containsKey(check.key().value()) && revisionOf(check.key()) == unchanged.revision();
        }
        return records.containsKey(check.key().value());
    }

    private long revisionOf(RecordKey key) {
        @Nullable StoredRecord found = records.get(key.value());
        return found == null ? 0 : found.revision();
    }

    /** Adds without overflow: a sum beyond the range of a long lies outside of every bound. */
    private boolean isWithinBounds(Commit.Add add) {
        BigInteger sum =
                BigInteger.valueOf(counters.getOrDefault(add.key(), 0L)).add(BigInteger.valueOf(add.delta()));
        return sum.compareTo(BigInteger.valueOf(add.min())) >= 0 && sum.compareTo(BigInteger.valueOf(add.max())) <= 0;
    }

    private void apply(Commit.Operation operation) {
        if (operation instanceof Commit.Put put) {
            records.put(put.key().value(), new StoredRecord(put.key(), put.body(), revision));
        } else if (operation instanceof Commit.Delete delete) {
            records.remove(delete.key().value());
        } else if (operation instanceof Commit.Add add) {
            counters.merge(add.key(), add.delta(), Long::sum);
            counters.remove(add.key(), 0L);
        }
    }
}
