// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult.BoundExceeded;
import io.github.imagegallery.storage.CommitResult.Rejected;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Snapshot;
import io.github.imagegallery.storage.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A commit in the making. Every record that is read through it becomes a check of the commit, so that the commit names
 * all that it relied on.
 */
public final class Draft {
    private final Partition partition;
    private final Instant now;
    private final Predicate<RecordKey> sight;
    private final Commit.Builder commit;
    private final Map<RecordKey, Optional<StoredRecord>> read = new HashMap<>();
    private final Map<RecordKey, Bound> bounds = new LinkedHashMap<>();
    private final Set<RecordKey> unseen = new HashSet<>();
    private boolean changes;

    /** What may be added to a counter, and why it may not. */
    private record Bound(long delta, long max, Violation otherwise) {
        boolean exceededBy(long counted) {
            return counted + delta > max;
        }
    }

    Draft(Partition partition, UUID id, Instant now, Predicate<RecordKey> sight) {
        this.partition = partition;
        this.now = now;
        this.sight = sight;
        this.commit = Commit.builder(id);
    }

    /** Returns the revision of the newest commit; this one comes after it. */
    public long basis() {
        return partition.revision();
    }

    /** Returns when the commit is made. */
    public Instant now() {
        return now;
    }

    /**
     * Returns a record as it is, and relies on it. Nothing if who asks may not see it: then the commit relies on there being
     * none, so that nothing is put over what was not seen.
     */
    public <T> Optional<T> read(RecordKey key, Class<T> type) {
        if (sight.test(key)) {
            return readUnseen(key, type);
        }
        if (unseen.add(key)) {
            commit.absent(key);
        }
        return Optional.empty();
    }

    /** Returns a record as it is, whoever asks, and relies on it. */
    public <T> Optional<T> readUnseen(RecordKey key, Class<T> type) {
        return read.computeIfAbsent(key, this::relyOn).map(stored -> Codec.read(stored, type));
    }

    /** Returns the revision of the commit that last put a record, 0 if there is none, and relies on it. */
    public long revisionOf(RecordKey key) {
        return read.computeIfAbsent(key, this::relyOn)
                .map(StoredRecord::revision)
                .orElse(0L);
    }

    private Optional<StoredRecord> relyOn(RecordKey key) {
        Optional<StoredRecord> found = partition.get(List.of(key), 0).record(key);
        found.ifPresentOrElse(commit::unchanged, () -> commit.absent(key));
        return found;
    }

    /**
     * Has the commit drafted anew if a record is no longer the one that was read: what was read since does not belong
     * with it.
     */
    public void requireFresh(RecordKey key) {
        if (!partition.get(List.of(key), 0).record(key).equals(read.get(key))) {
            throw new StaleException();
        }
    }

    /** Ends the drafting of a commit whose race is lost already. */
    static final class StaleException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StaleException() {
            super("A record was changed while a commit was drafted", null, false, false);
        }
    }

    /** Creates or replaces a record. */
    public void put(RecordKey key, Object record) {
        commit.put(key, Codec.write(record));
        changes = true;
    }

    /** Tells whether a record is small enough to be kept. */
    public static boolean fits(Object record) {
        return Codec.write(record).getBytes(StandardCharsets.UTF_8).length <= Commit.MAX_BODY_BYTES;
    }

    /** Rewrites a record that says nothing, so that its revision tells of this commit. */
    public void touch(RecordKey key) {
        put(key, "");
    }

    /** Deletes a record. */
    public void delete(RecordKey key) {
        commit.delete(key);
        changes = true;
    }

    /** Adds to a counter, and refuses the request when the counter would leave {@code 0..max}. */
    public void count(RecordKey counter, long delta, long max, Violation otherwise) {
        commit.add(counter, delta, 0, max);
        bounds.put(counter, new Bound(delta, max, otherwise));
        changes = true;
    }

    /** Adds to a counter that has no upper limit. */
    public void count(RecordKey counter, long delta) {
        commit.add(counter, delta, 0, Long.MAX_VALUE);
        changes = true;
    }

    /** Relies on a counter being 0; the commit loses its race if it is not. */
    public void requireNone(RecordKey counter) {
        commit.add(counter, 0, 0, 0);
        changes = true;
    }

    boolean isEmpty() {
        return !changes;
    }

    Commit build() {
        return commit.build();
    }

    /** Throws when a limit was exceeded; returns when a race was lost. */
    void refuseExceeded(String request, Rejected rejected) {
        List<Violation> exceeded = rejected.failures().stream()
                .filter(BoundExceeded.class::isInstance)
                .map(failure -> bounds.get(failure.key()))
                .filter(Objects::nonNull)
                .map(Bound::otherwise)
                .toList();
        if (!exceeded.isEmpty()) {
            throw GalleryException.of(request, exceeded);
        }
    }

    /**
     * Tells whether all that was read is still so, at one revision; throws when a limit would be exceeded at that
     * revision.
     */
    boolean holds(String request) {
        List<RecordKey> keys =
                Stream.concat(read.keySet().stream(), bounds.keySet().stream()).toList();
        Snapshot now = partition.get(keys, 0);
        if (!read.entrySet().stream()
                .allMatch(known -> now.record(known.getKey()).equals(known.getValue()))) {
            return false;
        }
        List<Violation> exceeded = bounds.entrySet().stream()
                .filter(bound -> bound.getValue().exceededBy(now.counter(bound.getKey())))
                .map(bound -> bound.getValue().otherwise())
                .toList();
        if (!exceeded.isEmpty()) {
            throw GalleryException.of(request, exceeded);
        }
        return true;
    }
}
