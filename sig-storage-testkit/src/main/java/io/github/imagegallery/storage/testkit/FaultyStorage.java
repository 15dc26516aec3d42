// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import io.github.imagegallery.storage.CommitUnknownException;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.RecordStore;
import io.github.imagegallery.storage.StorageException;

/**
 * A storage that fails on command, around one that does not. With no rule set it behaves as the storage inside.
 *
 * <p>To crash at every point: for n = 0, 1, 2… wrap a storage, {@link #dieAfterWrites dieAfterWrites(n)}, run what is
 * tested, then look at the storage inside as a new process would; stop when {@link #isDead()} stays false. Closing this
 * storage leaves the one inside open. Safe for use by many threads.
 */
public final class FaultyStorage implements GalleryStorage {
    private final Faults faults = new Faults();
    private final RecordStore records;
    private final ContentStore contents;

    private FaultyStorage(GalleryStorage inside) {
        records = new FaultyRecords(inside.records(), faults);
        contents = new FaultyContents(inside.contents(), faults);
    }

    /** The calls that a rule can name. */
    public enum Call {
        /** Any read of records: their revision, a get, a scan, the changes, the list of partitions. */
        READ_RECORDS(false),
        /** A commit. */
        COMMIT(true),
        /** A put or a replacement of a blob. */
        PUT(true),
        /** A get of a part of a blob. */
        GET(false),
        /** Any other read of contents: the size of a blob, the list of a site, the list of sites. */
        LIST(false),
        /** The removal of one blob; removing n blobs at once counts as n. */
        REMOVE(true),
        /** A copy of a blob to one site; a copy to n sites at once counts as n, and what fails at one leaves the others. */
        COPY(true);

        private final boolean write;

        Call(boolean write) {
            this.write = write;
        }

        boolean isWrite() {
            return write;
        }
    }

    /** Puts a storage around another one, with no rule yet. */
    public static FaultyStorage wrap(GalleryStorage inside) {
        return new FaultyStorage(inside);
    }

    /**
     * Makes one call fail with a {@link StorageException}, without effect. A later rule for the same kind of call
     * takes the place of this one.
     *
     * @param call the kind of call
     * @param n which one, counted from now; 1 is the next
     * @return this storage
     */
    public FaultyStorage fail(Call call, int n) {
        faults.fail(call, n);
        return this;
    }

    /**
     * Makes one commit be applied but fail with a {@link CommitUnknownException}.
     *
     * @param n which commit, counted from now; 1 is the next
     * @return this storage
     */
    public FaultyStorage loseAnswerOfCommit(int n) {
        faults.loseAnswerOfCommit(n);
        return this;
    }

    /**
     * Lets n more writes (commits, puts, removals, copies) through; the next one, and every call of any kind after it,
     * fails with a {@link StorageException} as if the process had died.
     *
     * @param n how many writes succeed, from 0
     * @return this storage
     */
    public FaultyStorage dieAfterWrites(int n) {
        faults.dieAfterWrites(n);
        return this;
    }

    /** Tells whether a write was attempted after the last one that {@link #dieAfterWrites} let through. */
    public boolean isDead() {
        return faults.isDead();
    }

    @Override
    public RecordStore records() {
        return records;
    }

    @Override
    public ContentStore contents() {
        return contents;
    }

    /** Does nothing: the storage inside stays open, for the next one around it. */
    @Override
    public void close() {
        // A crashed process closes nothing.
    }
}
