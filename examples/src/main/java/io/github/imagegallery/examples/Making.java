// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.PendingChange;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.PlanGround;
import io.github.imagegallery.model.PriceBook;
import java.util.Optional;

/** How the program makes the change that a command describes. */
interface Making {

    /** Makes a change and returns its answer. */
    <R> R make(PendingChange<R> change);

    /** Makes changes as things are. */
    static Making now() {
        return PendingChange::commit;
    }

    /** Plans a change instead of making it, and ends the command there. */
    record Planning(Optional<PriceBook> prices) implements Making {
        @Override
        public <R> R make(PendingChange<R> change) {
            throw new Planned(prices.map(change::plan).orElseGet(change::plan));
        }
    }

    /** Makes a change as it was planned. */
    record Applying(PlanGround ground, Optional<PriceBook> prices) implements Making {
        @Override
        public <R> R make(PendingChange<R> change) {
            return prices.map(book -> change.apply(ground, book)).orElseGet(() -> change.apply(ground));
        }
    }

    /** Ends a command whose change was planned. */
    final class Planned extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient ChangePlan plan;

        Planned(ChangePlan plan) {
            super("It is only planned", null, false, false);
            this.plan = plan;
        }

        ChangePlan plan() {
            return plan;
        }
    }
}
