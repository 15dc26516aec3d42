// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
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
                    change(address, publication, region, RegionRecord::resumed);
                }
                moved += replicate(
                        version.version(),
                        region.info(),
                        sources,
                        new RegionProgress(engine, address, publication, region),
                        doubted.contains(region.info().region()),
                        listener);
                change(address, publication, region, RegionRecord::completed);
                sources.addAll(RegionSites.of(region.info(), engine.subscription()));
            } catch (StorageException | GalleryException e) {
                Cancellation.rethrow(e);
                engine.cloud().requireOpen(e);
                String details = String.valueOf(e.getMessage());
                change(address, publication, region, present -> present.failed(details));
                failures.add(failure(region, details));
            }
        }
        if (!failures.isEmpty()) {
            throw GalleryException.of("Cannot " + verb + " " + address + " completely", failures);
        }
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

    private long replicate(
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
        for (Site site : RegionSites.of(region, engine.subscription())) {
            from.remove(site);
            moved += fill(site, from, blobs, thorough, told -> {
                progress.reached(told.doneBytes(), told.totalBytes());
                listener.onProgress(told);
            });
            progress.siteFinished();
            from.add(0, site);
        }
        return moved;
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
     */
    private void change(Address address, String publication, RegionRecord done, UnaryOperator<RegionRecord> change) {
        engine.ledger().change("Cannot record the replicas of " + address, draft -> {
            Optional<StoredVersion> before = StoredVersion.read(draft, address)
                    .filter(version -> version.version().isOf(publication))
                    .filter(version -> version.region(RegionName.of(done.region()))
                            .filter(region -> region.sameSites(done) && region.state() != ReplicationState.COMPLETED)
                            .isPresent());
            before.ifPresent(version -> changed(version, done.region(), change).update(draft, address, version));
            return before;
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
