// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * What applying lifecycle rules did.
 *
 * @param done what was done, in its order
 * @param kept what was kept against a rule, as it was at the end
 */
public record LifecycleOutcome(List<LifecycleStep> done, List<LifecyclePlan.Kept> kept) {

    public LifecycleOutcome {
        done = List.copyOf(done);
        kept = List.copyOf(kept);
    }

    /** Returns that nothing was done, and nothing kept against a rule. */
    public static LifecycleOutcome nothing() {
        return new LifecycleOutcome(List.of(), List.of());
    }

    /** Returns this outcome and then another one. */
    public LifecycleOutcome plus(LifecycleOutcome other) {
        return new LifecycleOutcome(
                Stream.concat(done.stream(), other.done.stream()).toList(),
                Stream.concat(kept.stream(), other.kept.stream()).toList());
    }
}
