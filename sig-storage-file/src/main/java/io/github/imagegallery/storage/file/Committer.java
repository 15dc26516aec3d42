// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes the journal. Commits that arrive while it writes form the next group. Callers that are
 * interrupted never touch the file, which an interrupt would close.
 */
final class Committer {
    private final Journal journal;
    private final InstantSource clock;
    private final Queue<PendingCommit> queue = new ArrayDeque<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private long time;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    private Committer(Journal journal, InstantSource clock, long time) {
        this.journal = journal;
        this.clock = clock;
        this.time = time;
    }

    /**
     * Starts committing.
     *
     * @param journal what is written, and closed at the end
     * @param clock tells the time of commits
     * @param time the time of the last commit so far, in milliseconds since 1970
     */
    static Committer start(Journal journal, InstantSource clock, long time) {
        Committer committer = new Committer(journal, clock, time);
        Thread thread = new Thread(committer::run, "gallery-storage-committer");
        thread.setDaemon(true);
        thread.start();
        return committer;
    }

    /** Hands a commit over. It is answered once it is durable. */
    synchronized void submit(PendingCommit commit) {
        requireUsable();
        queue.add(commit);
        notifyAll();
    }

    /** Refuses to go on after this was stopped or a write has failed. */
    void requireUsable() {
        if (stopping) {
            throw new StorageException("Cannot use this storage: it is closed");
        }
        Throwable cause = failure;
        if (cause != null) {
            throw new StorageException(
                    "Cannot use this storage: a write failed, " + Reasons.of(cause) + "; close it and open it again",
                    cause);
        }
    }

    /** Finishes the commits that were submitted and closes the journal. Idempotent. */
    void stop() {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        end.join();
    }

    private void run() {
        try (journal) {
            while (awaitWork()) {
                commitGroup();
            }
        } catch (IOException | RuntimeException | Error e) {
            abandon(e);
        } finally {
            end.complete(null);
        }
    }

    /** Waits for commits; false once there will be none. */
    private synchronized boolean awaitWork() {
        while (queue.isEmpty() && !stopping) {
            try {
                wait();
            } catch (InterruptedException e) {
                // This thread ends when the storage is closed, not before.
            }
        }
        return !queue.isEmpty();
    }

    private synchronized @Nullable PendingCommit poll() {
        return queue.poll();
    }

    private void commitGroup() {
        time = Math.max(time, clock.millis());
        CommitGroup group = new CommitGroup(journal.end(), time);
        try {
            gather(group);
            write(group.frames());
            group.succeed();
        } catch (IOException | RuntimeException | Error e) {
            abandon(e);
            group.fail(e);
        }
    }

    private void gather(CommitGroup group) {
        @Nullable PendingCommit next;
        while (!group.isFull() && (next = poll()) != null) {
            group.add(next);
        }
    }

    private void write(ByteBuffer frames) throws IOException {
        if (frames.hasRemaining()) {
            journal.append(frames);
        }
    }

    /** After a failed write or flush nobody knows what the file holds, so nothing more is written to it. */
    private synchronized void abandon(Throwable cause) {
        failure = cause;
        queue.forEach(waiting -> waiting.fail(cause));
        queue.clear();
    }
}
