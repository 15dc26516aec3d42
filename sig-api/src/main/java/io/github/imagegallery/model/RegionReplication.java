// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Optional;
import org.immutables.value.Value;

/** The replicas of a version in one region: what was asked for and how far it is. */
@Value.Immutable
@GalleryStyle
public abstract class RegionReplication {
    RegionReplication() {}

    /** Returns the region. */
    public abstract RegionName region();

    /** Returns how many replicas were asked for. */
    @Value.Default
    public int replicaCount() {
        return 1;
    }

    /** Returns how they are kept. */
    @Value.Default
    public StorageType storageType() {
        return StorageType.STANDARD_LRS;
    }

    /** Returns whether the version is passed over as {@code latest} here; empty for the version's own flag. */
    public abstract Optional<Boolean> excludeFromLatest();

    /** Returns how far the replicas are. Only a completed region can be deployed from. */
    @Value.Default
    public ReplicationState state() {
        return ReplicationState.COMPLETED;
    }

    /** Returns how much of them is there, 0 to 100 percent. */
    @Value.Default
    public int progressPercent() {
        return state() == ReplicationState.COMPLETED ? 100 : 0;
    }

    /** Returns what went wrong, empty if nothing did. */
    public abstract Optional<String> details();

    /** Starts a region's facts. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers a region's facts; the region is required. Not for use by several threads. */
    public static final class Builder extends ImmutableRegionReplication.Builder {
        Builder() {}
    }
}
