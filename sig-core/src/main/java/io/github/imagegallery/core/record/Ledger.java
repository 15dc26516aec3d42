// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import io.github.imagegallery.storage.ChangePage;
import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult;
import io.github.imagegallery.storage.CommitResult.Committed;
import io.github.imagegallery.storage.CommitResult.Rejected;
import io.github.imagegallery.storage.CommitUnknownException;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Order;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Snapshot;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.StoredRecord;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The records of one subscription: typed reading, and the one retry loop for writing. Safe for use by many threads. */
public final class Ledger {
    /** Losing a race this often in a row means that something is broken, not busy. */
    private static final int MAX_ATTEMPTS = 1_000;

    private static final int MAX_RESENDS = 5;

    private final Partition partition;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private final Predicate<RecordKey> sight;
    /** Whether who asks may do only what the assigned roles allow. */
    private final boolean restricted;

    /**
     * @param ids makes the ids of commits: no two are ever the same, in this process or any other
     * @param clock says when commits are made
     */
    public Ledger(Partition partition, Supplier<UUID> ids, Clock clock) {
        this(partition, ids, clock, key -> true, false);
    }

    private Ledger(
            Partition partition, Supplier<UUID> ids, Clock clock, Predicate<RecordKey> sight, boolean restricted) {
        this.partition = partition;
        this.ids = ids;
        this.clock = clock;
        this.sight = sight;
        this.restricted = restricted;
    }

    /**
     * Returns these records as somebody sees them who may not see all: what is drafted through it does not find the rest. Every
     * commit relies on the roles that are assigned in this partition being those that they were when its drafting began, so
     * that what is seen and what is allowed while it is drafted still is when it is applied.
     */
    public Ledger seenBy(Predicate<RecordKey> narrower) {
        return new Ledger(partition, ids, clock, narrower, true);
    }

    private Draft draft() {
        Draft draft = new Draft(partition, ids.get(), clock.instant(), sight);
        if (restricted) {
            draft.revisionOf(Keys.accessEpoch());
        }
        return draft;
    }

    /** Returns the revision of the newest commit. */
    public long revision() {
        return partition.revision();
    }

    /** Reads one record. */
    public <T> Optional<T> read(RecordKey key, Class<T> type) {
        return snapshot(List.of(key)).record(key).map(stored -> Codec.read(stored, type));
    }

    /** Reads records as they are stored, all at one revision; {@link #decode} reads what they say. */
    public Snapshot snapshot(List<RecordKey> keys) {
        return partition.get(keys, 0);
    }

    /** Returns the revision of the commit that last put a record, 0 if there is none. */
    public long revisionOf(RecordKey key) {
        return snapshot(List.of(key)).record(key).map(StoredRecord::revision).orElse(0L);
    }

    /** Reads all records whose key begins with a prefix, in key order. */
    public <T> List<T> scan(RecordKey prefix, Class<T> type) {
        return scan(prefix, stored -> Codec.read(stored, type));
    }

