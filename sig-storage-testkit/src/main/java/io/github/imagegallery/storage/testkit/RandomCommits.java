// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult;
import io.github.imagegallery.storage.CommitResult.CheckFailed;
import io.github.imagegallery.storage.CommitResult.Committed;
import io.github.imagegallery.storage.CommitResult.Rejected;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Order;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Snapshot;
import io.github.imagegallery.storage.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A seeded run of random commits, sent to a partition and to an {@link InMemoryStorage}, whose answers and states must
 * be the same. Their revisions may differ (gaps are allowed), so those of the oracle are translated.
 */
final class RandomCommits {
    private static final List<RecordKey> KEYS =
            IntStream.range(0, 6).mapToObj(n -> new RecordKey("key/" + n)).toList();
    private static final RecordKey STEPS = new RecordKey("steps");
    private static final RecordKey PREFIX = new RecordKey("key/");

    private final long seed;
    private final Random random;
    private final Partition oracle = new InMemoryStorage().records().partition(new PartitionId("oracle"));
    private final Map<Long, Long> revisions = new HashMap<>(Map.of(0L, 0L));
    private final List<Commit> sentToOracle = new ArrayList<>();
    private int steps;

    RandomCommits(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    /** Sends one more commit, sometimes an earlier one again, to the partition and to the oracle. */
    void step(Partition partition) {
        steps++;
        Commit commit = anyCommit();
        sentToOracle.add(commit);
        CommitResult expected = oracle.commit(commit);
        CommitResult actual = partition.commit(translated(commit));
        if (expected instanceof Committed first && actual instanceof Committed second) {
            revisions.putIfAbsent(first.revision(), second.revision());
        }
        assertThat(actual).as(where()).isEqualTo(translated(expected));
        compare(partition);
    }

    /** Compares all records and counters of the partition with those of the oracle. */
    void compare(Partition partition) {
        Snapshot expected = oracle.get(KEYS, 0);
        Snapshot actual = partition.get(KEYS, 0);
        assertThat(actual.revision()).as(where()).isEqualTo(translated(expected.revision()));
        assertThat(actual.counters()).as(where()).isEqualTo(expected.counters());
        assertThat(actual.records().values())
                .as(where())
                .containsExactlyInAnyOrderElementsOf(expected.records().values().stream()
                        .map(this::translated)
                        .toList());
        Order order = random.nextBoolean() ? Order.ASCENDING : Order.DESCENDING;
        int limit = 1 + random.nextInt(KEYS.size());
        Page<StoredRecord> page = oracle.scan(PREFIX, order, Cursor.start(), limit, 0);
        assertThat(partition.scan(PREFIX, order, Cursor.start(), limit, 0).items())
                .as(where())
                .isEqualTo(page.items().stream().map(this::translated).toList());
    }

    private String where() {
        return "seed " + seed + ", step " + steps;
    }

    private Commit anyCommit() {
        if (!sentToOracle.isEmpty() && random.nextInt(8) == 0) {
            return sentToOracle.get(random.nextInt(sentToOracle.size()));
        }
        List<Commit.Check> checks = new ArrayList<>();
        List<Commit.Operation> operations = new ArrayList<>();
        // A commit that changes nothing need not have a revision of its own, and could not be translated.
        operations.add(new Commit.Add(STEPS, 1, 0, Long.MAX_VALUE));
        for (RecordKey key : KEYS) {
            if (random.nextInt(6) == 0) {
                checks.add(anyCheck(key));
            }
            if (random.nextInt(3) == 0) {
                operations.add(anyOperation(key));
            }
        }
        return new Commit(new UUID(random.nextLong(), random.nextLong()), checks, operations);
    }

    private Commit.Check anyCheck(RecordKey key) {
        return switch (random.nextInt(4)) {
            case 0 -> new Commit.Absent(key);
            case 1 -> new Commit.Present(key);
            case 2 -> new Commit.Unchanged(key, random.nextLong(oracle.revision() + 1));
            default -> new Commit.Unchanged(key, currentRevision(key));
        };
    }

    private Commit.Operation anyOperation(RecordKey key) {
        return switch (random.nextInt(4)) {
            case 0 -> new Commit.Delete(key);
            case 1 -> new Commit.Add(key, random.nextInt(7) - 3, -5, 5);
            default -> new Commit.Put(key, "body " + steps + " of " + key);
        };
    }

    private long currentRevision(RecordKey key) {
        return oracle.get(List.of(key), 0)
                .record(key)
                .map(StoredRecord::revision)
                .orElse(0L);
    }

    private long translated(long oracleRevision) {
        return revisions.get(oracleRevision);
    }

    private StoredRecord translated(StoredRecord expected) {
        return new StoredRecord(expected.key(), expected.body(), translated(expected.revision()));
    }

    private Commit translated(Commit commit) {
        return new Commit(
                commit.id(), commit.checks().stream().map(this::translated).toList(), commit.operations());
    }

    private Commit.Check translated(Commit.Check check) {
        return check instanceof Commit.Unchanged unchanged
                ? new Commit.Unchanged(unchanged.key(), translated(unchanged.revision()))
                : check;
    }

    private CommitResult translated(CommitResult expected) {
        if (expected instanceof Rejected rejected) {
            return new Rejected(
                    translated(rejected.revision()),
                    rejected.failures().stream().map(this::translated).toList());
        }
        return new Committed(translated(((Committed) expected).revision()));
    }

    private CommitResult.Failure translated(CommitResult.Failure failure) {
        return failure instanceof CheckFailed failed
                ? new CheckFailed(translated(failed.check()), translated(failed.actualRevision()))
                : failure;
    }
}
