// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;

/**
 * How far the replicas in one region are that are being made. It is about the region's record as it is: whoever changes that
 * one deletes this one.
 *
 * @param progressPercent how much of them is there, 0 to 99: only the region's record says that all is
 */
public record ProgressRecord(int progressPercent) {
    private static final int MOST = 99;

    /** Refuses what is out of range. */
    public ProgressRecord {
        if (progressPercent < 0 || progressPercent > MOST) {
            throw new IllegalArgumentException("Not the progress of a region: " + progressPercent + " %");
        }
    }

    /** Returns the progress that a share of the whole is. */
    public static ProgressRecord of(double share) {
        return new ProgressRecord((int) Math.max(0, Math.min(MOST, 100 * share)));
    }

    /** Returns a region with this progress, if its replicas are being made; otherwise as it is. */
    public RegionReplication on(RegionReplication region) {
        return region.state() == ReplicationState.REPLICATING && progressPercent > region.progressPercent()
                ? RegionReplication.builder()
                        .from(region)
                        .progressPercent(progressPercent)
                        .build()
                : region;
    }
}
