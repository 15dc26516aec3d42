// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Optional;
import org.immutables.value.Value;

/**
 * A region that a version shall be replicated to (domain, Image version). Immutable: each method that changes something
 * returns a new value. Nothing is checked here; the request that uses it is checked as a whole.
 */
@Value.Immutable
@GalleryStyle
public abstract class TargetRegion {
    TargetRegion() {}

    /** Returns a target in that region, all else by default. */
    public static TargetRegion of(String region) {
        return of(RegionName.of(region));
    }

    /** Returns a target in that region, all else by default. */
    public static TargetRegion of(RegionName region) {
        return ImmutableTargetRegion.builder().region(region).build();
    }

    /** Returns where. */
    public abstract RegionName region();

    /** Returns how many copies; empty for as many as there are, or else for the version's default number. */
    public abstract Optional<Integer> replicaCount();

    /** Returns how they are kept; empty for what the region has already, or else for the default. */
    public abstract Optional<StorageType> storageType();

    /**
     * Returns whether the version is passed over as {@code latest} in this region; empty for what the region has already,
     * or else for the version's own flag.
     */
    public abstract Optional<Boolean> excludeFromLatest();

    /** Returns this target with that many copies. */
    public TargetRegion replicas(int count) {
        return change().replicaCount(count).build();
    }

    /** Returns this target with that storage type. */
    public TargetRegion storage(StorageType type) {
        return change().storageType(type).build();
    }

    /** Returns this target with a copy of each replica in every zone of the region. */
    public TargetRegion zoneRedundant() {
        return storage(StorageType.STANDARD_ZRS);
    }

    /** Returns this target, passed over when {@code latest} is resolved there. */
    public TargetRegion excludedFromLatest() {
        return change().excludeFromLatest(true).build();
    }

    /** Returns this target, considered when {@code latest} is resolved there, whatever the version's own flag. */
    public TargetRegion includedInLatest() {
        return change().excludeFromLatest(false).build();
    }

    private ImmutableTargetRegion.Builder change() {
        return ImmutableTargetRegion.builder().from(this);
    }
}
