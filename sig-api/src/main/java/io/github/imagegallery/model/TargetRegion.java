// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Optional;

/**
 * A region that a version shall be replicated to (domain, Image version). Immutable: each method that changes something
 * returns a new value. Nothing is checked here; the request that uses it is checked as a whole.
 *
 * @param region where
 * @param replicaCount how many copies; empty for what the region has already, or else the version's default count
 * @param storageType how they are kept; empty for what the region has already, or else for Standard_LRS
 * @param excludeFromLatest whether the version is passed over as {@code latest} in this region; empty for what the
 *     region has already, or else the version's own flag
 */
public record TargetRegion(
        RegionName region,
        Optional<Integer> replicaCount,
        Optional<StorageType> storageType,
        Optional<Boolean> excludeFromLatest) {

    /** Returns a target in that region, all else by default. */
    public static TargetRegion of(String region) {
        return of(RegionName.of(region));
    }

    /** Returns a target in that region, all else by default. */
    public static TargetRegion of(RegionName region) {
        return new TargetRegion(region, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Returns this target with that many copies. */
    public TargetRegion replicas(int count) {
        return new TargetRegion(region, Optional.of(count), storageType, excludeFromLatest);
    }

    /** Returns this target with that storage type. */
    public TargetRegion storage(StorageType type) {
        return new TargetRegion(region, replicaCount, Optional.of(type), excludeFromLatest);
    }

    /** Returns this target with a copy of each replica in every zone of the region. */
    public TargetRegion zoneRedundant() {
        return storage(StorageType.STANDARD_ZRS);
    }

    /** Returns this target, passed over when {@code latest} is resolved there. */
    public TargetRegion excludedFromLatest() {
        return new TargetRegion(region, replicaCount, storageType, Optional.of(true));
    }

    /** Returns this target, considered when {@code latest} is resolved there, whatever the version's own flag. */
    public TargetRegion includedInLatest() {
        return new TargetRegion(region, replicaCount, storageType, Optional.of(false));
    }
}
