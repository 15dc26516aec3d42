// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ReplicaAdvice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many replicas a region needs for what is deployed there at the same time (domain, Deployment: Sizing). Immutable;
 * usable without any storage.
 */
public final class ReplicaSizing {
    private static final int INSTANCES_PER_REPLICA = 600;
    private static final ReplicaSizing CLASSIC = of(GalleryRules.classic());
    private static final ReplicaSizing CURRENT = of(GalleryRules.current());

    private final int machinesPerReplica;
    private final int fewest;
    private final int limit;

    private ReplicaSizing(GalleryRules rules) {
        this.machinesPerReplica = rules.machinesPerReplica();
        this.limit = rules.maxReplicasPerRegion();
        this.fewest = Math.min(rules.minAdvisedReplicas(), limit);
    }

    /** Returns the rule with the figures and the limit of those rules. */
    public static ReplicaSizing of(GalleryRules rules) {
        return new ReplicaSizing(rules);
    }

    /** Returns the classic rule: one replica for every 20 machines, and for every 600 instances of a scale set. */
    public static ReplicaSizing classic() {
        return CLASSIC;
    }

    /** Returns today's rule: one replica for every 50 machines or 600 instances of a scale set, and at least 3. */
    public static ReplicaSizing current() {
        return CURRENT;
    }

    /**
     * Returns the replicas for that many single machines created at the same time.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the number is negative
     */
    public ReplicaAdvice forVirtualMachines(int machines) {
        return forDeployments(machines, List.of());
    }

    /**
     * Returns the replicas for scale sets deployed at the same time.
     *
     * @param instances how many instances each scale set has, 1 to {@value ScaleSetRule#MAX_INSTANCES}
     * @throws io.github.imagegallery.error.InvalidParameterException if a number is out of range
     */
    public ReplicaAdvice forScaleSets(int... instances) {
        return forDeployments(0, IntStream.of(instances).boxed().toList());
    }

    /**
     * Returns the replicas for single machines and scale sets, all created at the same time.
     *
     * @param machines how many single machines, not negative
     * @param scaleSets how many instances each scale set has, 1 to {@value ScaleSetRule#MAX_INSTANCES}
     * @throws io.github.imagegallery.error.InvalidParameterException if a number is out of range, naming every such
     */
    public ReplicaAdvice forDeployments(int machines, Collection<Integer> scaleSets) {
        List<Violation> violations = check(machines, scaleSets);
        if (!violations.isEmpty()) {
            throw GalleryException.of("Cannot size the replicas", violations);
        }
        long forScaleSets = scaleSets.stream()
                .mapToLong(instances -> ceilDiv(instances, INSTANCES_PER_REPLICA))
                .sum();
        long needed = Math.max(fewest, forScaleSets + ceilDiv(machines, machinesPerReplica));
        long ample = needed + ceilDiv(needed, 5);
        long recommended = needed > limit ? ample : Math.min(ample, limit);
        return new ReplicaAdvice(saturated(needed), saturated(recommended), limit);
    }

    private static int saturated(long replicas) {
        return (int) Math.min(replicas, Integer.MAX_VALUE);
    }

    /** Returns every number that is out of range. */
    static List<Violation> check(int machines, Collection<Integer> scaleSets) {
        List<Violation> violations = new ArrayList<>();
        if (machines < 0) {
            violations.add(Violation.invalid(
                    "virtualMachines", machines, "a number of machines is not negative", "give 0 or more"));
        }
        scaleSets.forEach(instances -> ScaleSetRule.check(instances).ifPresent(violations::add));
        return violations;
    }

    private static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
