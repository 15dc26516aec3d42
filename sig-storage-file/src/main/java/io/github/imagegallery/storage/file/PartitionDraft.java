// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A partition as it will be once a group of commits is durable. For use by the committing thread only. */
final class PartitionDraft {
    private final PartitionState state;
    private final Map<RecordKey, Long> recordRevisions = new HashMap<>();
    private final Map<RecordKey, Long> counters = new HashMap<>();
    private final Map<UUID, Long> commits = new HashMap<>();
    private long revision;

    PartitionDraft(PartitionState state) {
        this.state = state;
        this.revision = state.revision();
    }

    /** Returns the answer to a commit that needs no writing: one that was made before, or cannot be made; else null. */
    @Nullable
    CommitResult answer(Commit commit) {
        Long before = commits.containsKey(commit.id()) ? commits.get(commit.id()) : state.findCommit(commit.id());
        if (before != null) {
            return new CommitResult.Committed(before);
        }
        List<CommitResult.Failure> failures = failures(commit);
        return failures.isEmpty() ? null : new CommitResult.Rejected(revision, failures);
    }

    /** Adds a commit to this draft and returns what is to be written of it. */
    LoggedCommit add(Commit commit, long time, long durable) {
        revision++;
        Map<RecordKey, String> puts = new LinkedHashMap<>();
        List<RecordKey> deletes = new ArrayList<>();
        Map<RecordKey, Long> sums = new LinkedHashMap<>();
        for (Commit.Operation operation : commit.operations()) {
            if (operation instanceof Commit.Put put) {
                puts.put(put.key(), put.body());
                recordRevisions.put(put.key(), revision);
            } else if (operation instanceof Commit.Delete delete) {
                deletes.add(delete.key());
                recordRevisions.put(delete.key(), 0L);
            } else if (operation instanceof Commit.Add add) {
                sums.put(add.key(), counter(add.key()) + add.delta());
            }
        }
        counters.putAll(sums);
        commits.put(commit.id(), revision);
        return new LoggedCommit(state.id(), revision, commit.id(), time, durable, puts, deletes, sums);
    }

    private List<CommitResult.Failure> failures(Commit commit) {
        List<CommitResult.Failure> failures = new ArrayList<>();
        for (Commit.Check check : commit.checks()) {
            long actual = recordRevision(check.key());
            if (!holds(check, actual)) {
                failures.add(new CommitResult.CheckFailed(check, actual));
            }
        }
        for (Commit.Operation operation : commit.operations()) {
            if (operation instanceof Commit.Add add && !isWithinBounds(add)) {
                failures.add(new CommitResult.BoundExceeded(add, counter(add.key())));
            }
        }
        return failures;
    }

    private static boolean holds(Commit.Check check, long actual) {
        if (check instanceof Commit.Absent) {
            return actual == 0;
        }
        if (check instanceof Commit.Unchanged unchanged) {
            return actual != 0 && actual == unchanged.revision();
        }
        return actual != 0;
    }

    private boolean isWithinBounds(Commit.Add add) {
        long before = counter(add.key());
        long sum = before + add.delta();
        boolean overflows = ((before ^ sum) & (add.delta() ^ sum)) < 0;
        return !overflows && sum >= add.min() && sum <= add.max();
    }

    /** Returns the revision of a record, 0 if there is none. */
    private long recordRevision(RecordKey key) {
        Long drafted = recordRevisions.get(key);
        if (drafted != null) {
            return drafted;
        }
        StoredRecord found = state.findRecord(key);
        return found == null ? 0 : found.revision();
    }

    private long counter(RecordKey key) {
        Long drafted = counters.get(key);
        return drafted != null ? drafted : state.findCounter(key);
    }
}
