// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

import java.util.Map;
import java.util.Optional;

/**
 * Records and counters as they were at one revision.
 *
 * @param revision the revision of the partition at which all was read
 * @param records the records that were asked for and are there
 * @param counters the counters that were asked for and are not 0
 */
public record Snapshot(long revision, Map<RecordKey, StoredRecord> records, Map<RecordKey, Long> counters) {

    public Snapshot {
        records = Map.copyOf(records);
        counters = Map.copyOf(counters);
    }

    /** Returns the record of that key, empty if there was none. */
    public Optional<StoredRecord> record(RecordKey key) {
        return Optional.ofNullable(records.get(key));
    }

    /** Returns the value of that counter, 0 if it was never added to. */
    public long counter(RecordKey key) {
        return counters.getOrDefault(key, 0L);
    }
}
