// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.Sites.Watch;
import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * Makes the replicas that a version's records ask for: across regions once, then inside the region, the home region
 * first. What is there already is not copied, and is checked where it is doubted. A region that fails does not stop the
 * others. Safe for use by many threads.
 */
final class Replicator {
    private final Engine engine;

    Replicator(Engine engine) {
        this.engine = engine;
    }

    /**
     * Completes all regions of a version whose disks are at home.
     *
     * @param publication the publication that made the version
     * @param doubted regions whose sites are read and checked, even if they are completed, and what is damaged made anew
     * @param verb what is being done, for error messages
     * @return the bytes that were copied from one site to another
     * @throws io.github.imagegallery.error.ReplicationFailedException if a region failed; the others are completed
     */
    long finish(Address address, String publication, Set<RegionName> doubted, String verb, ProgressListener listener) {
        StoredVersion version = engine.catalog()
                .stored(address)
                .filter(found -> found.version().isOf(publication))
                .orElseThrow(() -> Publisher.deletedMeanwhile(verb, address));
        Set<Site> sources = sources(version.replications(), version.version().home(), engine.subscription());
        List<Violation> failures = new ArrayList<>();
        long moved = 0;
        for (RegionRecord region : toDo(version, doubted)) {
            try {
                if (region.state() == ReplicationState.FAILED) {
                    change(address, publication, region, List.of(), RegionRecord::resumed);
                }
                boolean thorough = doubted.contains(region.info().region());
                moved += make(new Work(version, address, publication, region, thorough), sources, listener);
                sources.addAll(RegionSites.of(region.info(), engine.subscription()));
            } catch (StorageException | GalleryException e) {
                Cancellation.rethrow(e);
                engine.cloud().requireOpen(e);
                String details = String.valueOf(e.getMessage());
                change(address, publication, region, List.of(), present -> present.failed(details));
                failures.add(failure(region, details));
            }
        }
        if (!failures.isEmpty()) {
            throw GalleryException.of("Cannot " + verb + " " + address + " completely", failures);
        }
        return moved;
    }

    /**
     * The replicas of one region that are to be made.
     *
     * @param publication the publication that made the version
     * @param thorough whether what is there is read and checked
     */
    private record Work(
            StoredVersion version, Address address, String publication, RegionRecord region, boolean thorough) {

        /** Tells whether others may do the same: not where all was put by the publication, or is only checked. */
        boolean isShared() {
            boolean atHome =
                    region.region().equals(version.version().location()) && RegionSites.count(region.info()) == 1;
            return region.state() != ReplicationState.COMPLETED && !atHome;
        }
    }

    /** Makes replicas, or waits for somebody who does; returns the bytes that were copied here. */
    private long make(Work work, Set<Site> sources, ProgressListener listener) {
        if (!work.isShared()) {
            return makeAlone(work, sources, listener);
        }
        RegionName region = work.region().info().region();
        Optional<Lease> taken = Lease.take(engine, work.address(), work.publication(), region);
        if (taken.isEmpty()) {
            return 0;
        }
        try (Lease lease = taken.get()) {
            return makeAlone(work, sources, told -> {
                lease.renew();
                listener.onProgress(told);
            });
        }
    }

    private long makeAlone(Work work, Set<Site> sources, ProgressListener listener) {
        RegionProgress progress = new RegionProgress(engine, work.address(), work.publication(), work.region());
        long moved = 0;
        Copied copied;
        do {
            copied = replicate(
                    work.version().version(), work.region().info(), sources, progress, work.thorough(), listener);
            moved += copied.bytes();
        } while (!change(work.address(), work.publication(), work.region(), copied.watches(), RegionRecord::completed));
        return moved;
    }

    /** Returns the sites that have the version's blobs: those of available replicas, and the first one at home. */
    static Set<Site> sources(List<RegionReplication> regions, RegionName home, String subscription) {
        Set<Site> sources = new LinkedHashSet<>(RegionSites.available(regions, home, subscription));
        RegionReplication atHome = regions.stream()
                .filter(region -> region.region().equals(home))
                .findFirst()
                .orElseThrow();
        sources.add(RegionSites.of(atHome, subscription).get(0));
        return sources;
    }

