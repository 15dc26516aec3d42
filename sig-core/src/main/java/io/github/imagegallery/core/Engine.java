// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.content.Contents;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.StorageException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** What the handles of one set of galleries share. Safe for use by many threads. */
final class Engine implements AutoCloseable {
    private final GalleryStorage storage;
    private final GallerySettings settings;
    private final ExecutorService workers;
    private final Ledger ledger;
    private final Contents contents;
    private final Catalog catalog;
    private final Replicator replicator;
    private final Publisher publisher;

    Engine(GalleryStorage storage, GallerySettings settings) {
        this.storage = storage;
        this.settings = settings;
        this.workers = Executors.newFixedThreadPool(settings.parallelism(), Engine::worker);
        this.ledger =
                new Ledger(storage.records().partition(new PartitionId(settings.subscription())), UUID::randomUUID);
        this.contents = new Contents(storage.contents(), workers, settings.parallelism(), new SecureRandom());
        this.catalog = new Catalog(ledger, settings);
        this.replicator = new Replicator(this);
        this.publisher = new Publisher(this);
    }

    private static final AtomicInteger WORKERS = new AtomicInteger();

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

    String subscription() {
        return settings.subscription();
    }

    GalleryRules rules() {
        return settings.rules();
    }

    RegionCatalog regions() {
        return settings.regions();
    }

    Instant now() {
        return settings.clock().instant();
    }

    Ledger ledger() {
        return ledger;
    }

    Contents contents() {
        return contents;
    }

    Catalog catalog() {
        return catalog;
    }

    Publisher publisher() {
        return publisher;
    }

    Replicator replicator() {
        return replicator;
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
