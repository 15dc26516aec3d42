// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.PartitionId;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** The partitions of a store, in memory. */
final class PartitionStates {
    private final ConcurrentNavigableMap<String, PartitionState> states = new ConcurrentSkipListMap<>();
    private final int history;
    private long lastTime;

    PartitionStates(int history) {
        this.history = history;
    }

    PartitionState of(PartitionId id) {
        return states.computeIfAbsent(id.value(), absent -> new PartitionState(id, history));
    }

    /** Applies a commit that was found at the opening. */
    void replay(LoggedCommit commit) {
        of(commit.partition()).apply(commit);
        lastTime = commit.time();
    }

    /** Returns the time of the last commit that was replayed, in milliseconds since 1970. */
    long lastTime() {
        return lastTime;
    }

    Page<PartitionId> page(Cursor cursor, int limit) {
        Stream<PartitionId> rest = states.tailMap(cursor.position(), false).values().stream()
                .filter(state -> state.revision() > 0)
                .map(PartitionState::id);
        return Pages.first(rest::iterator, limit, PartitionId::value);
    }
}
