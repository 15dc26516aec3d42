// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Operation;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.model.Progress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An operation in a thread of its own. It is told of the progress of the work, and tells the listener; interrupting the thread
 * cancels the work, as it does where the caller's own thread makes a change. Safe for use by many threads.
 */
final class Background<R> implements Operation<R>, ProgressListener {
    private final ProgressListener listener;
    private final CompletableFuture<R> result = new CompletableFuture<>();
    private final Thread thread;
    private volatile @Nullable Progress progress;
    private volatile boolean cancelled;

    private Background(String name, ProgressListener listener, Function<ProgressListener, R> work) {
        this.listener = listener;
        this.thread = new Thread(() -> run(work), "image-gallery " + name);
        thread.setDaemon(true);
    }

    /**
     * Begins work.
     *
     * @param name what is done, which the thread is called
     * @param listener told of the progress too
     * @param work given whom it is to tell of its progress
     */
    static <R> Operation<R> start(String name, ProgressListener listener, Function<ProgressListener, R> work) {
        Background<R> operation = new Background<>(name, listener, work);
        operation.thread.start();
        return operation;
    }

    private void run(Function<ProgressListener, R> work) {
        try {
            result.complete(work.apply(this));
        } catch (Throwable failure) { // whatever it is, who waits must learn of it
            result.completeExceptionally(failure);
        }
    }

    @Override
    public void onProgress(Progress told) {
        progress = told;
        listener.onProgress(told);
        if (cancelled) {
            thread.interrupt(); // once more: the listener may have taken the interruption for its own
        }
    }

    @Override
    public Optional<Progress> progress() {
        return Optional.ofNullable(progress);
    }

    @Override
    public void cancel() {
        cancelled = true;
        thread.interrupt();
    }

    @Override
    public boolean isDone() {
        return result.isDone();
    }

    @Override
    public R await() {
        try {
            return result.get();
        } catch (InterruptedException e) {
            throw Publisher.interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause(); // a supplier throws no checked exception
        }
    }

    @Override
    public CompletableFuture<R> future() {
        CompletableFuture<R> future = new CompletableFuture<>();
        result.whenComplete((outcome, failure) -> {
            if (failure == null) {
                future.complete(outcome);
            } else {
                future.completeExceptionally(failure); // itself, and not wrapped as a copy would have it
            }
        });
        return future;
    }
}
