// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How {@link InMemoryStorage} cuts what is left of a listing into a page. */
final class Pages {
    private Pages() {}

    static <T> Page<T> first(List<T> rest, int limit, Function<T, String> position) {
        if (limit < 1 || limit > Partition.MAX_PAGE) {
            throw new IllegalArgumentException("A limit is 1 to " + Partition.MAX_PAGE + "; this one is " + limit);
        }
        if (rest.size() <= limit) {
            return new Page<>(rest, Optional.empty());
        }
        String last = position.apply(rest.get(limit - 1));
        return new Page<>(rest.subList(0, limit), Optional.of(new Cursor(last)));
    }
}
