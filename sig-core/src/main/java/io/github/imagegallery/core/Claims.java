// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.google.common.collect.HashMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.SetMultimap;
import io.github.imagegallery.core.content.Contents;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.Ledger.Changed;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.core.record.VersionRecord.Disk;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.Snapshot;
import io.github.imagegallery.storage.StoredRecord;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the versions of a subscription claim: which disks at which sites, and what unfinished publications build upon. It is
 * never less than what all records claim at one revision, which is not before the last reading began; what was claimed at
 * an earlier reading stays in it. Not for use by several threads.
 */
final class Claims {
    private static final int PAGE = Partition.MAX_PAGE;

    private final Ledger ledger;
    private final String subscription;
    private final SetMultimap<Site, BlobId> disks = HashMultimap.create();
    private final Set<BlobId> pins = new HashSet<>();
    private final SetMultimap<Site, Long> unfinished = HashMultimap.create();
    private long revision;

    private Claims(Engine engine) {
        this.ledger = engine.ledger();
        this.subscription = engine.subscription();
    }

    static Claims read(Engine engine) {
        Claims claims = new Claims(engine);
        claims.readAll();
        return claims;
    }

    /** Returns the manifests of the disks that a site must keep. */
    Set<BlobId> disks(Site site) {
        Set<BlobId> all = new HashSet<>(disks.get(site));
        all.addAll(pins);
        return all;
    }

    /** Returns the sites that may have a disk. */
    List<Site> sites(BlobId root) {
        return disks.entries().stream()
                .filter(claim -> claim.getValue().equals(root))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Returns the marks of the publications that put their disks at a site and are not finished. */
    Set<Long> unfinished(Site site) {
        return unfinished.get(site);
    }

    private void readAll() {
        revision = ledger.revision();
        Optional<Cursor> next = Optional.of(Cursor.start());
        while (next.isPresent()) {
            Page<StoredRecord> page = ledger.page(Keys.versions(), next.get(), PAGE);
            add(page.items());
            next = page.next();
        }
        refresh();
    }

    /** Adds what is claimed by now: reads again what was changed since, until nothing is. */
    void refresh() {
        while (true) {
            Optional<Changed> changed = ledger.changedSince(revision);
            if (changed.isEmpty()) {
                readAll();
                return;
            }
            revision = changed.get().upTo();
            Set<RecordKey> versions = changed.get().keys().stream()
                    .flatMap(key -> Keys.versionOf(key).stream())
                    .collect(Collectors.toSet());
            if (versions.isEmpty()) {
                return;
            }
            add(snapshot(versions));
        }
    }

    private void add(Collection<StoredRecord> stored) {
        Map<RecordKey, VersionRecord> versions = stored.stream()
                .collect(Collectors.toMap(StoredRecord::key, found -> Ledger.decode(found, VersionRecord.class)));
        Set<RecordKey> keys = versions.entrySet().stream()
                .flatMap(version ->
                        version.getValue().regions().stream().map(region -> Keys.region(version.getKey(), region)))
                .collect(Collectors.toSet());
        Map<RecordKey, RegionRecord> regions = snapshot(keys).stream()
                .collect(Collectors.toMap(StoredRecord::key, found -> Ledger.decode(found, RegionRecord.class)));
        versions.forEach((key, version) ->
                add(version, name -> Optional.ofNullable(regions.get(Keys.region(key, name)))));
    }

    private void add(VersionRecord version, Function<String, Optional<RegionRecord>> regions) {
        version.origin().pins().forEach(disk -> pins.add(root(disk)));
        for (String name : version.regions()) {
            List<Site> sites = regions.apply(name)
                    .map(region -> RegionSites.of(region.info(), subscription))
                    .orElse(List.of());
            version.disks().forEach(disk -> sites.forEach(site -> disks.put(site, root(disk))));
            if (!version.stored() && name.equals(version.location()) && !sites.isEmpty()) {
                unfinished.put(sites.get(0), Contents.mark(version.origin().publication()));
            }
        }
    }

    private static BlobId root(Disk disk) {
        return new BlobId(disk.root());
    }

    private List<StoredRecord> snapshot(Set<RecordKey> keys) {
        return Lists.partition(List.copyOf(keys), PAGE).stream()
                .map(ledger::snapshot)
                .map(Snapshot::records)
                .flatMap(records -> records.values().stream())
                .toList();
    }
}
