// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples.policy;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.fail;

import io.github.imagegallery.Shareable;
import io.github.imagegallery.Subscription;
import io.github.imagegallery.model.AccessExplanation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.LifecyclePlan;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.LifecycleRule;
import io.github.imagegallery.model.LifecycleStep;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.RoleAssignment;
import io.github.imagegallery.model.Scope;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Who may do what with the images of production, how full the galleries are, and what lifecycle rules would remove, as unit
 * tests: to copy, like {@link GoldenImagePolicyTest}. Nothing is changed; lifecycle rules are only tried.
 */
class GalleryPolicyTest extends ProductionImages {

    // The policy: change it here.

    private static final Set<Principal> DELETERS = Set.of(Principal.group("image-owners"));
    private static final Principal DEPLOYER = Principal.servicePrincipal("deployer");
    private static final int MOST_USED_PERCENT = 80;
    private static final int DAYS_BACK = 30;
    private static final LifecyclePolicy LIFECYCLE = LifecyclePolicy.of(
            LifecycleRule.keepNewest(3), LifecycleRule.deletePastEndOfLife(90), LifecycleRule.olderAtHome(2));

    /** Versions that machines were made from which may be made again: ask your inventory. */
    private static final Set<String> IN_USE = Set.of("shop/golden/web/1.0.0");

    // The rules: each is one line of the report for each production definition.

    @ProductionRule
    @DisplayName("is deleted by nobody but those who may")
    void isKeptFromDeletion(GoldenImage image) {
        image.refuse(assignments(image)
                .filter(assignment -> assignment.role().allows(Action.DELETE))
                .filter(assignment -> !DELETERS.contains(assignment.principal()))
                .map(assignment -> assignment + ", and may delete it (unshare that, or share with less)"));
    }

    @ProductionRule
    @DisplayName("is shared as a whole, and no version by itself")
    void isSharedAsAWhole(GoldenImage image) {
        image.refuse(image.versions().stream()
                .flatMap(version -> galleries.version(version.id()).assignments().stream())
                .map(assignment -> assignment + ", and of no other version (share the definition instead)"));
    }

    @ProductionRule
    @DisplayName("is deployed by the deployer, who may not change it")
    void isDeployedButNotChanged(GoldenImage image) {
        Scope scope = galleries.definition(image.definition().id()).scope();
        AccessExplanation deploy = galleries.explain(DEPLOYER, Action.DEPLOY, scope);
        AccessExplanation write = galleries.explain(DEPLOYER, Action.WRITE, scope);

        image.refuse(Stream.concat(
                deploy.allowed() ? Stream.empty() : Stream.of(deploy + " (share it with the role Reader)"),
                write.allowed() ? Stream.of(write + " (share it with the role Reader instead)") : Stream.empty()));
    }

    @ProductionRule
    @DisplayName("loses nothing that is in use to the lifecycle rules")
    void losesNothingInUse(GoldenImage image) {
        LifecyclePlan today = galleries
                .definition(image.definition().id())
                .lifecycle(LIFECYCLE)
                .dryRun();

        image.refuse(inUse(today)
                .map(step -> "today the rules would " + step + ", but it is in use (keep more, or move its machines)"));
    }

    @ProductionRule
    @DisplayName("would have lost nothing that is in use " + DAYS_BACK + " days ago")
    void wouldHaveLostNothingInUse(GoldenImage image) {
        LifecyclePlan then = galleries
                .definition(image.definition().id())
                .lifecycle(LIFECYCLE)
                .dryRun(now.minus(Duration.ofDays(DAYS_BACK)));

        image.refuse(inUse(then)
                .map(step -> "on " + then.at() + " the rules would have done this: " + step
                        + ", but it is in use (keep more, or move its machines)"));
    }

    @Test
    @DisplayName("No subscription uses more than " + MOST_USED_PERCENT + " % of a limit")
    void nothingIsNearlyFull() {
        String faults = production().stream()
                .map(image -> image.definition().id().subscription())
                .distinct()
                .map(galleries::subscription)
                .flatMap(subscription -> subscription.usage().stream()
                        .filter(usage -> usage.used() * 100 > usage.limit() * MOST_USED_PERCENT)
                        .map(usage -> subscription.info().id() + " uses " + usage.used() + " of " + usage.limit() + " "
                                + usage.kind() + " in " + usage.location()
                                + " (delete what is not needed, or use another subscription or location)"))
                .collect(joining("; "));
        if (!faults.isEmpty()) {
            fail(faults);
        }
    }

    // What the rules are told with.

    /** Returns all roles that count for a definition: those at it, at its versions, and above. */
    private static Stream<RoleAssignment> assignments(GoldenImage image) {
        ResourceId id = image.definition().id();
        Subscription subscription = galleries.subscription(id.subscription());
        Stream<Shareable> above = Stream.of(
                galleries.tenant(subscription.info().tenant()),
                subscription,
                galleries.gallery(id),
                galleries.definition(id));
        Stream<Shareable> versions = image.versions().stream().map(version -> galleries.version(version.id()));
        return Stream.concat(above, versions).flatMap(place -> place.assignments().stream());
    }

    /** Returns the deletions of what is in use. */
    private static Stream<LifecycleStep> inUse(LifecyclePlan plan) {
        return plan.steps().stream()
                .filter(LifecycleStep.DeleteVersion.class::isInstance)
                .filter(step -> IN_USE.contains(
                        step.target().subscription() + "/" + step.target().path()));
    }
}
