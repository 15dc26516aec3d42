// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.StorageInUseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The right of one instance to use a store, held against other processes by a lock on a file, and against other
 * instances in this process by a system property, which all class loaders see.
 *
 * <p>The property is claimed first because a process loses its lock on a file as soon as it closes any channel on that
 * file: a second instance must not even look at it.
 */
final class StoreLock {
    private static final String CLAIM = "io.github.imagegallery.storage.file.in-use.";

    /** The byte that is locked lies beyond the text, so that the text can be read while it is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final String claim;
    private final FileChannel channel;

    private StoreLock(String claim, FileChannel channel) {
        this.claim = claim;
        this.channel = channel;
    }

    /**
     * Takes the lock of the store with that folder of records.
     *
     * @throws StorageInUseException if another instance has it
     */
    static StoreLock acquire(Path records) throws IOException {
        String claim = CLAIM + identity(records);
        if (System.getProperties().putIfAbsent(claim, "") != null) {
            throw inUse(
                    records,
                    "another instance in this process, "
                            + ProcessHandle.current().pid() + " (close that one first)");
        }
        try {
            return new StoreLock(claim, lock(records));
        } catch (IOException | RuntimeException | Error e) {
            System.clearProperty(claim);
            throw e;
        }
    }

    /** Gives the lock back. Idempotent. */
    synchronized void release() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The channel is closed all the same, and with it the lock is gone.
        } finally {
            System.clearProperty(claim);
        }
    }

    /** Returns what tells a folder from others however it is spelled. */
    private static String identity(Path folder) throws IOException {
        Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
        return key == null ? folder.toRealPath().toString() : key.toString();
    }

    private static FileChannel lock(Path records) throws IOException {
        FileChannel channel = FileChannel.open(
                records.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!tryLock(channel)) {
                throw inUse(records, holder(channel) + " (end that program, or wait until it has ended)");
            }
            String text = ProcessHandle.current().pid() + "\n";
            channel.truncate(0).write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String pid = StandardCharsets.US_ASCII.decode(text.flip()).toString().trim();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    private static StorageInUseException inUse(Path records, String holder) {
        return new StorageInUseException("Cannot open the storage at " + records.getParent() + ": in use by " + holder);
    }
}