    private static List<RegionRecord> toDo(StoredVersion version, Set<RegionName> doubted) {
        String home = version.version().location();
        return version.regions().values().stream()
                .filter(region -> region.state() != ReplicationState.COMPLETED
                        || doubted.contains(RegionName.of(region.region())))
                .sorted(Comparator.comparing(region -> !region.region().equals(home)))
                .toList();
    }

    /**
     * What was copied to the sites of a region.
     *
     * @param watches the sites as they were before it was looked what they have
     */
    private record Copied(long bytes, List<Watch> watches) {}

    private Copied replicate(
            VersionRecord version,
            RegionReplication region,
            Set<Site> sources,
            RegionProgress progress,
            boolean thorough,
            ProgressListener listener) {
        List<Site> from = new ArrayList<>(sources);
        List<BlobId> blobs = version.disks().stream()
                .flatMap(disk -> engine.contents().blobs(new BlobId(disk.root()), from).stream())
                .distinct()
                .toList();
        long moved = 0;
        List<Watch> watches = new ArrayList<>();
        for (Site site : RegionSites.of(region, engine.subscription())) {
            from.remove(site);
            watches.add(engine.sites().settled(site, blobs));
            moved += fill(site, from, blobs, thorough, told -> {
                progress.reached(told.doneBytes(), told.totalBytes());
                listener.onProgress(told);
            });
            progress.siteFinished();
            from.add(0, site);
        }
        return new Copied(moved, watches);
    }

    /**
     * Copies to a site what it lacks of the blobs, and makes sure that all are durable there.
     *
     * @param from the sites that have them, the preferred one first
     * @param thorough whether what is there is read and checked
     * @return the bytes that were copied
     */
    long fill(Site site, List<Site> from, List<BlobId> blobs, boolean thorough, ProgressListener listener) {
        Map<BlobId, Long> missing = engine.contents().missing(blobs, from, site, thorough);
        long total = missing.values().stream().mapToLong(Long::longValue).sum();
        String task = "Replicating to " + site.region() + ", replica " + site.replica()
                + (site.zone() == 0 ? "" : ", zone " + site.zone());
        AtomicLong moved = new AtomicLong();
        Set<BlobId> copied = new LinkedHashSet<>(missing.keySet());
        // even if it is there: whoever put it may have died before the site was durable, and copying makes it so
        copied.add(blobs.get(blobs.size() - 1));
        engine.contents().copy(copied, from, site, bytes -> {
            if (bytes > 0) {
                listener.onProgress(new Progress(task, moved.addAndGet(bytes), Math.max(1, total)));
            }
        });
        return moved.get();
    }

    /**
     * Records what became of a region, unless the version was deleted, or the region withdrawn, resized or completed
     * meanwhile: then it is no longer what was worked on.
     *
     * @param watches the sites that the change relies on
     * @return false if blobs were condemned at one of the sites since it was watched: it must be looked again what is there
     */
    private boolean change(
            Address address,
            String publication,
            RegionRecord done,
            List<Watch> watches,
            UnaryOperator<RegionRecord> change) {
        return engine.ledger().change("Cannot record the replicas of " + address, draft -> {
            Optional<StoredVersion> before = StoredVersion.read(draft, address)
                    .filter(version -> version.version().isOf(publication))
                    .filter(version -> version.region(RegionName.of(done.region()))
                            .filter(region -> region.sameSites(done) && region.state() != ReplicationState.COMPLETED)
                            .isPresent());
            boolean relied = before.isEmpty() || watches.stream().allMatch(watch -> watch.holds(draft));
            before.filter(version -> relied)
                    .ifPresent(
                            version -> changed(version, done.region(), change).update(draft, address, version));
            return relied;
        });
    }

    private StoredVersion changed(StoredVersion version, String region, UnaryOperator<RegionRecord> change) {
        RegionRecord changed = change.apply(version.regions().get(region));
        boolean publishes = changed.state() == ReplicationState.COMPLETED
                && region.equals(version.version().location());
        return version.with(changed)
                .with(record -> publishes ? record.publishedAt(engine.now()) : record)
                .noteCompletion();
    }

    private static Violation failure(RegionRecord region, String details) {
        return new Violation(
                ErrorCode.REPLICATION_FAILED,
                region.region(),
                region.replicaCount() + (region.replicaCount() == 1 ? " replica" : " replicas"),
                details,
                "mend the cause and repeat the request: what has arrived is not copied again");
    }
}
