// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.PlanGround;
import io.github.imagegallery.model.PriceBook;

/**
 * A change that was described and not made yet. Its settings may be called in any order; one that contradicts an earlier
 * one is refused at once with an {@link IllegalStateException} that names both. Not for use by several threads.
 *
 * @param <R> what making the change returns
 */
public interface PendingChange<R> {

    /**
     * Makes the change, and returns when it is durable.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted; what was done stays, and the same
     *     request resumes
     * @throws io.github.imagegallery.error.GalleryException if it is refused, with every reason; nothing is changed then,
     *     unless the subtype or the change says otherwise: long work may fail, or be overtaken by a deletion, after it began
     */
    R commit();

    /**
     * Says what the commit would do if it came now: what is written, which bytes move where, which limits it uses, whose
     * {@code latest} it changes, what can no longer be deployed. Changes nothing. Checks all that the commit checks, and needs
     * the rights that it needs: only a change that is not refused is planned. Planning a publication reads the disks once.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     * @throws io.github.imagegallery.error.GalleryException if the commit would be refused, with every reason
     */
    ChangePlan plan();

    /**
     * Says what the commit would do if it came now, and what it costs. See {@link #plan()}.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the book lacks a price that is needed, naming
     *     every such price
     */
    ChangePlan plan(PriceBook prices);

    /**
     * Makes the change as it was planned, and returns when it is durable. That what the plan stands on is still so is
     * checked in the commit itself; limits are tested again as limits. The plan may have been made by another process, of the
     * same request. Whether the prices are still those of the plan is not asked; {@link #apply(PlanGround, PriceBook)} does.
     *
     * @throws io.github.imagegallery.error.PlanStaleException if it is no longer so, or the plan is that of another request,
     *     naming all that shifted; nothing is changed then, unless it was overtaken after the first of several commits
     * @throws java.util.concurrent.CancellationException if the thread is interrupted, as for {@link #commit()}
     * @throws io.github.imagegallery.error.GalleryException if it is refused, as for {@link #commit()}
     */
    R apply(PlanGround ground);

    /**
     * Makes the change as it was planned and priced. See {@link #apply(PlanGround)}.
     *
     * @throws io.github.imagegallery.error.PlanStaleException also if the plan was not made with these prices
     */
    R apply(PlanGround ground, PriceBook prices);

    /** Makes the change as it was planned. See {@link #apply(PlanGround)}. */
    default R apply(ChangePlan plan) {
        return apply(plan.ground());
    }
}
