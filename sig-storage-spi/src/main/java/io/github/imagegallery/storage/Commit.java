// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * One atomic change of a partition: checks on what it relied on, and operations. A commit names everything that it
 * relied on, so it can be retried, grouped with others, and replayed by its id.
 *
 * @param id names this commit; sending the same id again never applies it twice
 * @param checks what must hold
 * @param operations what is done; each record key and each counter at most once
 */
public record Commit(UUID id, List<Check> checks, List<Operation> operations) {

    /** The most checks and operations of one commit, together. */
    public static final int MAX_SIZE = 1_000;

    /** The largest body of a record, in bytes of UTF-8. */
    public static final int MAX_BODY_BYTES = 256 * 1_024;

    public Commit {
        checks = List.copyOf(checks);
        operations = List.copyOf(operations);
        if (checks.size() + operations.size() > MAX_SIZE) {
            throw new IllegalArgumentException("A commit has at most " + MAX_SIZE + " checks and operations; this has "
                    + (checks.size() + operations.size()));
        }
        Set<RecordKey> records = new HashSet<>();
        Set<RecordKey> counters = new HashSet<>();
        for (Operation operation : operations) {
            if (!(operation instanceof Add ? counters : records).add(operation.key())) {
                throw new IllegalArgumentException("A commit changes a key once; this one twice: " + operation.key());
            }
        }
    }

    /** What must hold for a commit to be applied. */
    public sealed interface Check {
        /** Returns the record that is checked. */
        RecordKey key();
    }

    /** The record must not exist. */
    public record Absent(RecordKey key) implements Check {}

    /** The record must exist. */
    public record Present(RecordKey key) implements Check {}

    /** The record must exist and have last been put by the commit of that revision. */
    public record Unchanged(RecordKey key, long revision) implements Check {}

    /** What a commit does. */
    public sealed interface Operation {
        /** Returns the record or counter that is changed. */
        RecordKey key();
    }

    /** Creates or replaces a record. The body is well-formed text of at most {@value Commit#MAX_BODY_BYTES} bytes. */
    public record Put(RecordKey key, String body) implements Operation {
        public Put {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(body)) {
                throw new IllegalArgumentException("The body of " + key + " is not well-formed text");
            }
            int bytes = body.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BODY_BYTES) {
                throw new IllegalArgumentException(
                        "The body of " + key + " has " + bytes + " bytes; at most " + MAX_BODY_BYTES + " are kept");
            }
        }
    }

    /** Deletes a record; one that does not exist is no error. */
    public record Delete(RecordKey key) implements Operation {}

    /**
     * Adds to a counter, provided that the sum lies in {@code min..max}. Commits that add to the same counter do not
     * abort each other while the bounds are kept.
     */
    public record Add(RecordKey key, long delta, long min, long max) implements Operation {
        public Add {
            if (min > max) {
                throw new IllegalArgumentException("The bounds of " + key + " are empty: " + min + ".." + max);
            }
        }
    }

    /** Starts a commit of that id. */
    public static Builder builder(UUID id) {
        return new Builder(id);
    }

    /** Gathers a commit. Not for use by several threads. */
    public static final class Builder {
        private final UUID id;
        private final List<Check> checks = new ArrayList<>();
        private final List<Operation> operations = new ArrayList<>();

        private Builder(UUID id) {
            this.id = id;
        }

        /** The record must not exist. */
        public Builder absent(RecordKey key) {
            checks.add(new Absent(key));
            return this;
        }

        /** The record must exist. */
        public Builder present(RecordKey key) {
            checks.add(new Present(key));
            return this;
        }

        /** The record must still be the one that was read. */
        public Builder unchanged(StoredRecord read) {
            checks.add(new Unchanged(read.key(), read.revision()));
            return this;
        }

        /** Creates or replaces a record. */
        public Builder put(RecordKey key, String body) {
            operations.add(new Put(key, body));
            return this;
        }

        /** Deletes a record if it exists. */
        public Builder delete(RecordKey key) {
            operations.add(new Delete(key));
            return this;
        }

        /** Adds to a counter, provided that the sum lies in {@code min..max}. */
        public Builder add(RecordKey counter, long delta, long min, long max) {
            operations.add(new Add(counter, delta, min, max));
            return this;
        }

        /**
         * Returns the commit.
         *
         * @throws IllegalArgumentException if it is too large or changes a key twice
         */
        public Commit build() {
            return new Commit(id, checks, operations);
        }
    }
}
