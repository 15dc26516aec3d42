// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Several threads that do something at the same time. */
final class Together {
    private Together() {}

    /** Runs the work once on each thread, and returns what those that failed threw. */
    static List<Throwable> run(int threads, IntConsumer work) throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        CountDownLatch ready = new CountDownLatch(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int n = 0; n < threads; n++) {
            int thread = n;
            running.add(executor.submit(() -> {
                ready.countDown();
                ready.await();
                work.accept(thread);
                return null;
            }));
        }
        executor.shutdown();
        List<Throwable> failures = new ArrayList<>();
        for (Future<?> each : running) {
            failure(each).ifPresent(failures::add);
        }
        return failures;
    }

    private static Optional<Throwable> failure(Future<?> running) throws InterruptedException {
        try {
            running.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(e.getCause());
        }
    }
}
