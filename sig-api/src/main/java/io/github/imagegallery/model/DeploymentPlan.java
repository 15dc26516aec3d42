// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.List;

/**
 * A deployment against which nothing speaks: from which version, how it is spread over the replicas, and what is worth
 * knowing before it is made (domain, Deployment). Immutable; a plan creates nothing.
 *
 * @param version the version that is deployed, as it was when the plan was made
 * @param deployment what is deployed, and where
 * @param shares what is created from each replica of the region that is available, in the order of their numbers
 * @param sizing how many replicas the region should have for this deployment
 * @param warnings what is allowed but hardly meant, or needs something to be done
 * @param notes what else is so, in sentences
 */
public record DeploymentPlan(
        ImageVersionInfo version,
        Deployment deployment,
        List<Share> shares,
        ReplicaAdvice sizing,
        List<Advice> warnings,
        List<String> notes) {

    public DeploymentPlan {
        shares = List.copyOf(shares);
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }

    /**
     * What is created from one replica.
     *
     * @param replica the number of the replica, from 1
     * @param virtualMachines how many of the single machines
     * @param scaleSets how many instances of each scale set, in the order of the deployment; none of some, perhaps
     */
    public record Share(int replica, int virtualMachines, List<Integer> scaleSets) {
        public Share {
            scaleSets = List.copyOf(scaleSets);
        }

        /** Returns how many machines are created from the replica in all. */
        public long instances() {
            return virtualMachines
                    + scaleSets.stream().mapToLong(Integer::longValue).sum();
        }
    }
}
