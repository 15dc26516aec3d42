// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.content.Contents;
import io.github.imagegallery.core.content.Contents.Workers;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.model.Scope;
import io.github.imagegallery.model.SubscriptionInfo;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.Site;
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
import java.util.function.LongSupplier;

/**
 * One storage and its settings: what all subscriptions share, and the engine of each. Safe for use by many threads.
 */
final class Cloud implements AutoCloseable {
    /** How the partitions of tenants begin; no subscription's does. */
    private static final String TENANT = "tenant.";

    private static final AtomicInteger WORKERS = new AtomicInteger();

    private final GalleryStorage storage;
    private final GallerySettings settings;
    private final LongSupplier ticker;
    private final ExecutorService workers;
    private final ExecutorService copiers;
    private final Contents contents;
    private final Map<String, Engine> engines = new ConcurrentHashMap<>();
    private final Map<String, Grants> tenants = new ConcurrentHashMap<>();

    /** @param ticker nanoseconds that only ever go on, of any origin */
    Cloud(GalleryStorage storage, GallerySettings settings, LongSupplier ticker) {
        this.storage = storage;
        this.settings = settings;
        this.ticker = ticker;
        this.workers = Executors.newFixedThreadPool(settings.parallelism(), Cloud::worker);
        this.copiers = Executors.newFixedThreadPool(settings.replicationParallelism(), Cloud::worker);
        this.contents = new Contents(
                storage.contents(),
                new Workers(workers, settings.parallelism()),
                new Workers(copiers, settings.replicationParallelism()),
                new SecureRandom(),
                this::doubt);
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

    /** Returns the nanoseconds since an origin of their own, which no change of the clock touches. */
    long ticks() {
        return ticker.getAsLong();
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

    /** Returns the roles that are assigned at a tenant's root. */
    Grants grants(String tenant) {
        Scope root = Scope.tenant(tenant);
        return tenants.computeIfAbsent(root.tenant(), name -> new Grants(ledger(TENANT + name), root));
    }

    private void doubt(Site site, String reason) {
        engine(site.subscription()).tickets().leave(site, reason);
    }

    /** Returns what the application itself may do. */
    Access access(Scope root, List<Grants> grants) {
        return new Access(Optional.empty(), settings.directory(), root, grants);
    }

    private Ledger ledger(String partition) {
        return new Ledger(storage.records().partition(new PartitionId(partition)), UUID::randomUUID, settings.clock());
    }

    /** Returns the next subscription that has records, in the order of their ids; empty if there is none. */
    Optional<String> next(Cursor cursor) {
        Optional<String> next = partition(cursor);
        while (next.isPresent() && next.get().startsWith(TENANT)) {
            next = partition(new Cursor(next.get()));
        }
        return next;
    }

    private Optional<String> partition(Cursor cursor) {
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
        copiers.shutdown();
        storage.close();
    }
}
