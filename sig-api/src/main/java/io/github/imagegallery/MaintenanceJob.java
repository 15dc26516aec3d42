// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

/**
 * Work on what is kept, which was described and not begun yet. Interrupting the thread that runs it cancels it: what was done
 * stays, and the next run does the rest. Not for use by several threads.
 *
 * @param <R> what it reports
 */
public interface MaintenanceJob<R> {

    /** Tells a listener of the progress. */
    MaintenanceJob<R> onProgress(ProgressListener listener);

    /**
     * Reports what {@link #run} would do if it came now. Changes nothing.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    R preview();

    /**
     * Does the work, and reports what was done.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    R run();
}
