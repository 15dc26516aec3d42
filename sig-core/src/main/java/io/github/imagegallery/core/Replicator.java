// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ImageVersionInfo;
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

/**
 * Makes the replicas that a version's records ask for: across regions once, then inside the region, the home region
 * first. What is there already is not copied. A region that fails does not stop the others. Safe for use by many threads.
 */
final class Replicator {
    private final Engine engine;

    Replicator(Engine engine) {
        this.engine = engine;
    }

    /**
     * Completes all regions of a version whose disks are at home.
     *
     * @param verb what is being done, for error messages
     * @return the bytes that were copied from one site to another
     * @throws io.github.imagegallery.error.ReplicationFailedException if a region failed; the others are completed
     */
    long finish(Address address, String verb, ProgressListener listener) {
        ImageVersionInfo version = version(address, verb);
        RegionReplication home = version.region(version.location()).orElseThrow();
        Set<Site> sources = new LinkedHashSet<>(RegionSites.available(version, home.region(), engine.settings()));
        sources.add(RegionSites.of(home, engine.settings()).get(0));
        List<RegionReplication> unfinished = version.regions().stream()
                .filter(region -> region.state() != ReplicationState.COMPLETED)
                .sorted(Comparator.comparing(region -> !region.region().equals(home.region())))
                .toList();
        List<Violation> failures = new ArrayList<>();
        long moved = 0;
        for (RegionReplication region : unfinished) {
            try {
                moved += replicate(address, version, region, sources, listener);
                sources.addAll(RegionSites.of(region, engine.settings()));
            } catch (StorageException | GalleryException e) {
                failures.add(fail(address, region, e));
            }
        }
        if (!failures.isEmpty()) {
            throw GalleryException.of("Cannot " + verb + " " + address + " completely", failures);
        }
        return moved;
    }

    private ImageVersionInfo version(Address address, String verb) {
        return engine.catalog().version(address).orElseThrow(() -> Publisher.deletedMeanwhile(verb, address));
    }

    private long replicate(
            Address address,
            ImageVersionInfo version,
            RegionReplication region,
            Set<Site> sources,
            ProgressListener listener) {
        List<Site> from = new ArrayList<>(sources);
        List<BlobId> blobs = version.disks().stream()
                .map(disk -> new BlobId(disk.digest().orElseThrow()))
                .flatMap(root -> engine.contents().blobs(root, from).stream())
                .distinct()
                .toList();
        long moved = 0;
        for (Site site : RegionSites.of(region, engine.settings())) {
            from.remove(site);
            moved += fill(site, from, blobs, listener);
            from.add(0, site);
        }
        complete(address, region);
        return moved;
    }

    private long fill(Site site, List<Site> from, List<BlobId> blobs, ProgressListener listener) {
        Map<BlobId, Long> missing = engine.contents().missing(blobs, from, site);
        long total = missing.values().stream().mapToLong(Long::longValue).sum();
        if (total > 0) {
            String task = "Replicating to " + site.region() + ", replica " + site.replica()
                    + (site.zone() == 0 ? "" : ", zone " + site.zone());
            AtomicLong done = new AtomicLong();
            engine.contents()
                    .copy(
                            List.copyOf(missing.keySet()),
                            from,
                            site,
                            bytes -> listener.onProgress(new Progress(task, done.addAndGet(bytes), total)));
        }
        return total;
    }

    /** Records that a region is there, unless it was withdrawn or asks for other replicas by now. */
    private void complete(Address address, RegionReplication done) {
        engine.ledger().change("Cannot complete " + address, draft -> {
            Optional<RegionRecord> present = draft.read(address.regionKey(done.region()), RegionRecord.class);
            if (present.isEmpty() || !present.get().sameSites(RegionRecord.of(done))) {
                return false;
            }
            VersionRecord version = draft.read(address.versionKey(), VersionRecord.class)
                    .orElseThrow(() -> Publisher.deletedMeanwhile("complete", address));
            boolean home = version.home().equals(done.region());
            draft.put(address.regionKey(done.region()), present.get().completed());
            VersionRecord completed = version.withCompletion(
                    home ? Optional.of(engine.now()) : Optional.empty(), othersComplete(draft, address, done.region()));
            if (!completed.equals(version)) {
                draft.put(address.versionKey(), completed);
            }
            draft.touch(address.epochKey());
            return true;
        });
    }

    private boolean othersComplete(Draft draft, Address address, RegionName but) {
        return engine.catalog().version(address).stream()
                .flatMap(version -> version.regions().stream())
                .filter(region -> !region.region().equals(but))
                .flatMap(region -> draft.read(address.regionKey(region.region()), RegionRecord.class).stream())
                .allMatch(region -> region.state() == ReplicationState.COMPLETED);
    }

    private Violation fail(Address address, RegionReplication region, RuntimeException cause) {
        String details = String.valueOf(cause.getMessage());
        engine.ledger().change("Cannot note the failure of " + address, draft -> {
            draft.read(address.regionKey(region.region()), RegionRecord.class).ifPresent(present -> {
                draft.put(address.regionKey(region.region()), present.failed(details));
                draft.touch(address.epochKey());
            });
            return region;
        });
        return new Violation(
                ErrorCode.REPLICATION_FAILED,
                region.region().toString(),
                region.replicaCount() + " replicas",
                details,
                "mend the cause and repeat the request: what has arrived is not copied again");
    }
}
