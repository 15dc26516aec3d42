// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What lifecycle rules do at an instant, and what they would do were it not protected (domain, Deleting and end of life).
 * {@code CostModel} of the package {@code policy} says what it saves. Immutable.
 *
 * @param at the instant
 * @param steps what is done, in the order in which it must be done
 * @param kept what is kept against a rule; what no rule is about is not among it
 * @param beforeHistory the definitions of which nothing is known at the instant, since their histories begin later; nothing
 *     is planned for them
 */
public record LifecyclePlan(Instant at, List<LifecycleStep> steps, List<Kept> kept, List<ResourceId> beforeHistory) {

    public LifecyclePlan {
        steps = List.copyOf(steps);
        kept = List.copyOf(kept);
        beforeHistory = List.copyOf(beforeHistory);
    }

    /** Returns the plan that does nothing. */
    public static LifecyclePlan nothing(Instant at) {
        return new LifecyclePlan(at, List.of(), List.of(), List.of());
    }

    /** Returns that nothing is known of a definition at that instant. */
    public static LifecyclePlan beforeHistory(Instant at, ResourceId definition) {
        return new LifecyclePlan(at, List.of(), List.of(), List.of(definition));
    }

    /** Returns this plan and then another one, at the instant of this one. */
    public LifecyclePlan plus(LifecyclePlan other) {
        return new LifecyclePlan(
                at, both(steps, other.steps), both(kept, other.kept), both(beforeHistory, other.beforeHistory));
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    /** Tells whether there is nothing to do. */
    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /**
     * Something that is kept though a rule asks for its end.
     *
     * @param resource a version or a definition
     * @param region the region that the version keeps, empty if it is about the whole
     * @param rule the rule that asks for it
     * @param reason why it is kept
     * @param explanation why it is kept, in words
     */
    public record Kept(
            ResourceId resource, Optional<RegionName> region, LifecycleRule rule, Reason reason, String explanation) {

        /** Returns what is kept and why in one sentence. */
        @Override
        public String toString() {
            return "keep " + resource.path() + region.map(name -> " in " + name).orElse("") + " against '" + rule
                    + "': " + explanation;
        }
    }

    /** Why something is kept. */
    public enum Reason {
        /** The version is still being published. */
        BEING_PUBLISHED,
        /** The version is being deleted already. */
        BEING_DELETED,
        /** The version's safety profile does not let it be deleted yet. */
        DELETION_BLOCKED,
        /** In some region no other version is eligible as latest. */
        LAST_ELIGIBLE,
        /** The version is latest in some region. */
        LATEST,
        /** The definition has versions that are kept. */
        VERSIONS_KEPT,
        /** The version is not available at its home. */
        NOT_AVAILABLE_AT_HOME,
        /** No newer version is eligible as latest in the region. */
        NO_NEWER_ELIGIBLE,
        /** The version's safety profile does not let regions be dropped. */
        WITHDRAWAL_NOT_ALLOWED,
        /** The change was refused when it was made. */
        REFUSED
    }
}
