// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.StorageType;
import java.util.Optional;

/** The replicas of a version in one region, as they are remembered. */
public record RegionRecord(
        String region,
        int replicaCount,
        StorageType storageType,
        int zones,
        Optional<Boolean> excludeFromLatest,
        ReplicationState state,
        int availableReplicas,
        Optional<String> details) {

    /** Refuses what {@link RegionReplication} refuses. */
    public RegionRecord {
        if (replicaCount < 1 || zones < 0 || availableReplicas < 0 || availableReplicas > replicaCount) {
            throw new IllegalArgumentException("Not the replicas of a region: " + availableReplicas + " of "
                    + replicaCount + ", " + zones + " zones");
        }
    }

    /** Returns what is remembered of a region. */
    public static RegionRecord of(RegionReplication info) {
        return new RegionRecord(
                info.region().value(),
                info.replicaCount(),
                info.storageType(),
                info.zones(),
                info.excludeFromLatest(),
                info.state(),
                info.availableReplicas(),
                info.details());
    }

    /** Returns this record after all its replicas were made. */
    public RegionRecord completed() {
        return in(ReplicationState.COMPLETED, replicaCount, Optional.empty());
    }

    /** Returns this record after the making of its replicas was begun again. */
    public RegionRecord resumed() {
        return in(ReplicationState.REPLICATING, availableReplicas, Optional.empty());
    }

    /** Returns this record after its replicas could not be made. */
    public RegionRecord failed(String reason) {
        return in(ReplicationState.FAILED, availableReplicas, Optional.of(reason));
    }

    /** Returns this record with a flag of its own, or without one. */
    public RegionRecord withLatestFlag(Optional<Boolean> exclude) {
        return new RegionRecord(region, replicaCount, storageType, zones, exclude, state, availableReplicas, details);
    }

    private RegionRecord in(ReplicationState newState, int available, Optional<String> newDetails) {
        return new RegionRecord(
                region, replicaCount, storageType, zones, excludeFromLatest, newState, available, newDetails);
    }

    /** Tells whether this and the other ask for the same sites. */
    public boolean sameSites(RegionRecord other) {
        return replicaCount == other.replicaCount && storageType == other.storageType && zones == other.zones;
    }

    /** Returns the region as people see it. */
    public RegionReplication info() {
        return RegionReplication.builder()
                .region(RegionName.of(region))
                .replicaCount(replicaCount)
                .storageType(storageType)
                .zones(zones)
                .excludeFromLatest(excludeFromLatest)
                .state(state)
                .availableReplicas(availableReplicas)
                .details(details)
                .build();
    }
}
