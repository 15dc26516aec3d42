// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.ChangePage;
import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Order;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.RecordStore;
import io.github.imagegallery.storage.Snapshot;
import io.github.imagegallery.storage.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The records of a {@link FileStorage}: read from memory, changed through the journal. */
final class FileRecords implements RecordStore {
    private final PartitionStates states;
    private final Committer committer;

    private FileRecords(PartitionStates states, Committer committer) {
        this.states = states;
        this.committer = committer;
    }

    static FileRecords open(Path folder, Settings settings) throws IOException {
        PartitionStates states = new PartitionStates(settings.history());
        Journal journal = Journal.open(folder, settings, states::replay);
        return new FileRecords(states, Committer.start(journal, settings.clock(), states.lastTime()));
    }

    @Override
    public Partition partition(PartitionId id) {
        return new FilePartition(states.of(id), committer);
    }

    @Override
    public Page<PartitionId> partitions(Cursor cursor, int limit) {
        committer.requireUsable();
        Pages.requireLimit(limit);
        return states.page(cursor, limit);
    }

    @Override
    public void close() {
        committer.stop();
    }

    /** A partition as its users see it. */
    private record FilePartition(PartitionState state, Committer committer) implements Partition {

        @Override
        public PartitionId id() {
            return state.id();
        }

        @Override
        public long revision() {
            committer.requireUsable();
            return state.revision();
        }

        @Override
        public Snapshot get(List<RecordKey> keys, long atLeast) {
            committer.requireUsable();
            if (keys.size() > MAX_PAGE) {
                throw new IllegalArgumentException("At most " + MAX_PAGE + " keys are read; these are " + keys.size());
            }
            return state.get(keys, atLeast);
        }

        @Override
        public Page<StoredRecord> scan(RecordKey prefix, Order order, Cursor cursor, int limit, long atLeast) {
            committer.requireUsable();
            Pages.requireLimit(limit);
            return state.scan(prefix, order, cursor, limit, atLeast);
        }

        @Override
        public CommitResult commit(Commit commit) {
            PendingCommit pending = new PendingCommit(state, commit);
            committer.submit(pending);
            return pending.await();
        }

        @Override
        public ChangePage changes(long afterRevision, int limit) {
            committer.requireUsable();
            Pages.requireLimit(limit);
            return state.changes(afterRevision, limit);
        }
    }
}
