// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;

/** Tells an interrupted thread from a failed medium: channels report both as failed I/O. */
public final class Cancellation {
    private Cancellation() {}

    /**
     * Returns if a failure is what it seems.
     *
     * @throws CancellationException if it comes from the interruption of the thread
     */
    public static void rethrow(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedByInterruptException) {
                CancellationException cancelled = new CancellationException("The thread was interrupted");
                cancelled.initCause(failure);
                throw cancelled;
            }
        }
    }
}
