// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

import java.util.List;

/**
 * One consistent set of records and counters. Records and counters have name spaces of their own; a counter that was
 * never added to reads 0.
 *
 * <p>The laws, each proved by the contract kit:
 *
 * <ul>
 *   <li>Every commit that changes anything gets a revision, higher than all before it in this partition. Gaps are
 *       allowed. An empty partition is at revision 0.
 *   <li>{@link #commit} is atomic and durable before it returns: all of it, or nothing and the reasons.
 *   <li>A read reflects every commit that was acknowledged, by any process, before the read began.
 *   <li>What one call returns is the state at one revision, never a mixture.
 *   <li>Keys are ordered by their characters; one traversal by cursor returns every key that was there throughout
 *       exactly once.
 *   <li>A promise is kept or the call fails with a {@link StorageException}; nothing is guessed.
 * </ul>
 *
 * <p>Not for large values, queries by content, or locks held across calls. Safe for use by many threads.
 */
public interface Partition {

    /** The largest {@code limit} of a page. */
    int MAX_PAGE = 1_000;

    /** Returns the id of this partition. */
    PartitionId id();

    /**
     * Returns the revision of the newest commit. Linearizable and cheap: the way to ask whether anything has changed.
     *
     * @throws StorageException if the store cannot be read
     */
    long revision();

    /**
     * Reads records and counters, all at one revision.
     *
     * @param keys up to 1,000 keys; each is looked up both as a record and as a counter
     * @param atLeast a revision that the answer must have reached
     * @throws StorageException if the store cannot be read, or cannot reach {@code atLeast}
     */
    Snapshot get(List<RecordKey> keys, long atLeast);

    /**
     * Reads records whose key begins with {@code prefix}, in key order. Counters are not scanned.
     *
     * @param prefix the beginning of the keys; it need not be a whole key
     * @param order ascending or descending
     * @param cursor where to go on; {@link Cursor#start()} for the first page
     * @param limit the most records to return, 1 to {@value #MAX_PAGE}
     * @param atLeast a revision that the answer must have reached
     * @throws StorageException if the store cannot be read, or cannot reach {@code atLeast}
     */
    Page<StoredRecord> scan(RecordKey prefix, Order order, Cursor cursor, int limit, long atLeast);

    /**
     * Applies a commit: all its checks hold and all its bounds are kept, then all of it is applied at one new revision;
     * or nothing is, and the answer says which check or bound failed. A commit whose id was committed before is not
     * applied again; its first answer is returned. Ids are remembered for at least a day.
     *
     * @throws CommitUnknownException if it is not known whether the commit was applied; sending the same commit again
     *     settles it
     * @throws StorageException if the commit was certainly not applied
     */
    CommitResult commit(Commit commit);

    /**
     * Returns the changes after a revision, oldest first.
     *
     * @param afterRevision changes at this revision and before are left out
     * @param limit the most commits to return, 1 to {@value #MAX_PAGE}
     * @return the changes, or that the store no longer remembers that far back
     * @throws StorageException if the store cannot be read
     */
    ChangePage changes(long afterRevision, int limit);
}
