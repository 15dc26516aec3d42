// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import io.github.imagegallery.storage.ChangePage;
import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult;
import io.github.imagegallery.storage.CommitUnknownException;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Order;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.RecordStore;
import io.github.imagegallery.storage.Snapshot;
import io.github.imagegallery.storage.StoredRecord;
import io.github.imagegallery.storage.testkit.FaultyStorage.Call;
import java.util.List;

/** The records of a {@link FaultyStorage}. */
record FaultyRecords(RecordStore inside, Faults faults) implements RecordStore {

    @Override
    public Partition partition(PartitionId id) {
        return new FaultyPartition(inside.partition(id), faults);
    }

    @Override
    public Page<PartitionId> partitions(Cursor cursor, int limit) {
        faults.before(Call.READ_RECORDS);
        return inside.partitions(cursor, limit);
    }

    @Override
    public void close() {
        // As the storage as a whole: a crashed process closes nothing.
    }

    /** A partition whose calls are counted, and some of them failed. */
    private record FaultyPartition(Partition inside, Faults faults) implements Partition {

        @Override
        public PartitionId id() {
            return inside.id();
        }

        @Override
        public long revision() {
            faults.before(Call.READ_RECORDS);
            return inside.revision();
        }

        @Override
        public Snapshot get(List<RecordKey> keys, long atLeast) {
            faults.before(Call.READ_RECORDS);
            return inside.get(keys, atLeast);
        }

        @Override
        public Page<StoredRecord> scan(RecordKey prefix, Order order, Cursor cursor, int limit, long atLeast) {
            faults.before(Call.READ_RECORDS);
            return inside.scan(prefix, order, cursor, limit, atLeast);
        }

        @Override
        public CommitResult commit(Commit commit) {
            faults.before(Call.COMMIT);
            CommitResult result = inside.commit(commit);
            if (faults.losesAnswer()) {
                throw new CommitUnknownException(commit.id(), null);
            }
            return result;
        }

        @Override
        public ChangePage changes(long afterRevision, int limit) {
            faults.before(Call.READ_RECORDS);
            return inside.changes(afterRevision, limit);
        }
    }
}
