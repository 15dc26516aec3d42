// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.CorruptStorageException;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.RecordStore;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.StorageInUseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A storage in a folder of the local file system. What a call has acknowledged survives the death of the process and,
 * as far as the disk keeps what it was told to flush, a loss of power. Safe for use by many threads.
 *
 * <p>A folder is used by one instance at a time. All records, with their bodies, are held on the heap while it is open;
 * blobs are not. Once a write of records fails, such as on a full disk, records are refused until the storage is opened
 * again. The folder should be on a local disk: network file systems may not keep the promises that this relies on. It
 * must be writable: a store on a read-only medium cannot be opened, not even for reading.
 *
 * <p>A commit is finished even if its thread is interrupted meanwhile. A call that reads or writes a blob fails then with
 * a {@link StorageException}, in whose chain of causes is a {@link java.nio.channels.ClosedByInterruptException}; the
 * thread is still interrupted afterwards, and a blob that was being put is there whole or not at all.
 */
public final class FileStorage implements GalleryStorage {
    private final StoreLock lock;
    private final FileRecords records;
    private final FileContents contents;

    private FileStorage(StoreLock lock, FileRecords records, FileContents contents) {
        this.lock = lock;
        this.records = records;
        this.contents = contents;
    }

    /**
     * Opens the storage in a folder, or creates one if the folder is empty or does not exist.
     *
     * @param folder where the storage is
     * @throws StorageInUseException if another process, or another instance in this one, has it open
     * @throws CorruptStorageException if records that were acknowledged cannot be read back
     * @throws StorageException if there is something else in the folder, its format is newer than this library, or it
     *     cannot be read and written
     */
    public static FileStorage at(Path folder) {
        return at(folder, Settings.standard());
    }

    static FileStorage at(Path folder, Settings settings) {
        try {
            StoreFolder store = StoreFolder.at(folder);
            StoreLock lock = StoreLock.acquire(store.records());
            try {
                store.createOrCheck();
                FileRecords records = FileRecords.open(store.records(), settings);
                return new FileStorage(lock, records, new FileContents(store.sites()));
            } catch (IOException | RuntimeException | Error e) {
                lock.release();
                throw e;
            }
        } catch (IOException | UncheckedIOException e) {
            throw new StorageException("Cannot open a storage at " + folder + ": " + Reasons.of(e), e);
        }
    }

    @Override
    public RecordStore records() {
        return records;
    }

    @Override
    public ContentStore contents() {
        return contents;
    }

    /**
     * Closes this storage and lets others open it. Idempotent. Commits that were sent before are finished, and so is what
     * writes and removes blobs, for which this waits; calls that are under way otherwise may fail.
     */
    @Override
    public void close() {
        contents.close();
        try {
            records.close();
        } finally {
            lock.release();
        }
    }
}
