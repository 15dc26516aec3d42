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

    /** Returns in how many zones of the region each replica is kept; 0 if it is bound to none. */
    @Value.Default
    public int zones() {
        return 0;
    }

    /** Returns whether the version is passed over as {@code latest} here; empty for the version's own flag. */
    public abstract Optional<Boolean> excludeFromLatest();

    /** Returns how far the replicas are. */
    @Value.Default
    public ReplicationState state() {
        return ReplicationState.COMPLETED;
    }

    /**
     * Returns how many of the replicas are there, 0 to {@link #replicaCount()}. The region can be deployed from when it
     * is not 0: asking for more replicas does not take away those that it has.
     */
    @Value.Default
    public int availableReplicas() {
        return state() == ReplicationState.COMPLETED ? replicaCount() : 0;
    }

    /**
     * Returns how much of the replicas is there, 0 to 100 percent. While they are being made it moves every few seconds, for
     * everybody who reads the version.
     */
    @Value.Default
    public int progressPercent() {
        return 100 * availableReplicas() / replicaCount();
    }

    /** Returns what went wrong, empty if nothing did. */
    public abstract Optional<String> details();

    /** Refuses counts that cannot be. */
    @Value.Check
    void check() {
        if (replicaCount() < 1 || zones() < 0 || availableReplicas() < 0 || availableReplicas() > replicaCount()) {
            throw new IllegalArgumentException("A region has at least 1 replica, and none to all of them are available;"
                    + " not " + availableReplicas() + " of " + replicaCount() + " in " + zones() + " zones");
        }
    }

    /** Starts a region's facts. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers a region's facts; the region is required. Not for use by several threads. */
    public static final class Builder extends ImmutableRegionReplication.Builder {
        Builder() {}
    }
}
