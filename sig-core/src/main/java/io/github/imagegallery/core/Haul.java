// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.content.Contents.Stock;
import io.github.imagegallery.model.ChangePlan.Move;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Site;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Works out which bytes the {@link Replicator} would copy, and copies none. What was worked out before counts as done: a
 * blob that two versions share goes to a site once. Not for use by several threads.
 */
final class Haul {
    private final Engine engine;
    private final List<Move> moves = new ArrayList<>();
    private final Map<Site, Set<BlobId>> arrived = new HashMap<>();
    /** Blobs that are not stored yet, with their sizes. */
    private final Map<BlobId, Long> fresh = new HashMap<>();

    /** More sites that have the blobs already, of which their sizes are learned. */
    private final List<Site> holders = new ArrayList<>();

    Haul(Engine engine) {
        this.engine = engine;
    }

    List<Move> moves() {
        return moves;
    }

    /** Counts blobs as there: they are stored at a site before anything is copied. */
    void stored(Site site, Collection<BlobId> blobs, Map<BlobId, Long> sizes) {
        at(site).addAll(blobs);
        fresh.putAll(sizes);
    }

    /**
     * Copies a version's blobs to the first site of its home, from another version, and counts them as there.
     *
     * @param holders the sites of that version
     */
    void copied(ResourceId version, Site home, List<Site> holders, List<BlobId> blobs) {
        List<Site> others = new ArrayList<>(holders);
        others.remove(home);
        fill(version, home, others, blobs, true);
        this.holders.addAll(holders);
    }

    /** Completes all regions of a version whose disks are at home, as {@link Replicator#finish} does. */
    void finish(ImageVersionInfo version, Set<RegionName> doubted) {
        Set<Site> sources = Replicator.sources(version.regions(), version.location(), engine.subscription());
        finish(version, blobs(version, List.copyOf(sources)), doubted);
    }

    private List<BlobId> blobs(ImageVersionInfo version, List<Site> sites) {
        return version.disks().stream()
                .map(DiskInfo::manifest)
                .flatMap(Optional::stream)
                .flatMap(root -> engine.contents().blobs(new BlobId(root), sites).stream())
                .distinct()
                .toList();
    }

    /**
     * Completes all regions of a version.
     *
     * @param blobs what its disks are made of
     */
    void finish(ImageVersionInfo version, List<BlobId> blobs, Set<RegionName> doubted) {
        Set<Site> sources = Replicator.sources(version.regions(), version.location(), engine.subscription());
        version.regions().stream()
                .filter(region -> region.state() != ReplicationState.COMPLETED || doubted.contains(region.region()))
                .sorted(Comparator.comparing(region -> !region.region().equals(version.location())))
                .forEach(region -> {
                    replicate(version.id(), region, List.copyOf(sources), blobs, doubted.contains(region.region()));
                    sources.addAll(RegionSites.of(region, engine.subscription()));
                });
    }

    private void replicate(
            ResourceId version, RegionReplication region, List<Site> sources, List<BlobId> blobs, boolean thorough) {
        List<Site> from = new ArrayList<>(sources);
        for (Site site : RegionSites.of(region, engine.subscription())) {
            from.remove(site);
            fill(version, site, from, blobs, thorough);
            from.add(0, site);
        }
    }

    /** Brings a version's blobs to a site, as {@link Replicator#fill} does. */
    void fill(ResourceId version, Site site, List<Site> from, List<BlobId> blobs, boolean thorough) {
        Set<BlobId> there = at(site);
        List<BlobId> unknown = blobs.stream()
                .filter(blob -> !there.contains(blob) && !fresh.containsKey(blob))
                .toList();
        List<Site> known = new ArrayList<>(from);
        known.addAll(holders);
        Stock stock = engine.contents().stock(site, unknown, known, thorough, () -> {});
        long bytes = stock.missingBytes();
        bytes += blobs.stream()
                .filter(blob -> !there.contains(blob))
                .mapToLong(blob -> fresh.getOrDefault(blob, 0L))
                .sum();
        bytes += unsoundLast(site, blobs.get(blobs.size() - 1), unknown, stock.missing());
        there.addAll(blobs);
        if (bytes > 0) {
            moves.add(new Move(
                    version,
                    RegionName.of((from.isEmpty() ? site : from.get(0)).region()),
                    RegionName.of(site.region()),
                    site.replica(),
                    site.zone(),
                    bytes));
        }
    }

    /** The last blob is always looked at when the others are copied. */
    private long unsoundLast(Site site, BlobId last, List<BlobId> unknown, Map<BlobId, Long> missing) {
        boolean taken = unknown.contains(last) && !missing.containsKey(last);
        return taken && !engine.contents().isSound(site, last)
                ? engine.contents().sizeOrZero(site, last)
                : 0;
    }

    private Set<BlobId> at(Site site) {
        return arrived.computeIfAbsent(site, unseen -> new HashSet<>());
    }
}
