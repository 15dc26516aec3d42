// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.storage.ChangePage;
import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult;
import io.github.imagegallery.storage.CommitResult.BoundExceeded;
import io.github.imagegallery.storage.CommitResult.CheckFailed;
import io.github.imagegallery.storage.CommitResult.Committed;
import io.github.imagegallery.storage.CommitResult.Rejected;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Order;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Snapshot;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.StoredRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The laws of {@link Partition} and of {@link io.github.imagegallery.storage.RecordStore}. A backend's whole test is a
 * subclass that opens it; one that is durable also says how to reopen it. Each test has a storage of its own.
 */
public abstract class RecordStoreContract {
    private static final RecordKey A = new RecordKey("a");
    private static final RecordKey B = new RecordKey("b");
    private static final RecordKey C = new RecordKey("c");
    private static final int THREADS = 8;

    private GalleryStorage storage;
    private Partition partition;

    /** For subclasses. */
    protected RecordStoreContract() {}

    /**
     * Opens a storage that holds nothing.
     *
     * @throws Exception if it cannot be opened, which fails the test
     */
    protected abstract GalleryStorage open() throws Exception;

    /**
     * Opens again the storage that was last opened, which is closed by now. A backend that is not durable leaves this
     * as it is: the tests that ask for it are then skipped.
     *
     * @throws Exception if it cannot be opened, which fails the test
     */
    protected GalleryStorage reopen() throws Exception {
        return Assumptions.abort("This backend does not say how to reopen it");
    }

    @BeforeEach
    final void openEmptyStorage() throws Exception {
        use(open());
    }

    @AfterEach
    final void closeStorage() {
        storage.close();
    }

    // What a commit does

    @Test
    final void anEmptyPartitionIsAtRevisionZero() {
        assertThat(partition.id()).isEqualTo(new PartitionId("default"));
        assertThat(partition.revision()).isZero();
        assertThat(partition.get(List.of(A), 0)).isEqualTo(new Snapshot(0, Map.of(), Map.of()));
        assertThat(allRecords(A, Order.ASCENDING, 10)).isEmpty();
        assertThat(partition.changes(0, 10)).isEqualTo(new ChangePage.Changes(List.of(), 0, false));
    }

    @Test
    final void whatWasCommittedIsRead() {
        long revision = committed(commit().put(A, "one").put(B, "two").add(C, 3, 0, 9));

        assertThat(revision).isPositive();
        assertThat(partition.revision()).isEqualTo(revision);
        Snapshot snapshot = partition.get(List.of(A, B, C), revision);
        assertThat(snapshot.revision()).isEqualTo(revision);
        assertThat(snapshot.records())
                .isEqualTo(Map.of(A, new StoredRecord(A, "one", revision), B, new StoredRecord(B, "two", revision)));
        assertThat(snapshot.counters()).isEqualTo(Map.of(C, 3L));
    }

    @Test
    final void onlyWhatWasAskedForIsRead() {
        committed(commit().put(A, "one").put(B, "two").add(A, 1, 0, 9).add(B, 1, 0, 9));

        Snapshot snapshot = partition.get(List.of(B, C, B), 0);

        assertThat(snapshot.records()).containsOnlyKeys(B);
        assertThat(snapshot.counters()).containsOnlyKeys(B);
    }

    @Test
    final void eachCommitHasAHigherRevision() {
        long first = committed(commit().put(A, "one"));
        long second = committed(commit().put(B, "two"));
        long third = committed(commit().put(A, "three"));

        assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
        assertThat(read(A)).contains(new StoredRecord(A, "three", third));
        assertThat(read(B)).contains(new StoredRecord(B, "two", second));
    }

    @Test
    final void deletedRecordsAreGone() {
        committed(commit().put(A, "one").put(B, "two"));
        committed(commit().delete(A).delete(C));

        assertThat(read(A)).isEmpty();
        assertThat(read(B)).isPresent();
        assertThat(allRecords(A, Order.ASCENDING, 10)).isEmpty();
    }

