// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult;
import io.github.imagegallery.storage.CommitUnknownException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A commit that a caller waits for. */
final class PendingCommit {
    private final PartitionState partition;
    private final Commit commit;
    private final CompletableFuture<CommitResult> answer = new CompletableFuture<>();

    PendingCommit(PartitionState partition, Commit commit) {
        this.partition = partition;
        this.commit = commit;
    }

    PartitionState partition() {
        return partition;
    }

    Commit commit() {
        return commit;
    }

    void answer(CommitResult result) {
        answer.complete(result);
    }

    /** Fails this commit: it may or may not be found at the next opening. */
    void fail(Throwable cause) {
        answer.completeExceptionally(cause);
    }

    /**
     * Waits for the answer. An interrupt does not end the waiting; the thread is still interrupted afterwards.
     *
     * @throws CommitUnknownException if the commit failed
     */
    CommitResult await() {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw new CommitUnknownException(commit.id(), e.getCause());
        }
    }
}
