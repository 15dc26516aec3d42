// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

import java.util.List;

/** What became of a commit. A lost race is an answer, not an exception. */
public sealed interface CommitResult {

    /**
     * All of the commit was applied.
     *
     * @param revision the revision at which it was applied
     */
    record Committed(long revision) implements CommitResult {}

    /**
     * Nothing of the commit was applied.
     *
     * @param revision the revision at which the checks were made
     * @param failures every check and bound that failed, in the order of the commit; not empty
     */
    record Rejected(long revision, List<Failure> failures) implements CommitResult {
        public Rejected {
            failures = List.copyOf(failures);
        }
    }

    /** Why a commit was rejected. */
    sealed interface Failure {
        /** Returns the record or counter in question. */
        RecordKey key();
    }

    /**
     * A check did not hold.
     *
     * @param check what should have held
     * @param actualRevision the revision of the record as it is, 0 if there is none
     */
    record CheckFailed(Commit.Check check, long actualRevision) implements Failure {
        @Override
        public RecordKey key() {
            return check.key();
        }
    }

    /**
     * A counter would have left its bounds.
     *
     * @param add what should have been added
     * @param actual the value of the counter as it is
     */
    record BoundExceeded(Commit.Add add, long actual) implements Failure {
        @Override
        public RecordKey key() {
            return add.key();
        }
    }
}
