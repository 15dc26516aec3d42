// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.Reading;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.policy.ProvisioningRule;
import io.github.imagegallery.storage.CorruptStorageException;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Snapshot;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A version with its regions, as they are remembered. Immutable.
 *
 * @param version its own record
 * @param regions the records of its regions, by their names
 */
record StoredVersion(VersionRecord version, SortedMap<String, RegionRecord> regions) {

    StoredVersion {
        regions = Collections.unmodifiableSortedMap(regions);
    }

    static StoredVersion of(VersionRecord version, List<RegionRecord> regions) {
        SortedMap<String, RegionRecord> byName = new TreeMap<>();
        regions.forEach(region -> byName.put(region.region(), region));
        return new StoredVersion(version.withRegions(List.copyOf(byName.keySet())), byName);
    }

    /** Reads a version, and relies on all of it. */
    static Optional<StoredVersion> read(Draft draft, Address address) {
        return read(draft, draft, address);
    }

    private static Optional<StoredVersion> read(Reading records, Draft draft, Address address) {
        return records.read(address.versionKey(), VersionRecord.class)
                .map(version -> of(
                        version,
                        version.regions().stream()
                                .map(name -> records.read(address.regionKey(RegionName.of(name)), RegionRecord.class)
                                        .orElseThrow(() -> regionMissing(draft, address)))
                                .toList()));
    }

    /** Reads a version, all of it at one revision. */
    static Optional<StoredVersion> read(Ledger ledger, Address address) {
        List<RecordKey> keys = List.of(address.versionKey());
        while (true) {
            Snapshot snapshot = ledger.snapshot(keys);
            Optional<VersionRecord> version =
                    snapshot.record(address.versionKey()).map(stored -> Ledger.decode(stored, VersionRecord.class));
            if (version.isEmpty()) {
                return Optional.empty();
            }
            List<RecordKey> needed = keys(address, version.get());
            if (needed.equals(keys)) {
                return Optional.of(whole(address, version.get(), snapshot));
            }
            keys = needed;
        }
    }

    /** Reads the regions of a version that was read; empty if it was changed since. */
    static Optional<StoredVersion> read(Ledger ledger, Address address, VersionRecord version) {
        List<RecordKey> keys = keys(address, version);
        Snapshot snapshot = ledger.snapshot(keys);
        return keys.stream().allMatch(key -> snapshot.record(key).isPresent())
                ? Optional.of(whole(address, version, snapshot))
                : Optional.empty();
    }

    private static List<RecordKey> keys(Address address, VersionRecord version) {
        return Stream.concat(
                        Stream.of(address.versionKey()),
                        version.regions().stream().map(RegionName::of).map(address::regionKey))
                .toList();
    }

    private static StoredVersion whole(Address address, VersionRecord version, Snapshot snapshot) {
        List<RegionRecord> regions = version.regions().stream()
                .map(name -> snapshot.record(address.regionKey(RegionName.of(name)))
                        .orElseThrow(() -> regionMissing(address)))
                .map(stored -> Ledger.decode(stored, RegionRecord.class))
                .toList();
        return of(version, regions);
    }

    /** Reads a version as it was found, whatever was drafted since. */
    static Optional<StoredVersion> find(Draft draft, Address address) {
        return read(draft.found(), draft, address);
    }

    private static CorruptStorageException regionMissing(Draft draft, Address address) {
        draft.requireFresh(address.versionKey());
        return regionMissing(address);
    }

    private static CorruptStorageException regionMissing(Address address) {
        return new CorruptStorageException("Version " + address + " names a region that has no record");
    }

    Optional<RegionRecord> region(RegionName name) {
        return Optional.ofNullable(regions.get(name.value()));
    }

    List<RegionReplication> replications() {
        return regions.values().stream().map(RegionRecord::info).toList();
    }

    ProvisioningState state() {
        return ProvisioningRule.state(version.lifecycle().everComplete(), replications());
    }

