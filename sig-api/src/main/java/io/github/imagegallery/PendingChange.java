// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

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
}
