// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How {@link InMemoryStorage} cuts what is left of a listing into a page. */
final class Pages {
    private Pages() {}

    static <T> Page<T> first(Iterable<T> rest, int limit, Function<T, String> position) {
        if (limit < 1 || limit > Partition.MAX_PAGE) {
            throw new IllegalArgumentException("A limit is 1 to " + Partition.MAX_PAGE + "; this one is " + limit);
        }
        List<T> items = new ArrayList<>();
        Iterator<T> from = rest.iterator();
        while (items.size() < limit && from.hasNext()) {
            items.add(from.next());
        }
        Optional<Cursor> next =
                from.hasNext() ? Optional.of(new Cursor(position.apply(items.get(limit - 1)))) : Optional.empty();
        return new Page<>(items, next);
    }
}
