// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.content.Contents;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.model.SubscriptionInfo;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.StorageException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One storage and its settings: what all subscriptions share, and the engine of each. Safe for use by many threads.
 */
final class Cloud implements AutoCloseable {
    private static final AtomicInteger WORKERS = new AtomicInteger();

    private final GalleryStorage storage;
    private final GallerySettings settings;
    private final ExecutorService workers;
    private final Contents contents;
    private final Map<String, Engine> engines = new ConcurrentHashMap<>();

    Cloud(GalleryStorage storage, GallerySettings settings) {
        this.storage = storage;
        this.settings = settings;
        this.workers = Executors.newFixedThreadPool(settings.parallelism(), Cloud::worker);
        this.contents = new Contents(storage.contents(), workers, settings.parallelism(), new SecureRandom());
    }

    private static Thread worker(Runnable task) {
        Thread thread = new Thread(() -> workAndRelease(task), "image-gallery-" + WORKERS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private static void workAndRelease(Runnable task) {
        try {
            task.run();
        } finally {
            Contents.releaseThread();
        }
    }

    GallerySettings settings() {
        return settings;
    }

    Contents contents() {
        return contents;
    }

    /**
     * Returns the engine of a subscription.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the id is malformed
     */
    Engine engine(String subscription) {
        SubscriptionInfo info = settings.subscription(subscription);
        return engines.computeIfAbsent(info.id(), id -> new Engine(this, info, ledger(id)));
    }

    /** Returns the engine of the subscription of those who name none. */
    Engine defaultEngine() {
        return engine(settings.subscription());
    }

    private Ledger ledger(String subscription) {
        return new Ledger(
                storage.records().partition(new PartitionId(subscription)), UUID::randomUUID, settings.clock());
    }

    /** Returns the engines of all subscriptions that have records, in the order of their ids. */
    List<Engine> engines() {
        return Stream.iterate(next(Cursor.start()), Optional::isPresent, id -> next(new Cursor(id.orElseThrow())))
                .map(id -> engine(id.orElseThrow()))
                .toList();
    }

    /** Returns the next subscription that has records, in the order of their ids; empty if there is none. */
    Optional<String> next(Cursor cursor) {
        return storage.records().partitions(cursor, 1).items().stream()
                .map(PartitionId::value)
                .findFirst();
    }

    /**
     * Returns if a failure is what it seems.
     *
     * @throws StorageException if the galleries were closed, and the failure comes perhaps from that
     */
    void requireOpen(Throwable failure) {
        if (workers.isShutdown()) {
            throw new StorageException("The galleries are closed", failure);
        }
    }

    @Override
    public void close() {
        workers.shutdown();
        storage.close();
    }
}