    @Test
    final void recordsAndCountersHaveNameSpacesOfTheirOwn() {
        committed(commit().put(A, "one").add(A, 5, 0, 9));
        committed(commit().delete(A).absent(B));

        Snapshot snapshot = partition.get(List.of(A), 0);
        assertThat(snapshot.records()).isEmpty();
        assertThat(snapshot.counter(A)).isEqualTo(5);
        assertThat(failures(commit().present(A))).hasSize(1);
        assertThat(allRecords(A, Order.ASCENDING, 10)).isEmpty();
    }

    @Test
    final void aCounterThatIsBackAtZeroIsNotListed() {
        committed(commit().add(A, 5, 0, 9));
        committed(commit().add(A, -5, 0, 9));

        assertThat(partition.get(List.of(A), 0).counters()).isEmpty();
        committed(commit().add(A, -1, -1, 0));
        assertThat(counter(A)).isEqualTo(-1);
    }

    @Test
    final void aCommitThatChangesNothingIsStillAnswered() {
        long before = committed(commit().put(A, "one"));

        assertThat(committed(commit().present(A))).isGreaterThanOrEqualTo(before);
        assertThat(committed(commit().delete(B))).isGreaterThanOrEqualTo(before);
        assertThat(committed(commit())).isGreaterThanOrEqualTo(before);
        assertThat(partition.revision()).isGreaterThanOrEqualTo(before);
        assertThat(read(A)).contains(new StoredRecord(A, "one", before));
    }

    @Test
    final void partitionsDoNotSeeEachOther() {
        Partition other = storage.records().partition(new PartitionId("other"));
        Commit commit = commit().put(A, "one").add(B, 1, 0, 1).build();
        partition.commit(commit);

        assertThat(other.revision()).isZero();
        assertThat(other.get(List.of(A, B), 0)).isEqualTo(new Snapshot(0, Map.of(), Map.of()));
        assertThat(other.commit(commit)).isInstanceOf(Committed.class);
        assertThat(other.get(List.of(A), 0).record(A)).isPresent();
    }

    // Checks and bounds

    @Test
    final void checksAreAgainstTheStateBeforeTheCommit() {
        long revision = committed(commit().absent(A).put(A, "one"));

        committed(commit().present(A).delete(A));
        assertThat(failures(commit().present(A).put(A, "two")))
                .containsExactly(new CheckFailed(new Commit.Present(A), 0));
        assertThat(failures(commit().unchanged(new StoredRecord(A, "one", revision))))
                .containsExactly(new CheckFailed(new Commit.Unchanged(A, revision), 0));
    }

    @Test
    final void aRecordThatWasPutAgainHasChanged() {
        long first = committed(commit().put(A, "one"));
        committed(commit().unchanged(new StoredRecord(A, "one", first)).put(B, "beside"));
        long second = committed(commit().put(A, "one"));

        assertThat(failures(commit().unchanged(new StoredRecord(A, "one", first))))
                .containsExactly(new CheckFailed(new Commit.Unchanged(A, first), second));
        assertThat(failures(commit().absent(A))).containsExactly(new CheckFailed(new Commit.Absent(A), second));
    }

    @Test
    final void anAbsentRecordIsUnchangedAtNoRevision() {
        assertThat(failures(commit().unchanged(new StoredRecord(A, "", 0))))
                .containsExactly(new CheckFailed(new Commit.Unchanged(A, 0), 0));
    }

    @Test
    final void aCounterMayReachItsBoundsButNotLeaveThem() {
        committed(commit().add(A, 10, -10, 10));
        assertThat(failures(commit().add(A, 1, -10, 10)))
                .containsExactly(new BoundExceeded(new Commit.Add(A, 1, -10, 10), 10));
        committed(commit().add(A, -20, -10, 10));
        assertThat(failures(commit().add(A, -1, -10, 10)))
                .containsExactly(new BoundExceeded(new Commit.Add(A, -1, -10, 10), -10));
        assertThat(failures(commit().add(A, 0, 0, 10)))
                .containsExactly(new BoundExceeded(new Commit.Add(A, 0, 0, 10), -10));
        assertThat(counter(A)).isEqualTo(-10);
    }

