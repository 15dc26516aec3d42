// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

/**
 * Where a listing goes on. Opaque to callers, valid in any process and for any length of time.
 *
 * @param position the last item returned, empty at the start
 */
public record Cursor(String position) {
    private static final Cursor START = new Cursor("");

    /** Returns the cursor of the first page. */
    public static Cursor start() {
        return START;
    }

    /** Tells whether this is the cursor of the first page. */
    public boolean isStart() {
        return position.isEmpty();
    }
}
