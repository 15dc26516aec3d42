// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import com.google.common.collect.Lists;
import com.google.common.hash.Hashing;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.PlanGround;
import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult.BoundExceeded;
import io.github.imagegallery.storage.CommitResult.Rejected;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Snapshot;
import io.github.imagegallery.storage.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A commit in the making. Every record that is read through it becomes a check of the commit, so that the commit names
 * all that it relied on. What was drafted is read as it was drafted, so that several changes can be drafted one upon the other
 * and looked at together.
 */
public final class Draft implements Reading {
    private final Partition partition;
    private final Instant now;
    private final Predicate<RecordKey> sight;
    private final UUID id;
    private final Map<RecordKey, Optional<StoredRecord>> read = new LinkedHashMap<>();
    private final Set<RecordKey> unseen = new LinkedHashSet<>();
    /** The new bodies of records, empty for those that are deleted. */
    private final Map<RecordKey, Optional<String>> written = new LinkedHashMap<>();

    private final Map<RecordKey, Count> counts = new LinkedHashMap<>();

    /** What is added to a counter, within which bounds, and what it means that it cannot. */
    private record Count(long delta, long min, long max, Optional<Violation> otherwise) {
        boolean exceededBy(long counted) {
            return counted + delta > max;
        }

        Count plus(Count other) {
            return new Count(
                    delta + other.delta,
                    Math.max(min, other.min),
                    Math.min(max, other.max),
                    otherwise.or(other::otherwise));
        }
    }

