// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

import java.util.List;
import java.util.Set;

/** What has changed since a revision. */
public sealed interface ChangePage {

    /**
     * The changes, oldest first.
     *
     * @param changes one for each commit
     * @param upTo all changes up to this revision have been told; ask again after it
     * @param more whether there were more changes than asked for
     */
    record Changes(List<Change> changes, long upTo, boolean more) implements ChangePage {
        public Changes {
            changes = List.copyOf(changes);
        }
    }

    /**
     * The store no longer remembers that far back: drop what was derived and read anew.
     *
     * @param oldest the revision after which changes are still known
     */
    record TooOld(long oldest) implements ChangePage {}

    /**
     * What one commit changed.
     *
     * @param revision the revision of the commit
     * @param keys the records that it put or deleted and the counters that it added to
     */
    record Change(long revision, Set<RecordKey> keys) {
        public Change {
            keys = Set.copyOf(keys);
        }
    }
}
