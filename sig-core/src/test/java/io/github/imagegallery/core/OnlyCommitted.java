// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.PendingChange;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.PlanGround;
import io.github.imagegallery.model.PriceBook;
import java.util.function.Supplier;

/**
 * Something that is done like a change, and is none that could be planned.
 *
 * @param <R> what doing it returns
 */
public record OnlyCommitted<R>(Supplier<R> deed) implements PendingChange<R> {

    @Override
    public R commit() {
        return deed.get();
    }

    @Override
    public ChangePlan plan() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChangePlan plan(PriceBook prices) {
        throw new UnsupportedOperationException();
    }

    @Override
    public R apply(PlanGround ground) {
        throw new UnsupportedOperationException();
    }

    @Override
    public R apply(PlanGround ground, PriceBook prices) {
        throw new UnsupportedOperationException();
    }
}
