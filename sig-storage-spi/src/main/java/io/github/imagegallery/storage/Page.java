// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

import java.util.List;
import java.util.Optional;

/**
 * A part of a listing. A page may be empty and yet have a next one.
 *
 * @param items what was found
 * @param next where to go on, empty at the end
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, Optional<Cursor> next) {

    public Page {
        items = List.copyOf(items);
    }
}
