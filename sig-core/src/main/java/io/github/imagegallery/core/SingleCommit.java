// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.PriceBook;
import java.util.Optional;

/**
 * A pending change that is one commit, and moves no bytes.
 *
 * @param <R> what making the change returns
 */
@FunctionalInterface
interface SingleCommit<R> extends PlannedChange<R> {

    /** Describes what it drafts. */
    Drafting<R> drafting();

    @Override
    default R commit(Terms terms) {
        return drafting().commit(terms);
    }

    @Override
    default ChangePlan plan(Optional<PriceBook> prices) {
        return drafting().prospect().plan(prices);
    }
}
