// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.Publisher.Begun;
import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.ProgressRecord;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.storage.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers how far the replicas of one region are, for everybody to see: the share of their bytes that is there, at the
 * beginning and then every two seconds at most. While a version is published, how far into its disks the work is stands for the
 * share of the first site, since nobody knows yet how many bytes that will have. It never goes back, and nobody waits for it or
 * loses a race to it. Not for use by several threads.
 */
final class RegionProgress {
    private static final Logger LOG = LoggerFactory.getLogger(RegionProgress.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final Engine engine;
    private final Address address;
    private final String publication;
    private final RegionRecord region;
    /** How much of the region is being filled, up to 1. */
    private final double part;

    private Instant written;

    private RegionProgress(Engine engine, Address address, String publication, RegionRecord region, double part) {
        this.engine = engine;
        this.address = address;
        this.publication = publication;
        this.region = region;
        this.part = part;
        this.written = engine.now();
    }

    /**
     * Begins to fill all sites of a region.
     *
     * @param publication the publication that made the version
     * @param region what is being made
     */
    static RegionProgress of(Engine engine, Address address, String publication, RegionRecord region) {
        return new RegionProgress(engine, address, publication, region, 1);
    }

    /** Begins to fill the first site of the home of a version that is being published. */
    static RegionProgress ofFirstSite(Engine engine, Begun begun) {
        double part = 1.0 / RegionSites.count(begun.home().info());
        return new RegionProgress(engine, begun.address(), begun.publication(), begun.home(), part);
    }

    /** Notes how much is there before the work begins: if that is something and not all, it is seen at once. */
    void found(long done, long total) {
        if (done > 0 && done < total) {
            write(done, total);
        }
    }

    /** Notes how much of what is being filled is there. */
    void reached(long done, long total) {
        if (!engine.now().isBefore(written.plus(INTERVAL))) {
            write(done, total);
        }
    }

    /** Writes how far the region is; if that fails, only the figure is lost. */
    private void write(long done, long total) {
        written = engine.now();
        ProgressRecord progress = ProgressRecord.of(part * done / Math.max(1, total));
        try {
            engine.ledger().change("Cannot note the progress of " + address, draft -> put(draft, progress));
        } catch (StorageException e) {
            Cancellation.rethrow(e);
            LOG.warn("The progress of {} in {} is not noted: {}", address, region.region(), e.getMessage());
        }
    }

    /** Drafts the progress, unless the region is no longer what is worked on, or is further already. */
    private Optional<ProgressRecord> put(Draft draft, ProgressRecord progress) {
        RegionName name = RegionName.of(region.region());
        boolean same = draft.read(address.versionKey(), VersionRecord.class)
                        .filter(version -> version.isOf(publication))
                        .isPresent()
                && draft.read(address.regionKey(name), RegionRecord.class)
                        .filter(present -> present.state() == ReplicationState.REPLICATING && present.sameSites(region))
                        .isPresent();
        Optional<ProgressRecord> news = Optional.of(progress)
                .filter(asked -> same)
                .filter(asked -> draft.read(address.progressKey(name), ProgressRecord.class)
                        .filter(present -> present.progressPercent() >= asked.progressPercent())
                        .isEmpty());
        news.ifPresent(asked -> draft.put(address.progressKey(name), asked));
        return news;
    }
}
