// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

/**
 * Small named documents in {@linkplain Partition partitions}. A partition is the unit of consistency and the only unit
 * of atomicity; nothing spans two of them. Safe for use by many threads.
 */
public interface RecordStore extends AutoCloseable {

    /** Returns the partition of that id. No I/O is done; a partition comes into being with its first commit. */
    Partition partition(PartitionId id);

    /**
     * Lists the partitions that hold at least one commit, in ascending order of their ids.
     *
     * @param cursor where to go on; {@link Cursor#start()} for the first page
     * @param limit the most ids to return, 1 to 1,000
     * @throws StorageException if the store cannot be read
     */
    Page<PartitionId> partitions(Cursor cursor, int limit);

    /** Releases what this store holds. Idempotent. */
    @Override
    void close();
}
