// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.Progress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Work that was started and goes on in a thread of its own, which does not keep the program from ending. Closing the galleries
 * ends it with what the storage throws when it is closed. However it ends, what was done stays, and the same request resumes.
 * Safe for use by many threads.
 *
 * @param <R> what the work returns
 */
public interface Operation<R> {

    /** Returns how far the work is, empty as long as nothing was told of it. It stays as it was told last. */
    Optional<Progress> progress();

    /**
     * Asks the work to end, and returns at once. It ends with a {@link java.util.concurrent.CancellationException}, unless it is over
     * before it notices. Does nothing to work that is over.
     */
    void cancel();

    /** Tells whether the work is over, well or not. */
    boolean isDone();

    /**
     * Waits until the work is over.
     *
     * @return what the work returned
     * @throws java.util.concurrent.CancellationException if the work was cancelled; or if the waiting thread is interrupted, which
     *     stays so, while the work goes on
     * @throws RuntimeException what the work has thrown, the very one
     */
    R await();

    /**
     * Returns a future of the result, a new one each time. It fails with what the work throws. What is done to it, cancelling
     * too, does nothing to the work.
     */
    CompletableFuture<R> future();
}
