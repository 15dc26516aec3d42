// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.AccessRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.policy.Assignments;
import io.github.imagegallery.storage.RecordKey;
import java.util.List;

/**
 * The roles assigned in one partition: at a tenant's root, or at a subscription and inside it. They are remembered until a
 * commit says that one of them was changed. Safe for use by many threads.
 */
final class Grants {
    private final Ledger ledger;
    private final Scope root;
    private volatile Known known = new Known(-1, -1, Assignments.of(List.of()));

    /**
     * @param root what the roles of the partition are assigned at, or inside of
     */
    Grants(Ledger ledger, Scope root) {
        this.ledger = ledger;
        this.root = root;
    }

    /**
     * Assignments as they were read.
     *
     * @param asOf a revision of the partition at which they were so
     * @param epoch the revision of the commit that last changed one
     */
    private record Known(long asOf, long epoch, Assignments assignments) {}

    Scope root() {
        return root;
    }

    Ledger ledger() {
        return ledger;
    }

    /** Returns the assignments as they are now. */
    Assignments current() {
        long now = ledger.revision();
        Known last = known;
        if (last.asOf() != now) {
            last = fresh(now, last);
            known = last;
        }
        return last.assignments();
    }

    private Known fresh(long now, Known last) {
        long epoch = ledger.revisionOf(Keys.accessEpoch());
        return last.epoch() == epoch ? new Known(now, epoch, last.assignments()) : load();
    }

    /** Reads the assignments, and again if one was changed meanwhile: several pages are not read at one revision. */
    private Known load() {
        while (true) {
            long asOf = ledger.revision();
            long before = ledger.revisionOf(Keys.accessEpoch());
            List<RoleAssignment> found = ledger
                    .scan(
                            Keys.access(),
                            stored -> Ledger.decode(stored, AccessRecord.class).at(scope(root, stored.key())))
                    .stream()
                    .flatMap(List::stream)
                    .toList();
            if (ledger.revisionOf(Keys.accessEpoch()) == before) {
                return new Known(asOf, before, Assignments.of(found));
            }
        }
    }

    /** Drafts the deletion of the assignments at a resource that is deleted. */
    static void forget(Draft draft, Address address) {
        if (draft.read(address.accessKey(), AccessRecord.class).isPresent()) {
            draft.delete(address.accessKey());
            draft.touch(Keys.accessEpoch());
        }
    }

    /** Returns the scope that a record of a resource, or of assignments, is about. */
    static Scope scope(Scope root, RecordKey key) {
        List<String> path = Keys.path(key);
        Scope scope = root;
        if (!path.isEmpty()) {
            scope = scope.gallery(path.get(0));
        }
        if (path.size() > 1) {
            scope = scope.definition(path.get(1));
        }
        return path.size() > 2 ? scope.version(path.get(2)) : scope;
    }
}
