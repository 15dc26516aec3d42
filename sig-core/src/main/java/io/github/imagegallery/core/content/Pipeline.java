// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.storage.StorageException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs tasks on several threads and hands their results to one consumer in the order of submission, a bounded number at a
 * time. The consumer runs in the submitting thread. Closing waits for the tasks that still run, so that nothing they use
 * is taken from under them.
 *
 * @param <T> the result of a task
 */
final class Pipeline<T> implements AutoCloseable {
    /** How long a task is awaited before it is told that it is, in milliseconds. */
    private static final long PATIENCE = 10;

    private final ExecutorService workers;
    private final int depth;
    private final Consumer<T> consumer;
    private final Runnable waiting;
    private final Deque<Future<T>> running = new ArrayDeque<>();

    Pipeline(ExecutorService workers, int depth, Consumer<T> consumer) {
        this(workers, depth, consumer, () -> {});
    }

    /** @param waiting run again and again in the submitting thread while that waits for a task */
    Pipeline(ExecutorService workers, int depth, Consumer<T> consumer, Runnable waiting) {
        this.workers = workers;
        this.depth = depth;
        this.consumer = consumer;
        this.waiting = waiting;
    }

    /**
     * Submits a task, after the consumer has made room for it.
     *
     * @throws StorageException if the galleries were closed
     */
    void submit(Supplier<T> task) {
        if (running.size() == depth) {
            consumeOldest();
        }
        running.add(submit(workers, task));
    }

    /**
     * Submits one task by itself.
     *
     * @throws StorageException if the galleries were closed
     */
    static <T> Future<T> submit(ExecutorService workers, Supplier<T> task) {
        try {
            return workers.submit(task::get);
        } catch (RejectedExecutionException e) {
            throw new StorageException("The galleries are closed", e);
        }
    }

    /** Hands the results that are left to the consumer. */
    void finish() {
        while (!running.isEmpty()) {
            consumeOldest();
        }
    }

    private void consumeOldest() {
        T result = await(running.element(), waiting);
        running.remove();
        consumer.accept(result);
    }

    /**
     * Waits for the result of a task; throws what the task threw.
     *
     * @throws CancellationException if the thread was interrupted, even if the task is done
     */
    static <T> T await(Future<T> task) {
        return await(task, () -> {});
    }

    private static <T> T await(Future<T> task, Runnable waiting) {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
        try {
            while (true) {
                try {
                    return task.get(PATIENCE, TimeUnit.MILLISECONDS);
                } catch (TimeoutException unfinished) {
                    waiting.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException("A task throws no checked exception", e.getCause());
        }
    }

    private static CancellationException interrupted() {
        return new CancellationException("The thread was interrupted");
    }

    @Override
    public void close() {
        boolean interrupted = false;
        while (!running.isEmpty()) {
            try {
                running.peek().get();
                running.remove();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                // the first failure was thrown already; this one would only hide it
                running.remove();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
