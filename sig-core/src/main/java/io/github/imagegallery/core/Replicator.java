// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.Sites.Watch;
import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.core.content.Contents.Stock;
import io.github.imagegallery.core.record.RegionRecord;
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
import java.util.LinkedHashMap;
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
     * @throws io.github.imagegallery.error.OperationNotAllowedException if the version was deleted meanwhile
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
                Publisher.requireThere(engine, verb, address, publication, e);
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
            return makeAlone(work, sources, listener, () -> {});
        }
        RegionName region = work.region().info().region();
        Optional<Lease> taken = Lease.take(engine, work.address(), work.publication(), region);
        if (taken.isEmpty()) {
            return 0;
        }
        try (Lease lease = taken.get()) {
            return makeAlone(work, sources, listener, lease::renew);
        }
    }

    private long makeAlone(Work work, Set<Site> sources, ProgressListener listener, Runnable alive) {
        RegionProgress progress = RegionProgress.of(engine, work.address(), work.publication(), work.region());
        Audience audience = new Audience(progress, listener, alive);
        long moved = 0;
        Copied copied;
        do {
            copied = replicate(work, sources, audience);
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

    private Copied replicate(Work work, Set<Site> sources, Audience audience) {
        List<Site> from = List.copyOf(sources);
        List<BlobId> blobs = work.version().version().disks().stream()
                .flatMap(disk -> engine.contents().blobs(new BlobId(disk.root()), from).stream())
                .distinct()
                .toList();
        List<Site> sites = RegionSites.of(work.region().info(), engine.subscription());
        List<Watch> watches = sites.stream()
                .map(site -> engine.sites().settled(site, blobs, audience.alive()))
                .toList();
        return new Copied(fill(sites, from, blobs, work.thorough(), audience), watches);
    }

    /**
     * Who learns how far the replicas of a region are.
     *
     * @param progress tells everybody
     * @param listener of whoever asked for them
     * @param alive run again and again as long as the work goes on, for those who wait to do it
     */
    record Audience(RegionProgress progress, ProgressListener listener, Runnable alive) {}

    /**
     * Copies to sites of a region what they lack of the blobs, and makes sure that all are durable there.
     *
     * @param from the sites that have them, the preferred one first; some of those of the region may be among them
     * @param thorough whether what is there is read and checked
     * @param audience told how much of all that is to be there is there
     * @return the bytes that were copied
     */
    long fill(List<Site> sites, List<Site> from, List<BlobId> blobs, boolean thorough, Audience audience) {
        List<Stock> stocks = sites.stream()
                .map(site -> engine.contents().stock(site, blobs, from, thorough, audience.alive()))
                .toList();
        long present = stocks.stream().mapToLong(Stock::presentBytes).sum();
        long missing = stocks.stream().mapToLong(Stock::missingBytes).sum();
        audience.progress().found(present, present + missing);
        String task = "Replicating to " + sites.get(0).region();
        AtomicLong moved = new AtomicLong();
        engine.contents().copy(wanted(sites, stocks, blobs), withinFirst(sites, from), bytes -> {
            audience.alive().run();
            if (bytes > 0) {
                long arrived = moved.addAndGet(bytes);
                audience.progress().reached(present + arrived, present + missing);
                audience.listener().onProgress(new Progress(task, arrived, Math.max(1, missing)));
            }
        });
        return moved.get();
    }

    /** Returns the blobs that are to be copied, each with the sites that lack it. */
    private static Map<BlobId, List<Site>> wanted(List<Site> sites, List<Stock> stocks, List<BlobId> blobs) {
        Map<BlobId, List<Site>> wanted = new LinkedHashMap<>();
        for (int i = 0; i < sites.size(); i++) {
            Site site = sites.get(i);
            stocks.get(i)
                    .missing()
                    .keySet()
                    .forEach(blob -> wanted.computeIfAbsent(blob, first -> new ArrayList<>())
                            .add(site));
        }
        // even where it is there: whoever put it may have died before the site was durable, and copying makes it so
        BlobId last = blobs.get(blobs.size() - 1);
        wanted.remove(last);
        wanted.put(last, sites);
        return wanted;
    }

    /** Returns the sites to copy from: those of the region itself before others, since bytes cross regions once. */
    private static List<Site> withinFirst(List<Site> sites, List<Site> from) {
        Set<Site> sources = new LinkedHashSet<>(sites);
        sources.addAll(from);
        return List.copyOf(sources);
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
