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
        Optional<Boolean> excludeFromLatest,
        ReplicationState state,
        Optional<String> details) {

    /** Returns what is remembered of a region. */
    public static RegionRecord of(RegionReplication info) {
        return new RegionRecord(
                info.region().value(),
                info.replicaCount(),
                info.storageType(),
                info.excludeFromLatest(),
                info.state(),
                info.details());
    }

    /** Returns this record in another state. */
    public RegionRecord in(ReplicationState newState, Optional<String> newDetails) {
        return new RegionRecord(region, replicaCount, storageType, excludeFromLatest, newState, newDetails);
    }

    /** Tells whether this and the other ask for the same sites. */
    public boolean sameSites(RegionRecord other) {
        return replicaCount == other.replicaCount && storageType == other.storageType;
    }

    /** Returns the region as people see it. */
    public RegionReplication info() {
        return RegionReplication.builder()
                .region(RegionName.of(region))
                .replicaCount(replicaCount)
                .storageType(storageType)
                .excludeFromLatest(excludeFromLatest)
                .state(state)
                .details(details)
                .build();
    }
}
