// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What there is, in a fixed order, read when it is asked for: nothing is read before. Go through it as a whole, or page
 * by page. Each page is what there is at the time when it is read; what is there throughout is met exactly once, whatever
 * comes and goes meanwhile. Reading may throw a {@link io.github.imagegallery.error.GalleryException}, or what the
 * storage throws when it fails. Safe for use by many threads.
 *
 * @param <T> what is listed
 */
public interface Listing<T> extends Iterable<T> {

    /** The largest {@code limit} of a page. */
    int MAX_PAGE = 1_000;

    /**
     * A part of a listing. A page may be empty and yet have a next one.
     *
     * @param items what was found
     * @param next where to go on: valid in any process and for any length of time; empty at the end
     * @param <T> what is listed
     */
    record Page<T>(List<T> items, Optional<String> next) {
        public Page {
            items = List.copyOf(items);
        }
    }

    /**
     * Reads the first page.
     *
     * @param limit the most items to return, 1 to {@value #MAX_PAGE}
     * @throws io.github.imagegallery.error.InvalidParameterException if the limit is out of range
     */
    Page<T> page(int limit);

    /**
     * Reads a page.
     *
     * @param next where to go on, as the page before it said
     * @param limit the most items to return, 1 to {@value #MAX_PAGE}
     * @throws io.github.imagegallery.error.InvalidParameterException if the limit is out of range, or no page of such a
     *     listing has said that
     */
    Page<T> page(String next, int limit);

    /** Goes through all of it, reading page after page as it is reached. */
    @Override
    default Iterator<T> iterator() {
        return new Iterator<>() {
            private Page<T> page = page(MAX_PAGE);
            private Iterator<T> items = page.items().iterator();

            @Override
            public boolean hasNext() {
                while (!items.hasNext() && page.next().isPresent()) {
                    page = page(page.next().get(), MAX_PAGE);
                    items = page.items().iterator();
                }
                return items.hasNext();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return items.next();
            }
        };
    }

    /** Returns all of it as a stream, which reads page after page as it is consumed. */
    default Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false);
    }

    /** Reads all of it. */
    default List<T> toList() {
        return stream().toList();
    }
}
