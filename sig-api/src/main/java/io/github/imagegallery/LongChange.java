// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

/**
 * A pending change that may take long, since it moves bytes: it can be made in the background.
 *
 * @param <R> what making the change returns
 */
public interface LongChange<R> extends PricedChange<R> {

    /**
     * Begins to make the change as {@link #commit()} does, and returns at once: all that is refused is told by the operation. It
     * tells the listener in its own thread. From now on this change is the operation's; it is not to be used any more.
     */
    Operation<R> start();
}
