// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.LifecycleOutcome;
import io.github.imagegallery.model.LifecyclePlan;
import java.time.Instant;

/**
 * Lifecycle rules that are about to be applied to a definition, or to all definitions of a gallery. What they do, and what
 * is protected against them, is decided by {@link io.github.imagegallery.policy.LifecycleRules}.
 *
 * <p>The commit plans anew and then takes the steps one by one, each in a commit of its own. Each commit relies on the
 * definition and all its versions being as they were planned for; if anything was changed meanwhile, the rest is planned anew,
 * so that nobody's change makes it take what is protected. What is eligible is judged as of the instant of the plan. A step
 * that is refused does not stop the others: it is among what was kept. When the commit was cut off, committing again does the
 * rest.
 *
 * <p>Where a plan is applied, the rest is not planned anew when anything was changed meanwhile: it is refused.
 *
 * <p>Who may see a definition may try the rules on it; whoever plans or commits needs the right to delete it, or the right to write if the policy only
 * withdraws.
 */
public interface LifecycleChange extends PricedChange<LifecycleOutcome> {

    /**
     * Says which steps the commit would take if it came now, and what it would keep against a rule. Changes nothing; who may
     * see the definition may ask, whatever it may do with it.
     */
    LifecyclePlan dryRun();

    /**
     * Says which steps the commit would have taken at an instant, with the versions as they were then, by the definitions and the
     * rules of the gallery as they are now. Definitions that were deleted since are not looked at; those whose histories begin
     * later are named in the plan. Changes nothing.
     *
     * @param asOf when; at an instant to come, what would be done if nothing were changed until then
     */
    LifecyclePlan dryRun(Instant asOf);
}