    Draft(Partition partition, UUID id, Instant now, Predicate<RecordKey> sight) {
        this.partition = partition;
        this.id = id;
        this.now = now;
        this.sight = sight;
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
    @Override
    public <T> Optional<T> read(RecordKey key, Class<T> type) {
        if (sight.test(key)) {
            return readUnseen(key, type);
        }
        unseen.add(key);
        return Optional.empty();
    }

    /** Returns a record as it is, whoever asks, and relies on it. */
    public <T> Optional<T> readUnseen(RecordKey key, Class<T> type) {
        Optional<StoredRecord> stored = read.computeIfAbsent(key, this::find);
        return written.getOrDefault(key, stored.map(StoredRecord::body))
                .map(body -> Codec.read(new StoredRecord(key, body, 0), type));
    }

    /** Returns the revision of the commit that last put a record, 0 if there is none, and relies on it. */
    public long revisionOf(RecordKey key) {
        return read.computeIfAbsent(key, this::find).map(StoredRecord::revision).orElse(0L);
    }

    private Optional<StoredRecord> find(RecordKey key) {
        return partition.get(List.of(key), 0).record(key);
    }

    /** Returns what is read as it was found, whatever was drafted since. */
    public Reading found() {
        return new Reading() {
            @Override
            public <T> Optional<T> read(RecordKey key, Class<T> type) {
                return sight.test(key)
                        ? read.computeIfAbsent(key, Draft.this::find).map(stored -> Codec.read(stored, type))
                        : Optional.empty();
            }
        };
    }

    /** Returns the keys of the records that are written or deleted, in the order in which they first were. */
    public Set<RecordKey> written() {
        return written.keySet();
    }

    /** Says what is written and deleted that people see, in words. */
    public Map<RecordKey, String> changes() {
        Map<RecordKey, String> changes = new LinkedHashMap<>();
        written.forEach(
                (key, body) -> Wording.change(key, foundBody(key), body).ifPresent(line -> changes.put(key, line)));
        return changes;
    }

    private Optional<String> foundBody(RecordKey key) {
        return read.getOrDefault(key, Optional.empty()).map(StoredRecord::body);
    }

    /**
     * Says what was read, each with a digest of its content. What who asks may not see is told like what is not there, and
     * what was read in spite of that is not told.
     */
    public SortedMap<String, String> facts() {
        SortedMap<String, String> facts = new TreeMap<>();
        read.keySet().stream()
                .filter(sight)
                .forEach(key -> Wording.name(key)
                        .ifPresent(name -> facts.put(
                                name, foundBody(key).map(Draft::digest).orElse(PlanGround.ABSENT))));
        unseen.forEach(key -> Wording.name(key).ifPresent(name -> facts.putIfAbsent(name, PlanGround.ABSENT)));
        return facts;
    }

    /** Returns the digest of a text. */
    public static String digest(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
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
        written.put(key, Optional.of(Codec.write(record)));
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
        written.put(key, Optional.empty());
    }

    /** Adds to a counter, and refuses the request when the counter would leave {@code 0..max}. */
    public void count(RecordKey counter, long delta, long max, Violation otherwise) {
        add(counter, new Count(delta, 0, max, Optional.of(otherwise)));
    }

    /** Adds to a counter that has no upper limit. */
    public void count(RecordKey counter, long delta) {
        add(counter, new Count(delta, 0, Long.MAX_VALUE, Optional.empty()));
    }

    /** Relies on a counter being 0; the commit loses its race if it is not. */
    public void requireNone(RecordKey counter) {
        add(counter, new Count(0, 0, 0, Optional.empty()));
    }

    private void add(RecordKey counter, Count count) {
        counts.merge(counter, count, Count::plus);
    }

    boolean isEmpty() {
        return written.isEmpty() && counts.isEmpty();
    }

    Commit build() {
        Commit.Builder commit = Commit.builder(id);
        read.forEach((key, found) -> found.ifPresentOrElse(commit::unchanged, () -> commit.absent(key)));
        unseen.forEach(commit::absent);
        written.forEach((key, body) -> body.ifPresentOrElse(text -> commit.put(key, text), () -> commit.delete(key)));
        counts.forEach((key, count) -> commit.add(key, count.delta(), count.min(), count.max()));
        return commit.build();
    }

    /** Throws when a limit was exceeded; returns when a race was lost. */
    void refuseExceeded(String request, Rejected rejected) {
        List<Violation> exceeded = rejected.failures().stream()
                .filter(BoundExceeded.class::isInstance)
                .map(failure -> counts.get(failure.key()))
                .flatMap(count -> count.otherwise().stream())
                .toList();
        if (!exceeded.isEmpty()) {
            throw GalleryException.of(request, exceeded);
        }
    }

    /**
     * Returns what is counted if all that was read is still so, at one revision; empty if it is not. Throws when a limit would
     * be exceeded at that revision.
     */
    Optional<Map<RecordKey, Counted>> settled(String request) {
        List<RecordKey> keys =
                Stream.concat(read.keySet().stream(), counts.keySet().stream()).toList();
        Map<RecordKey, StoredRecord> records = new HashMap<>();
        Map<RecordKey, Long> counters = new HashMap<>();
        // of several pages all is as it was read at the revision of the first one: what was changed between them is
        // noticed
        for (List<RecordKey> page : Lists.partition(keys, Partition.MAX_PAGE)) {
            Snapshot snapshot = partition.get(page, 0);
            records.putAll(snapshot.records());
            counters.putAll(snapshot.counters());
        }
        if (!read.entrySet().stream()
                .allMatch(known -> known.getValue().equals(Optional.ofNullable(records.get(known.getKey()))))) {
            return Optional.empty();
        }
        Map<RecordKey, Counted> counted = new LinkedHashMap<>();
        List<Violation> exceeded = new ArrayList<>();
        counts.forEach((key, count) -> {
            long before = counters.getOrDefault(key, 0L);
            counted.put(key, new Counted(before, before + count.delta()));
            count.otherwise().filter(why -> count.exceededBy(before)).ifPresent(exceeded::add);
        });
        if (!exceeded.isEmpty()) {
            throw GalleryException.of(request, exceeded);
        }
        return Optional.of(counted);
    }

    /** A counter as it is, and as it is when what was drafted is committed. */
    public record Counted(long before, long after) {}
}
