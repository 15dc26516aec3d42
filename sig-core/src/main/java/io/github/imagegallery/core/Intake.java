// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.core.content.Ingest;
import io.github.imagegallery.core.content.Ingest.StoredDisk;
import io.github.imagegallery.core.record.VersionRecord.Disk;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.HostCaching;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.storage.BlobId;
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
    private final RegionProgress progress;
    private final long totalBytes;
    private final ProgressListener listener;
    private long doneBytes;

    /** @param totalBytes the size of all disks */
    Intake(Engine engine, Publisher.Begun begun, long totalBytes, ProgressListener listener) {
        this.ingest = engine.contents()
                .ingest(
                        RegionSites.of(begun.home().info(), engine.subscription())
                                .get(0),
                        begun.publication());
        this.base = begun.pins();
        this.progress = new RegionProgress(engine, begun.address(), begun.publication(), begun.home());
        this.totalBytes = totalBytes;
        this.listener = listener;
        base.forEach(this::learn);
        if (begun.resumed()) {
            ingest.learnArrived();
        }
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
        String task = "Publishing " + name;
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

    /** Returns the bytes that were added so far. */
    long storedBytes() {
        return ingest.storedBytes();
    }
}