    @Test
    final void aCounterDoesNotOverflow() {
        committed(commit().add(A, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE));
        committed(commit().add(B, Long.MIN_VALUE, Long.MIN_VALUE, Long.MAX_VALUE));

        assertThat(failures(
                        commit().add(A, 1, Long.MIN_VALUE, Long.MAX_VALUE).add(B, -1, Long.MIN_VALUE, Long.MAX_VALUE)))
                .hasSize(2);
        assertThat(counter(A)).isEqualTo(Long.MAX_VALUE);
        assertThat(counter(B)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    final void aRejectionNamesAllFailuresAndChangesNothing() {
        long revision = committed(commit().put(A, "one").add(A, 1, 0, 1).add(B, 1, 0, 1));

        CommitResult result = partition.commit(commit().absent(A)
                .present(A)
                .present(B)
                .unchanged(new StoredRecord(A, "one", revision + 1))
                .add(A, 1, 0, 1)
                .put(B, "two")
                .add(C, 1, 0, 1)
                .add(B, -2, 0, 1)
                .delete(A)
                .build());

        assertThat(result).isInstanceOf(Rejected.class);
        assertThat(((Rejected) result).revision()).isEqualTo(revision);
        assertThat(((Rejected) result).failures())
                .containsExactly(
                        new CheckFailed(new Commit.Absent(A), revision),
                        new CheckFailed(new Commit.Present(B), 0),
                        new CheckFailed(new Commit.Unchanged(A, revision + 1), revision),
                        new BoundExceeded(new Commit.Add(A, 1, 0, 1), 1),
                        new BoundExceeded(new Commit.Add(B, -2, 0, 1), 1));
        assertThat(partition.get(List.of(A, B, C), 0))
                .isEqualTo(
                        new Snapshot(revision, Map.of(A, new StoredRecord(A, "one", revision)), Map.of(A, 1L, B, 1L)));
        assertThat(partition.changes(revision, 10)).isEqualTo(new ChangePage.Changes(List.of(), revision, false));
    }

    // Replay

    @Test
    final void aCommitSentAgainIsAnsweredAsBefore() {
        Commit commit = commit().absent(A).put(A, "one").add(B, 1, 0, 1).build();
        CommitResult first = partition.commit(commit);
        committed(commit().put(A, "two"));

        assertThat(partition.commit(commit)).isEqualTo(first).isInstanceOf(Committed.class);
        assertThat(read(A)).map(StoredRecord::body).contains("two");
        assertThat(counter(B)).isEqualTo(1);
    }

    @Test
    final void aRejectedCommitSentAgainIsTriedAgain() {
        Commit commit = commit().present(A).put(B, "two").build();
        assertThat(partition.commit(commit)).isInstanceOf(Rejected.class);
        committed(commit().put(A, "one"));

        assertThat(partition.commit(commit)).isInstanceOf(Committed.class);
        assertThat(read(B)).isPresent();
    }

    @Test
    final void aCommitSentByManyAtOnceIsAppliedOnce() {
        for (int round = 0; round < 20; round++) {
            Commit commit = commit().add(A, 1, 0, 100).build();
            Set<CommitResult> answers = Collections.synchronizedSet(new HashSet<>());
            Threads.run(THREADS, thread -> answers.add(partition.commit(commit)));
            assertThat(answers).hasSize(1);
            assertThat(counter(A)).isEqualTo(round + 1);
        }
    }

    // Reading

    @Test
    final void aRevisionThatWasNotReachedIsNotRead() {
        long revision = committed(commit().put(A, "one"));

        assertThat(partition.get(List.of(A), revision).record(A)).isPresent();
        assertThat(partition
                        .scan(A, Order.ASCENDING, Cursor.start(), 1, revision)
                        .items())
                .hasSize(1);
        assertThatThrownBy(() -> partition.get(List.of(A), revision + 1)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> partition.scan(A, Order.ASCENDING, Cursor.start(), 1, revision + 1))
                .isInstanceOf(StorageException.class);
    }

    @Test
    final void keysAndLimitsHaveTheirRange() {
        List<RecordKey> keys = IntStream.range(0, Partition.MAX_PAGE + 1)
                .mapToObj(n -> new RecordKey("k" + n))
                .toList();
        committed(commit().put(keys.get(999), "one"));

        assertThat(partition.get(keys.subList(0, 1_000), 0).records()).hasSize(1);
        assertThatIllegalArgumentException().isThrownBy(() -> partition.get(keys, 0));
        for (int limit : new int[] {-1, 0, 1_001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> partition.scan(A, Order.ASCENDING, Cursor.start(), limit, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> partition.changes(0, limit));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> storage.records().partitions(Cursor.start(), limit));
        }
    }

    @Test
    final void aScanFindsThePrefixInBothOrders() {
        List<RecordKey> keys = Stream.of(
                        "a", "a ", "a/", "a/0", "a/1", "a/10", "a/1~", "a/1~~", "a/2", "a/A", "a/a", "a/~", "a/~~",
                        "a0", "b", "~", "~~", "A/1", " ")
                .map(RecordKey::new)
                .toList();
        List<RecordKey> shuffled = new ArrayList<>(keys);
        Collections.shuffle(shuffled, new Random(1));
        shuffled.forEach(key -> committed(commit().put(key, "body of " + key).add(key, 1, 0, 1)));

        for (RecordKey prefix : keys) {
            List<RecordKey> expected = keys.stream()
                    .filter(key -> key.value().startsWith(prefix.value()))
                    .sorted()
                    .toList();
            for (int limit : new int[] {1, 2, 3, 1_000}) {
                assertThat(allKeys(prefix, Order.ASCENDING, limit)).isEqualTo(expected);
                assertThat(allKeys(prefix, Order.DESCENDING, limit))
                        .isEqualTo(expected.stream()
                                .sorted(Comparator.reverseOrder())
                                .toList());
            }
        }
    }

    @Test
    final void keysAreOrderedByTheirCharacters() {
        List<RecordKey> expected = IntStream.rangeClosed(0x20, 0x7E)
                .mapToObj(c -> new RecordKey("k" + (char) c))
                .toList();
        Commit.Builder commit = commit();
        expected.stream().sorted(Comparator.reverseOrder()).forEach(key -> commit.put(key, "x"));
        committed(commit);

        assertThat(allKeys(new RecordKey("k"), Order.ASCENDING, 7)).isEqualTo(expected);
    }

    @Test
    final void aCursorOutlivesTheRecordItStandsAt() {
        committed(commit().put(new RecordKey("k1"), "")
                .put(new RecordKey("k2"), "")
                .put(new RecordKey("k3"), ""));
        RecordKey prefix = new RecordKey("k");
        Page<StoredRecord> first = partition.scan(prefix, Order.ASCENDING, Cursor.start(), 2, 0);
        committed(commit().delete(new RecordKey("k2")));

        Page<StoredRecord> second =
                partition.scan(prefix, Order.ASCENDING, first.next().orElseThrow(), 2, 0);

        assertThat(second.items()).map(found -> found.key().value()).containsExactly("k3");
    }

    @Test
    final void partitionsAreListedOnceTheyHoldACommit() {
        storage.records().partition(new PartitionId("never"));
        List<PartitionId> expected = Stream.of("B", "a", "a-1", "a.1", "b", "z")
                .map(PartitionId::new)
                .toList();
        expected.stream()
                .sorted(Comparator.reverseOrder())
                .forEach(id -> storage.records()
                        .partition(id)
                        .commit(commit().put(A, "one").build()));

        for (int limit : new int[] {1, 2, 5, 6, 1_000}) {
            assertThat(Paging.all(cursor -> storage.records().partitions(cursor, limit), limit))
                    .isEqualTo(expected);
        }
    }

    // Sizes

    @Test
    final void bodiesAreKeptCharacterByCharacter() {
        List<String> bodies = List.of(
                "",
                "{\"name\": \"a \\\"quoted\\\" one\", \"path\": \"a\\\\b/c\"}",
                IntStream.range(0, 0x100)
                        .mapToObj(c -> String.valueOf((char) c))
                        .reduce("", String::concat),
                "\n\r\t\b\f\u0000\u007f\u0085\u2028\u2029\ufeff\uffff",
                "é ß 漢字 \ud83d\ude00 \ud83d\ude80",
                "\\u0041 %s ${a} \\");
        for (String body : bodies) {
            committed(commit().put(A, body));
            assertThat(read(A)).map(StoredRecord::body).contains(body);
        }
        afterReopening(() -> assertThat(read(A)).map(StoredRecord::body).contains(bodies.get(bodies.size() - 1)));
    }

    @Test
    final void theLargestCommitIsKept() {
        String ascii = "x".repeat(Commit.MAX_BODY_BYTES);
        String wide = "\u20ac".repeat(Commit.MAX_BODY_BYTES / 3);
        RecordKey longKey = new RecordKey("\"\\".repeat(RecordKey.MAX_LENGTH / 2));
        committed(commit().put(A, ascii).put(longKey, wide).put(B, "\u0001".repeat(Commit.MAX_BODY_BYTES)));
        Commit.Builder many = commit();
        IntStream.range(0, Commit.MAX_SIZE).forEach(n -> many.put(new RecordKey("many/" + n), "body " + n));
        committed(many);

        assertThat(read(A)).map(StoredRecord::body).contains(ascii);
        assertThat(read(longKey)).map(StoredRecord::body).contains(wide);
        assertThat(allKeys(new RecordKey("many/"), Order.ASCENDING, 300)).hasSize(Commit.MAX_SIZE);
        afterReopening(() -> {
            assertThat(read(longKey)).map(StoredRecord::body).contains(wide);
            assertThat(allKeys(new RecordKey("many/"), Order.ASCENDING, 300)).hasSize(Commit.MAX_SIZE);
        });
    }

    // Changes

    @Test
    final void changesAreToldInOrder() {
        long first = committed(commit().put(A, "one").add(B, 1, 0, 9));
        long second = committed(commit().delete(A));
        long third = committed(commit().put(C, "three"));
        partition.commit(commit().absent(C).put(A, "lost").build());

        ChangePage.Change one = new ChangePage.Change(first, Set.of(A, B));
        ChangePage.Change two = new ChangePage.Change(second, Set.of(A));
        ChangePage.Change three = new ChangePage.Change(third, Set.of(C));
        assertChanges(partition.changes(0, 10), List.of(one, two, three), third, false);
        assertChanges(partition.changes(0, 2), List.of(one, two), second, true);
        assertChanges(partition.changes(first, 2), List.of(two, three), third, false);
        assertChanges(partition.changes(third, 1), List.of(), third, false);
    }

    @Test
    final void aFollowerOfTheChangesMissesNothing() {
        AtomicBoolean writing = new AtomicBoolean(true);
        Map<RecordKey, Long> followed = new HashMap<>();
        Threads.run(2, thread -> {
            if (thread == 0) {
                follow(writing, followed);
                return;
            }
            try {
                IntStream.range(0, 300).forEach(n -> committed(commit().put(new RecordKey("k" + n % 20), "" + n)));
            } finally {
                writing.set(false);
            }
        });
        follow(new AtomicBoolean(false), followed);

        for (StoredRecord found : allRecords(new RecordKey("k"), Order.ASCENDING, 1_000)) {
            assertThat(followed).containsEntry(found.key(), found.revision());
        }
    }

    // Many threads

    @Test
    final void aBoundedCounterIsNeverExceeded() {
        AtomicLong won = new AtomicLong();
        Threads.run(THREADS, thread -> {
            for (int n = 0; n < 25; n++) {
                RecordKey mine = new RecordKey("item/" + thread + "/" + n);
                CommitResult result = partition.commit(
                        commit().add(A, 1, 0, 100).put(mine, "").build());
                won.addAndGet(result instanceof Committed ? 1 : 0);
            }
        });

        assertThat(won).hasValue(100);
        assertThat(counter(A)).isEqualTo(100);
        assertThat(allKeys(new RecordKey("item/"), Order.ASCENDING, 1_000)).hasSize(100);
    }

    @Test
    final void aNameIsReservedByOne() {
        AtomicLong won = new AtomicLong();
        Threads.run(THREADS, thread -> {
            for (int n = 0; n < 25; n++) {
                RecordKey name = new RecordKey("name/" + n);
                CommitResult result = partition.commit(
                        commit().absent(name).put(name, "" + thread).build());
                won.addAndGet(result instanceof Committed ? 1 : 0);
            }
        });

        assertThat(won).hasValue(25);
    }

    @Test
    final void noUpdateOfAnUnchangedRecordIsLost() {
        committed(commit().put(A, "0"));
        Threads.run(THREADS, thread -> {
            for (int n = 0; n < 10; ) {
                StoredRecord read = read(A).orElseThrow();
                Commit.Builder next = commit().unchanged(read).put(A, "" + (Integer.parseInt(read.body()) + 1));
                n += partition.commit(next.build()) instanceof Committed ? 1 : 0;
            }
        });

        assertThat(read(A)).map(StoredRecord::body).contains("" + THREADS * 10);
    }

    @Test
    final void whatOneCallReturnsIsOneRevision() {
        RecordKey first = new RecordKey("pair/1");
        RecordKey second = new RecordKey("pair/2");
        AtomicBoolean writing = new AtomicBoolean(true);
        Threads.run(3, thread -> {
            if (thread == 0) {
                try {
                    IntStream.range(1, 300)
                            .forEach(n -> committed(commit().put(first, "" + n)
                                    .put(second, "" + n)
                                    .add(A, 1, 0, n)));
                } finally {
                    writing.set(false);
                }
                return;
            }
            long seen = 0;
            while (writing.get()) {
                seen = requireOneRevision(first, second, seen);
            }
        });
    }

    @Test
    final void aTraversalFindsWhatWasThereThroughoutExactlyOnce() {
        List<RecordKey> fixed = IntStream.range(0, 60)
                .mapToObj(n -> new RecordKey(String.format("k/%03d", n * 2)))
                .toList();
        fixed.forEach(key -> committed(commit().put(key, "fixed")));
        AtomicBoolean reading = new AtomicBoolean(true);
        Threads.run(2, thread -> {
            if (thread == 0) {
                for (int n = 0; reading.get(); n = (n + 14) % 120) {
                    RecordKey passing = new RecordKey(String.format("k/%03d", n + 1));
                    committed(commit().put(passing, "passing"));
                    committed(commit().delete(passing));
                }
                return;
            }
            try {
                for (int n = 0; n < 20; n++) {
                    requireFixed(fixed, Order.ASCENDING, n + 1);
                    requireFixed(fixed, Order.DESCENDING, n + 1);
                }
            } finally {
                reading.set(false);
            }
        });
    }

    @Test
    final void anInterruptedCommitIsNotForgotten() {
        Commit commit = commit().put(A, "one").build();
        Threads.run(1, thread -> {
            Thread.currentThread().interrupt();
            try {
                partition.commit(commit);
            } catch (StorageException e) {
                // A backend may refuse to go on; what counts is that the outcome can be settled.
            }
            assertThat(Thread.interrupted()).as("the interrupt is still there").isTrue();
        });

        assertThat(partition.commit(commit)).isInstanceOf(Committed.class);
        assertThat(read(A)).map(StoredRecord::body).contains("one");
        committed(commit().put(B, "two"));
    }

    // Closing and opening

    @Test
    final void aClosedStoreSaysSo() {
        committed(commit().put(A, "one"));
        storage.close();
        storage.close();

        assertThatThrownBy(() -> partition.get(List.of(A), 0)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> partition.commit(commit().put(B, "two").build()))
                .isInstanceOf(StorageException.class);
    }

    @Test
    final void everythingIsThereAfterReopening() throws Exception {
        Commit commit = commit().put(A, "one").put(B, "two").add(C, 3, 0, 9).build();
        CommitResult first = partition.commit(commit);
        long second = committed(commit().delete(B).add(C, 1, 0, 9));
        Snapshot before = partition.get(List.of(A, B, C), 0);

        closeAndReopen();

        assertThat(partition.get(List.of(A, B, C), second)).isEqualTo(before);
        assertThat(partition.revision()).isEqualTo(second);
        assertThat(storage.records().partitions(Cursor.start(), 10).items()).containsExactly(partition.id());
        assertThat(partition.commit(commit)).as("the first answer").isEqualTo(first);
        assertChanges(
                partition.changes(((Committed) first).revision(), 10),
                List.of(new ChangePage.Change(second, Set.of(B, C))),
                second,
                false);
        assertThat(committed(commit().put(B, "three"))).isGreaterThan(second);
    }

    // Against the oracle

    @Test
    final void randomCommitsDoAsTheOracleDoes() {
        for (long seed = 1; seed <= 5; seed++) {
            Partition fresh = storage.records().partition(new PartitionId("seed-" + seed));
            RandomCommits run = new RandomCommits(seed);
            for (int step = 0; step < 200; step++) {
                run.step(fresh);
            }
        }
    }

    @Test
    final void randomCommitsSurviveReopening() throws Exception {
        RandomCommits run = new RandomCommits(System.nanoTime());
        for (int step = 0; step < 100; step++) {
            run.step(partition);
            if (step % 10 == 9) {
                closeAndReopen();
                run.compare(partition);
            }
        }
    }

    // What the tests share

    private void use(GalleryStorage opened) {
        storage = opened;
        partition = opened.records().partition(new PartitionId("default"));
    }

    private void closeAndReopen() throws Exception {
        storage.close();
        use(reopen());
    }

    /** Looks again after reopening; a backend that cannot be reopened has shown all that it can. */
    private void afterReopening(Runnable look) {
        try {
            closeAndReopen();
        } catch (Exception e) {
            throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        }
        look.run();
    }

    private static Commit.Builder commit() {
        return Commit.builder(UUID.randomUUID());
    }

    private long committed(Commit.Builder commit) {
        CommitResult result = partition.commit(commit.build());
        assertThat(result).isInstanceOf(Committed.class);
        return ((Committed) result).revision();
    }

    private List<CommitResult.Failure> failures(Commit.Builder commit) {
        CommitResult result = partition.commit(commit.build());
        assertThat(result).isInstanceOf(Rejected.class);
        return ((Rejected) result).failures();
    }

    private Optional<StoredRecord> read(RecordKey key) {
        return partition.get(List.of(key), 0).record(key);
    }

    private long counter(RecordKey key) {
        return partition.get(List.of(key), 0).counter(key);
    }

    private List<StoredRecord> allRecords(RecordKey prefix, Order order, int limit) {
        return Paging.all(cursor -> partition.scan(prefix, order, cursor, limit, 0), limit);
    }

    private List<RecordKey> allKeys(RecordKey prefix, Order order, int limit) {
        return allRecords(prefix, order, limit).stream().map(StoredRecord::key).toList();
    }

    private static void assertChanges(ChangePage page, List<ChangePage.Change> changes, long upTo, boolean more) {
        if (page instanceof ChangePage.TooOld) {
            return;
        }
        assertThat(page).isEqualTo(new ChangePage.Changes(changes, upTo, more));
    }

    /** Follows the changes until the writers are done and the end is reached, noting the newest of each key. */
    private void follow(AtomicBoolean writing, Map<RecordKey, Long> newest) {
        long upTo = 0;
        boolean more = true;
        while (more || writing.get()) {
            ChangePage page = partition.changes(upTo, 7);
            if (page instanceof ChangePage.TooOld tooOld) {
                Assumptions.abort("This backend forgot the changes before " + tooOld.oldest());
            }
            ChangePage.Changes changes = (ChangePage.Changes) page;
            for (ChangePage.Change change : changes.changes()) {
                assertThat(change.revision()).isGreaterThan(upTo);
                upTo = change.revision();
                change.keys().forEach(key -> newest.put(key, change.revision()));
            }
            assertThat(changes.upTo()).isGreaterThanOrEqualTo(upTo);
            upTo = changes.upTo();
            more = changes.more();
        }
    }

    private long requireOneRevision(RecordKey first, RecordKey second, long seen) {
        Snapshot snapshot = partition.get(List.of(first, second, A), seen);
        assertThat(snapshot.revision()).isGreaterThanOrEqualTo(seen);
        assertThat(snapshot.record(first).map(StoredRecord::body))
                .isEqualTo(snapshot.record(second).map(StoredRecord::body))
                .isEqualTo(Optional.of(snapshot.counter(A)).filter(n -> n > 0).map(String::valueOf));
        List<StoredRecord> page = partition
                .scan(new RecordKey("pair/"), Order.ASCENDING, Cursor.start(), 2, snapshot.revision())
                .items();
        assertThat(page.stream().map(StoredRecord::revision).distinct().count()).isLessThanOrEqualTo(1);
        return partition.revision();
    }

    private void requireFixed(List<RecordKey> fixed, Order order, int limit) {
        List<RecordKey> found = allKeys(new RecordKey("k/"), order, limit);
        assertThat(found).doesNotHaveDuplicates().containsAll(fixed);
        assertThat(found)
                .isSortedAccordingTo(order == Order.ASCENDING ? Comparator.naturalOrder() : Comparator.reverseOrder());
    }
}
