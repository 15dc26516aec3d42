// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult;
import io.github.imagegallery.storage.CommitResult.BoundExceeded;
import io.github.imagegallery.storage.CommitResult.Committed;
import io.github.imagegallery.storage.CommitResult.Rejected;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.RecordStore;
import io.github.imagegallery.storage.StoredRecord;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.ToLongFunction;

/**
 * Writes down every commit that a storage answers, under its revision, so that it can be played again one after the other.
 * Closing its storage leaves the one inside open. Safe for use by many threads.
 */
final class CommitLog {
    private final NavigableMap<Long, Commit> commits = new ConcurrentSkipListMap<>();
    private final Queue<Refused> refusals = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<Integer> refusedHere = ThreadLocal.withInitial(() -> 0);
    private final GalleryStorage storage;

    /** A counter that would have left its bounds, at a revision. */
    private record Refused(long revision, BoundExceeded bound) {}

    CommitLog(GalleryStorage inside) {
        storage = GalleryStorage.of(around(RecordStore.class, inside.records()), inside.contents());
    }

    GalleryStorage storage() {
        return storage;
    }

    /** Returns how many commits of this thread were refused for a limit. */
    int refusedHere() {
        return refusedHere.get();
    }

    int refusals() {
        return refusals.size();
    }

    int commits() {
        return commits.size();
    }

    private void note(Commit commit, CommitResult result) {
        if (result instanceof Committed committed) {
            commits.put(committed.revision(), commit);
        } else if (result instanceof Rejected rejected) {
            List<Refused> found = rejected.failures().stream()
                    .filter(BoundExceeded.class::isInstance)
                    .map(BoundExceeded.class::cast)
                    .filter(bound -> isLimit(bound.key()) && bound.add().delta() > 0)
                    .map(bound -> new Refused(rejected.revision(), bound))
                    .toList();
            refusals.addAll(found);
            refusedHere.set(refusedHere.get() + found.size());
        }
    }

    private static boolean isLimit(RecordKey counter) {
        return counter.value().startsWith("n/");
    }

    /**
     * Plays all commits again: after each, every limit's counter is what there is, and within the limit; and whoever was
     * refused for a limit was so while it was used up.
     *
     * @param limit the limit of a counter
     */
    void requireExact(ToLongFunction<RecordKey> limit) {
        Map<RecordKey, RecordKey> there = new HashMap<>();
        Map<RecordKey, Long> counted = new HashMap<>();
        Map<RecordKey, Long> counters = new HashMap<>();
        List<Refused> open = new ArrayList<>(refusals);
        requireUsedUp(open, Long.MIN_VALUE, commits.isEmpty() ? Long.MAX_VALUE : commits.firstKey(), counted, limit);
        commits.forEach((revision, commit) -> {
            for (Commit.Operation operation : commit.operations()) {
                if (operation instanceof Commit.Add add && isLimit(add.key())) {
                    counters.merge(add.key(), add.delta(), Long::sum);
                } else if (operation instanceof Commit.Put put
                        && isCounted(put.key())
                        && !there.containsKey(put.key())) {
                    RecordKey counter = counter(put);
                    there.put(put.key(), counter);
                    counted.merge(counter, 1L, Long::sum);
                } else if (operation instanceof Commit.Delete delete && there.containsKey(delete.key())) {
                    counted.merge(there.remove(delete.key()), -1L, Long::sum);
                }
            }
            assertThat(nonZero(counters))
                    .as("counters at revision %d", revision)
                    .isEqualTo(nonZero(counted));
            counted.forEach((counter, count) -> assertThat(count)
                    .as("%s at revision %d", counter, revision)
                    .isBetween(0L, limit.applyAsLong(counter)));
            Long next = commits.higherKey(revision);
            requireUsedUp(open, revision, next == null ? Long.MAX_VALUE : next, counted, limit);
        });
        assertThat(open).as("refusals that were looked at").isEmpty();
    }

    private static Map<RecordKey, Long> nonZero(Map<RecordKey, Long> counts) {
        Map<RecordKey, Long> found = new HashMap<>(counts);
        found.values().removeIf(count -> count == 0);
        return found;
    }

    private static void requireUsedUp(
            Collection<Refused> open,
            long from,
            long to,
            Map<RecordKey, Long> counted,
            ToLongFunction<RecordKey> limit) {
        open.removeIf(refused -> {
            boolean now = refused.revision() >= from && refused.revision() < to;
            if (now) {
                assertThat(counted.getOrDefault(refused.bound().key(), 0L))
                        .as("%s", refused)
                        .isEqualTo(refused.bound().actual())
                        .isEqualTo(limit.applyAsLong(refused.bound().key()));
            }
            return now;
        });
    }

    private static boolean isCounted(RecordKey key) {
        return "gdv".indexOf(key.value().charAt(0)) >= 0;
    }

    /** Returns the counter that a resource is counted by, as its record says where it is. */
    private static RecordKey counter(Commit.Put put) {
        StoredRecord stored = new StoredRecord(put.key(), put.body(), 1);
        return new RecordKey(
                switch (put.key().value().charAt(0)) {
                    case 'g' ->
                        "n/galleries/"
                                + Ledger.decode(stored, GalleryRecord.class).location();
                    case 'd' ->
                        "n/definitions/"
                                + Ledger.decode(stored, DefinitionRecord.class).location();
                    default ->
                        "n/versions/"
                                + Ledger.decode(stored, VersionRecord.class).location();
                });
    }

    private <T> T around(Class<T> type, T inside) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
            if (method.getName().equals("close")) {
                return null;
            }
            try {
                Object answer = method.invoke(inside, args);
                if (answer instanceof CommitResult result) {
                    note((Commit) args[0], result);
                }
                return answer instanceof Partition partition ? around(Partition.class, partition) : answer;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
