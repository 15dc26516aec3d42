// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Several threads that do the same at the same time; the first failure of one of them fails the test. */
final class Threads {
    private Threads() {}

    static void run(int count, IntConsumer work) {
        ExecutorService executor = Executors.newFixedThreadPool(count);
        CountDownLatch ready = new CountDownLatch(count);
        List<Future<?>> running = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            int thread = n;
            running.add(executor.submit(() -> {
                ready.countDown();
                ready.await();
                work.accept(thread);
                return null;
            }));
        }
        executor.shutdown();
        running.forEach(Threads::join);
    }

    private static void join(Future<?> running) {
        try {
            running.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Error error ? error : new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("The test was interrupted", e);
        }
    }
}
