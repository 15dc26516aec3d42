// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.model.Deployment;
import io.github.imagegallery.model.DeploymentPlan.Share;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a deployment is spread over replicas: the machines, one after the other, each from the next replica. So no two
 * replicas differ by more than one machine, neither in all nor in any one scale set.
 */
final class DeploymentSpread {
    private final int replicas;
    private final List<Integer> groups;

    private DeploymentSpread(int replicas, List<Integer> groups) {
        this.replicas = replicas;
        this.groups = groups;
    }

    /** @param replicas how many there are, at least 1 */
    static List<Share> over(int replicas, Deployment deployment) {
        List<Integer> groups = Stream.concat(Stream.of(deployment.virtualMachines()), deployment.scaleSets().stream())
                .toList();
        DeploymentSpread spread = new DeploymentSpread(replicas, groups);
        return IntStream.rangeClosed(1, replicas).mapToObj(spread::share).toList();
    }

    private Share share(int replica) {
        int[] parts = new int[groups.size()];
        long before = 0;
        for (int group = 0; group < parts.length; group++) {
            long after = before + groups.get(group);
            parts[group] = Math.toIntExact(among(after, replica) - among(before, replica));
            before = after;
        }
        return new Share(replica, parts[0], IntStream.of(parts).skip(1).boxed().toList());
    }

    /** Returns how many of the first machines are created from a replica. */
    private long among(long first, int replica) {
        return (first + replicas - replica) / replicas;
    }
}
