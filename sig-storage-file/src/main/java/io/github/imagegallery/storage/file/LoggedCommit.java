// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A commit as the journal keeps it: what it did, not what it relied on.
 *
 * @param partition what it changed
 * @param revision the revision that it made
 * @param id its id
 * @param time when it was made, in milliseconds since 1970, never less than that of a commit before it
 * @param durable the position up to which the journal was durable when this was written
 * @param puts the bodies of the records that it put
 * @param deletes the records that it deleted
 * @param counters the values of the counters that it added to, after it
 */
record LoggedCommit(
        PartitionId partition,
        long revision,
        UUID id,
        long time,
        long durable,
        Map<RecordKey, String> puts,
        List<RecordKey> deletes,
        Map<RecordKey, Long> counters) {

    /** Returns the records and counters that it changed. */
    Set<RecordKey> keys() {
        Set<RecordKey> keys = new HashSet<>(puts.keySet());
        keys.addAll(deletes);
        keys.addAll(counters.keySet());
        return keys;
    }
}
