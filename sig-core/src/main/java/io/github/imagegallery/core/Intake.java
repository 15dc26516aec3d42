// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.core.content.Ingest;
import io.github.imagegallery.core.content.Ingest.StoredDisk;
import io.github.imagegallery.core.content.Inventory;
import io.github.imagegallery.core.record.VersionRecord.Disk;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.HostCaching;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores disk images at the home of a version that is being published, upon what its definition has there already. Not
 * for use by several threads.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Ingest ingest;
    private final List<Disk> base;
    private final Reached progress;
    private final String verb;
    private final long totalBytes;
    private final ProgressListener listener;
    private long doneBytes;

    /** Is told how far all disks together are. */
    private interface Reached {
        void reached(long done, long total);
    }

    private Intake(
            Ingest ingest,
            Publisher.Begun begun,
            String verb,
            Reached progress,
            long totalBytes,
            ProgressListener listener) {
        this.ingest = ingest;
        this.base = begun.pins();
        this.verb = verb;
        this.progress = progress;
        this.totalBytes = totalBytes;
        this.listener = listener;
        base.forEach(this::learn);
        if (begun.resumed()) {
            ingest.learnArrived();
        }
    }

    /**
     * Starts storing disks.
     *
     * @param totalBytes the size of all of them
     */
    static Intake storing(Engine engine, Publisher.Begun begun, long totalBytes, ProgressListener listener) {
        RegionProgress progress = RegionProgress.ofFirstSite(engine, begun);
        Ingest ingest = engine.contents().ingest(home(engine, begun), begun.publication());
        return new Intake(ingest, begun, "Publishing ", progress::reached, totalBytes, listener);
    }

    /**
     * Starts finding out what storing disks would add.
     *
     * @param totalBytes the size of all of them
     */
    static Intake weighing(Engine engine, Publisher.Begun begun, long totalBytes, ProgressListener listener) {
        Ingest ingest = engine.contents().weigh(home(engine, begun), begun.publication());
        return new Intake(ingest, begun, "Measuring ", (done, total) -> {}, totalBytes, listener);
    }

    /** Returns the site at which the disks are stored. */
    static Site home(Engine engine, Publisher.Begun begun) {
        return RegionSites.of(begun.home().info(), engine.subscription()).get(0);
    }

    /** Learns what the base has; a base that cannot be read costs deduplication, not the publication. */
    private void learn(Disk disk) {
        try {
            ingest.learn(new BlobId(disk.root()));
        } catch (StorageException | GalleryException e) {
            Cancellation.rethrow(e);
            LOG.warn("Publishing without regard to the earlier disk {}: {}", disk.root(), e.getMessage());
        }
    }

    /**
     * Stores a disk.
     *
     * @param name what the progress calls it
     * @throws Ingest.SourceException if the image cannot be read
     */
    Disk store(Optional<Integer> lun, HostCaching caching, DiskImage image, String name) {
        String task = verb + name;
        long total = Math.max(1, image.virtualSize());
        Optional<BlobId> resembled = base.stream()
                .filter(earlier -> earlier.lun().equals(lun))
                .map(earlier -> new BlobId(earlier.root()))
                .findFirst();
        StoredDisk stored = ingest.store(image, resembled, done -> {
            progress.reached(doneBytes + done, totalBytes);
            listener.onProgress(new Progress(task, done, total));
        });
        doneBytes += image.virtualSize();
        return Disk.of(
                lun, stored.virtualSize(), stored.billedBytes(), stored.root().hex(), caching);
    }

    /** Returns what was added so far, and what the disks are made of. */
    Inventory inventory() {
        return ingest.inventory();
    }
}
