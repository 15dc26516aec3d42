// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.PriceBook;

/**
 * A pending change whose cost is known before it is made.
 *
 * @param <R> what making the change returns
 */
public interface PricedChange<R> extends PendingChange<R> {

    /**
     * Estimates the difference in money that the commit would make if it came now: before it, the replicas that are available;
     * after it, all that it completes. Changes nothing. Checks all that the
     * commit checks first; only a change that is not refused is priced.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     * @throws io.github.imagegallery.error.GalleryException if the commit would be refused, with every reason
     * @throws io.github.imagegallery.error.InvalidParameterException if the book lacks a price that is needed, naming
     *     every such price
     */
    CostChange estimate(PriceBook prices);
}
