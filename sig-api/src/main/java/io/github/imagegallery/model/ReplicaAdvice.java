// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/**
 * How many replicas a region needs (domain, Deployment: Sizing).
 *
 * @param replicas the fewest that do
 * @param recommended a fifth more, for image size, content and type of system differ; within the limit if the
 *     fewest are
 * @param limit the most that one version may have in one region
 */
public record ReplicaAdvice(int replicas, int recommended, int limit) {

    /** Tells whether one version cannot have that many replicas in one region. */
    public boolean exceedsLimit() {
        return replicas > limit;
    }

    /** Returns what to do, in a sentence. */
    public String advice() {
        if (exceedsLimit()) {
            return "One version has at most " + limit + " replicas in a region: deploy in " + waves()
                    + " waves, spread over more regions, or publish a second version";
        }
        return "Keep at least " + replicas + ", better " + recommended + ", replicas in the region";
    }

    private int waves() {
        return Math.floorDiv(replicas - 1, limit) + 1;
    }
}
