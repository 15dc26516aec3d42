// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.model.AggregatedReplicationState;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** What the states of a version's regions make of the version (domain, Image version). Pure functions. */
public final class ProvisioningRule {
    private ProvisioningRule() {}

    /**
     * Returns the state of a version that is not being deleted.
     *
     * @param everComplete whether all its regions were completed at some time
     * @param regions its regions as they are
     */
    public static ProvisioningState state(boolean everComplete, Collection<RegionReplication> regions) {
        if (!regions.isEmpty() && regions.stream().allMatch(region -> region.state() == ReplicationState.COMPLETED)) {
            return ProvisioningState.SUCCEEDED;
        }
        boolean failed = regions.stream().anyMatch(region -> region.state() == ReplicationState.FAILED);
        boolean running = regions.stream().anyMatch(region -> region.state() == ReplicationState.REPLICATING);
        if (failed && !running) {
            return ProvisioningState.FAILED;
        }
        return everComplete ? ProvisioningState.UPDATING : ProvisioningState.CREATING;
    }

    /**
     * Returns how far a version's replicas are in all its regions together.
     *
     * @param regions its regions as they are
     */
    public static AggregatedReplicationState replicationStatus(Collection<RegionReplication> regions) {
        Set<ReplicationState> states =
                regions.stream().map(RegionReplication::state).collect(Collectors.toSet());
        if (states.contains(ReplicationState.REPLICATING)) {
            return AggregatedReplicationState.IN_PROGRESS;
        }
        if (states.contains(ReplicationState.FAILED)) {
            return AggregatedReplicationState.FAILED;
        }
        return states.equals(Set.of(ReplicationState.COMPLETED))
                ? AggregatedReplicationState.COMPLETED
                : AggregatedReplicationState.UNKNOWN;
    }
}
