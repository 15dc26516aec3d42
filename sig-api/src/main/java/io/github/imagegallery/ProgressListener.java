// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.Progress;

/**
 * Told of the progress of something long. Called often, by one thread at a time, which is not always the same; it should
 * return at once. What it throws ends the work.
 */
@FunctionalInterface
public interface ProgressListener {

    /** Tells how far the work is. */
    void onProgress(Progress progress);

    /** Returns a listener that does nothing. */
    static ProgressListener none() {
        return progress -> {};
    }
}
