// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Listing;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import java.util.List;
import java.util.Optional;

/**
 * A listing that is read by a function.
 *
 * @param what what is listed, for error messages
 * @param reader reads one page
 * @param <T> what is listed
 */
record Pages<T>(String what, Reader<T> reader) implements Listing<T> {

    /** Reads pages. */
    @FunctionalInterface
    interface Reader<T> {
        /**
         * Reads a page.
         *
         * @param next where to go on, empty for the first page; perhaps not what a page has said
         * @param limit the most items to return, in range
         */
        Page<T> read(Optional<String> next, int limit);
    }

    @Override
    public Page<T> page(int limit) {
        return read(Optional.empty(), limit);
    }

    @Override
    public Page<T> page(String next, int limit) {
        return read(Optional.of(next), limit);
    }

    private Page<T> read(Optional<String> next, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw refused(
                    what,
                    Violation.invalid(
                            "limit",
                            limit,
                            "a page has 1 to " + MAX_PAGE + " items",
                            "ask for a number in that range"));
        }
        return reader.read(next, limit);
    }

    /** Returns the refusal of going on where no page has said. */
    static GalleryException unknown(String what, String next) {
        return refused(
                what,
                Violation.invalid(
                        "next", next, "no page of this listing has said that", "give what the page before it said"));
    }

    private static GalleryException refused(String what, Violation violation) {
        return GalleryException.of("Cannot list " + what, List.of(violation));
    }
}
