// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.PendingChange;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.PlanGround;
import io.github.imagegallery.model.PriceBook;
import java.util.Optional;

/**
 * A pending change, as all of them are made: as things are, or as it was planned.
 *
 * @param <R> what making the change returns
 */
interface PlannedChange<R> extends PendingChange<R> {

    /** Makes the change under terms. */
    R commit(Terms terms);

    /** Plans the change. */
    ChangePlan plan(Optional<PriceBook> prices);

    @Override
    default R commit() {
        return commit(Terms.none());
    }

    @Override
    default ChangePlan plan() {
        return plan(Optional.empty());
    }

    @Override
    default ChangePlan plan(PriceBook prices) {
        return plan(Optional.of(prices));
    }

    @Override
    default R apply(PlanGround ground) {
        return commit(Terms.planned(ground));
    }

    @Override
    default R apply(PlanGround ground, PriceBook prices) {
        return commit(Terms.planned(ground, prices));
    }
}