    /** Reads all records whose key begins with a prefix, in key order. */
    public <T> List<T> scan(RecordKey prefix, Function<StoredRecord, T> mapping) {
        List<T> found = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.start());
        while (next.isPresent()) {
            Page<StoredRecord> page = page(prefix, next.get(), Partition.MAX_PAGE);
            page.items().forEach(stored -> found.add(mapping.apply(stored)));
            next = page.next();
        }
        return found;
    }

    /** Reads a page of the records whose key begins with a prefix, in key order; {@link #decode} reads what they say. */
    public Page<StoredRecord> page(RecordKey prefix, Cursor cursor, int limit) {
        return partition.scan(prefix, Order.ASCENDING, cursor, limit, 0);
    }

    /** Reads the last records whose key begins with a prefix, the last one first. */
    public Page<StoredRecord> last(RecordKey prefix, int limit) {
        return partition.scan(prefix, Order.DESCENDING, Cursor.start(), limit, 0);
    }

    /**
     * What has changed since a revision.
     *
     * @param keys the records that were put or deleted and the counters that were added to
     * @param upTo the revision up to which these are all
     */
    public record Changed(Set<RecordKey> keys, long upTo) {}

    /** Returns what has changed after a revision, empty if that is no longer remembered. */
    public Optional<Changed> changedSince(long revision) {
        Set<RecordKey> keys = new HashSet<>();
        long after = revision;
        while (true) {
            ChangePage page = partition.changes(after, Partition.MAX_PAGE);
            if (!(page instanceof ChangePage.Changes told)) {
                return Optional.empty();
            }
            told.changes().forEach(change -> keys.addAll(change.keys()));
            after = told.upTo();
            if (!told.more()) {
                return Optional.of(new Changed(keys, after));
            }
        }
    }

    /** Reads a record that {@link #snapshot} or {@link #scan(RecordKey, Function)} hands out. */
    public static <T> T decode(StoredRecord stored, Class<T> type) {
        return Codec.read(stored, type);
    }

    /**
     * Makes a change: drafts it, commits it, and drafts it anew when a race was lost. The drafting function may run
     * several times, so it does nothing but read, decide and draft.
     *
     * @param request what is being done, for the message when a limit refuses it
     * @return what the drafting function returned for the draft that was committed
     */
    public <T> T change(String request, Function<Draft, T> drafting) {
        return commit(request, drafting).result();
    }

    /**
     * What a change came to.
     *
     * @param result what the drafting function returned for the draft that was committed
     * @param revision the revision of the commit, 0 if there was nothing to commit
     * @param <T> what the drafting function returns
     */
    public record Change<T>(T result, long revision) {}

    /** Makes a change as {@link #change} does, and says at which revision. */
    public <T> Change<T> commit(String request, Function<Draft, T> drafting) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Draft draft = draft();
            T result;
            try {
                result = drafting.apply(draft);
            } catch (Draft.StaleException raceLost) {
                continue;
            }
            if (draft.isEmpty()) {
                return new Change<>(result, 0);
            }
            CommitResult answer = send(draft.build());
            if (answer instanceof Committed committed) {
                return new Change<>(result, committed.revision());
            }
            draft.refuseExceeded(request, (Rejected) answer);
        }
        throw lostTooOften(request);
    }

    /**
     * Does all of a change but the change: drafts it, anew while what it read is changed meanwhile, and refuses what
     * {@link #change} would refuse.
     *
     * @return what the drafting function returned for the draft that could have been committed
     */
    public <T> T rehearse(String request, Function<Draft, T> drafting) {
        return plan(request, drafting).result();
    }

    /**
     * What a change would come to.
     *
     * @param result what the drafting function returned for the draft that could have been committed
     * @param counted the counters that it adds to
     * @param <T> what the drafting function returns
     */
    public record Planned<T>(T result, Map<RecordKey, Draft.Counted> counted) {}

    /** Does all of a change but the change as {@link #rehearse} does, and says what would be counted. */
    public <T> Planned<T> plan(String request, Function<Draft, T> drafting) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Draft draft = draft();
            try {
                T result = drafting.apply(draft);
                Optional<Map<RecordKey, Draft.Counted>> counted = draft.settled(request);
                if (counted.isPresent()) {
                    return new Planned<>(result, counted.get());
                }
            } catch (Draft.StaleException raceLost) {
                continue;
            }
        }
        throw lostTooOften(request);
    }

    private static StorageException lostTooOften(String request) {
        return new StorageException(request + ": lost " + MAX_ATTEMPTS + " races in a row (try again later)");
    }

    /** Sends a commit, again when its answer was lost: its id settles whether it was applied. */
    private CommitResult send(Commit commit) {
        try {
            return partition.commit(commit);
        } catch (CommitUnknownException unknown) {
            return resend(commit, unknown);
        }
    }

    /** Sends a commit again. Whatever goes wrong now, it stays unknown whether the commit was applied. */
    private CommitResult resend(Commit commit, CommitUnknownException unknown) {
        for (int resend = 0; resend < MAX_RESENDS; resend++) {
            try {
                return partition.commit(commit);
            } catch (StorageException again) {
                unknown.addSuppressed(again);
            }
        }
        throw unknown;
    }
}
