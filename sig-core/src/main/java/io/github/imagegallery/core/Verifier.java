// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.google.common.collect.Multimap;
import com.google.common.collect.SetMultimap;
import com.google.common.collect.TreeMultimap;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.Repair.Extent;
import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.core.content.Contents;
import io.github.imagegallery.core.content.Contents.Check;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.RepairReport;
import io.github.imagegallery.model.VerifyReport;
import io.github.imagegallery.model.VerifyReport.Damage;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks what is kept, site by site: every blob that an available replica needs is there and has its digest, and every
 * manifest agrees with its packs. Makes anew what is not, if it is to. What several versions share is checked once. Not for
 * use by several threads.
 */
final class Verifier {
    private final Caller caller;
    private final Contents contents;
    private final ProgressListener listener;
    private final Multimap<Site, Need> needs = TreeMultimap.create();
    private final List<Damage> damages = new ArrayList<>();
    private final List<Damage> mended = new ArrayList<>();
    private final Set<BlobId> compared = new HashSet<>();
    private int versions;
    private long bytes;

    Verifier(Caller caller, ProgressListener listener) {
        this.caller = caller;
        this.contents = caller.cloud().contents();
        this.listener = listener;
    }

    /** A disk that a version has at a site. */
    private record Need(String version, BlobId root) implements Comparable<Need> {
        @Override
        public int compareTo(Need other) {
            int byVersion = version.compareTo(other.version);
            return byVersion != 0 ? byVersion : root.compareTo(other.root);
        }
    }

    /** What is done about a blob that is damaged or missing. */
    private interface Remedy {
        /** Mends a blob, and tells whether that was done. */
        boolean mend(Site site, BlobId blob, List<Site> others);
    }

    VerifyReport verify() {
        read(Action.READ);
        needs.asMap().forEach((site, disks) -> verify(site, List.copyOf(disks), (at, blob, others) -> false));
        return new VerifyReport(versions, needs.keySet().size(), bytes, damages);
    }

    /**
     * Makes anew what is damaged or missing.
     *
     * @param dry whether it is only looked at what could be made anew
     */
    RepairReport repair(Extent extent, boolean dry) {
        read(Action.WRITE);
        Remedy unlimited = dry ? this::isElsewhere : this::mend;
        Remedy remedy = extent.withinRegions() ? withinRegion(unlimited) : unlimited;
        Set<String> found = new HashSet<>();
        int sites = 0;
        for (Site site : List.copyOf(needs.keySet())) {
            Tickets tickets = caller.engine(site.subscription()).tickets();
            long ticket = tickets.revision(site);
            if (!extent.noted() || ticket > 0) {
                int before = damages.size();
                verify(site, List.copyOf(needs.get(site)), remedy);
                needs.get(site).forEach(need -> found.add(need.version()));
                sites++;
                if (!dry && damages.size() == before) {
                    tickets.settle(site, ticket);
                }
            }
        }
        return new RepairReport(found.size(), sites, bytes, mended, damages);
    }

    /** Returns a remedy to which only sites of the same region serve. */
    private static Remedy withinRegion(Remedy remedy) {
        return (site, blob, others) -> remedy.mend(
                site,
                blob,
                others.stream()
                        .filter(other -> other.region().equals(site.region()))
                        .toList());
    }

    private boolean isElsewhere(Site site, BlobId blob, List<Site> others) {
        return others.stream()
                .anyMatch(other -> contents.check(other, blob).damage().isEmpty());
    }

    private boolean mend(Site site, BlobId blob, List<Site> others) {
        try {
            contents.copy(Map.of(blob, List.of(site)), others, copied -> {});
            return true;
        } catch (StorageException e) {
            Cancellation.rethrow(e);
            return false;
        }
    }

    private void read(Action action) {
        for (Engine engine : caller.engines(action)) {
            for (ImageDefinitionInfo definition : new SubscriptionHandle(engine).definitions()) {
                engine.versions().of(definition).forEach(this::need);
            }
        }
    }

    private void need(ImageVersionInfo version) {
        List<Site> sites = RegionSites.available(
                version.regions(), version.location(), version.id().subscription());
        if (sites.isEmpty()) {
            return;
        }
        versions++;
        for (DiskInfo disk : version.disks()) {
            Need need = new Need(version.id().path(), new BlobId(disk.manifest().orElseThrow()));
            sites.forEach(site -> needs.put(site, need));
            disagreement(need.root(), sites)
                    .ifPresent(reason -> damages.add(new Damage(Optional.empty(), List.of(need.version()), reason)));
        }
    }

    /** Compares a manifest with its packs where both can be read. */
    private Optional<String> disagreement(BlobId root, List<Site> sites) {
        for (Site site : sites) {
            try {
                return contents.disagreement(root, site, compared);
            } catch (StorageException | GalleryException unreadable) {
                continue; // reported blob by blob
            }
        }
        return Optional.empty();
    }

    private void verify(Site site, List<Need> disks, Remedy remedy) {
        SetMultimap<BlobId, Need> blobs = TreeMultimap.create();
        disks.forEach(disk -> blobs(site, disk).forEach(blob -> blobs.put(blob, disk)));
        long total = blobs.keySet().stream()
                .mapToLong(blob -> contents.sizeOrZero(site, blob))
                .sum();
        long done = 0;
        for (BlobId blob : blobs.keySet()) {
            Check check = contents.check(site, blob);
            check.damage().ifPresent(reason -> {
                List<String> users =
                        blobs.get(blob).stream().map(Need::version).distinct().toList();
                boolean remedied = remedy.mend(site, blob, others(site, blobs.get(blob)));
                (remedied ? mended : damages).add(new Damage(Optional.of(site.toString()), users, reason));
            });
            done += check.bytes();
            listener.onProgress(new Progress("Verifying " + site, Math.min(done, total), Math.max(1, total)));
        }
        bytes += done;
    }

    /** Returns the other sites that have one of the disks, those in the same region first. */
    private List<Site> others(Site site, Set<Need> disks) {
        return needs.keySet().stream()
                .filter(other ->
                        !other.equals(site) && disks.stream().anyMatch(disk -> needs.containsEntry(other, disk)))
                .sorted(Comparator.comparing(other -> !other.region().equals(site.region())))
                .toList();
    }

    /** Returns what a disk is made of; its manifest alone if that cannot be read anywhere. */
    private List<BlobId> blobs(Site site, Need disk) {
        List<Site> sites = new ArrayList<>(List.of(site));
        sites.addAll(others(site, Set.of(disk)));
        try {
            return contents.blobs(disk.root(), sites);
        } catch (StorageException | GalleryException unreadable) {
            return List.of(disk.root());
        }
    }
}