    /** Returns this version with a region added or replaced. */
    StoredVersion with(RegionRecord region) {
        SortedMap<String, RegionRecord> changed = new TreeMap<>(regions);
        changed.put(region.region(), region);
        return of(version, List.copyOf(changed.values()));
    }

    /** Returns this version without a region. */
    StoredVersion without(RegionName name) {
        SortedMap<String, RegionRecord> changed = new TreeMap<>(regions);
        changed.remove(name.value());
        return of(version, List.copyOf(changed.values()));
    }

    /** Returns this version with its own record changed. */
    StoredVersion with(UnaryOperator<VersionRecord> change) {
        return new StoredVersion(change.apply(version), regions);
    }

    /** Returns this version with a note that it was complete, if it is. */
    StoredVersion noteCompletion() {
        boolean complete = version.stored()
                && regions.values().stream().allMatch(region -> region.state() == ReplicationState.COMPLETED);
        return complete ? with(VersionRecord::complete) : this;
    }

    /** Drafts a version that is new. */
    void create(Draft draft, Address address) {
        put(draft, address, new StoredVersion(version.withRegions(List.of()), new TreeMap<>()));
        History.created(draft, address, this);
    }

    /** Drafts what differs from the version as it was read, and notes it in the history; nothing if nothing does. */
    void update(Draft draft, Address address, StoredVersion before) {
        if (!equals(before)) {
            put(draft, address, before);
            History.changed(draft, address, before, this);
        }
    }

    private void put(Draft draft, Address address, StoredVersion before) {
        before.regions.keySet().stream()
                .filter(name -> !regions.containsKey(name))
                .forEach(name -> draft.delete(address.regionKey(RegionName.of(name))));
        before.regions.values().stream()
                .filter(region -> !region.equals(regions.get(region.region())))
                .forEach(region -> forgetProgress(draft, address, region));
        if (!version.equals(before.version)) {
            draft.put(address.versionKey(), version);
        }
        regions.forEach((name, region) -> {
            if (!region.equals(before.regions.get(name))) {
                draft.put(address.regionKey(RegionName.of(name)), region);
            }
        });
        draft.touch(address.epochKey());
    }

    /** Drafts the deletion of a region's progress, and of who makes it, since its record is changed. */
    private static void forgetProgress(Draft draft, Address address, RegionRecord region) {
        if (region.state() != ReplicationState.COMPLETED) {
            draft.delete(address.progressKey(RegionName.of(region.region())));
            draft.delete(address.leaseKey(RegionName.of(region.region())));
        }
    }

    /** Drafts the deletion of this version, which was read through the draft. */
    void delete(Draft draft, Address address) {
        draft.delete(address.versionKey());
        regions.forEach((name, region) -> {
            draft.delete(address.regionKey(RegionName.of(name)));
            forgetProgress(draft, address, region);
        });
        draft.count(address.parent().childrenKey(), -1);
        draft.count(Keys.limit("versions", version.home()), -1);
        draft.touch(address.epochKey());
        History.deleted(draft, address);
        Grants.forget(draft, address);
    }

    /** Returns the version as people see it. */
    ImageVersionInfo info(ResourceId definition) {
        return ImageVersionInfo.builder()
                .id(definition.version(VersionNumber.parse(version.number())))
                .location(version.home())
                .publishedDate(version.lifecycle().publishedDate())
                .excludeFromLatest(version.lifecycle().excludeFromLatest())
                .endOfLifeDate(version.lifecycle().endOfLifeDate())
                .replicationMode(version.mode())
                .safetyProfile(version.lifecycle().protection())
                .provisioningState(state())
                .replicationStatus(ProvisioningRule.replicationStatus(replications()))
                .addAllDisks(
                        version.disks().stream().map(VersionRecord.Disk::info).toList())
                .addAllRegions(replications())
                .build();
    }
}
