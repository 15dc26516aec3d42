// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A walk through all pages of a listing. */
final class Paging {
    private Paging() {}

    static <T> List<T> all(Function<Cursor, Page<T>> listing, int limit) {
        List<T> all = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.start());
        while (next.isPresent()) {
            Page<T> page = listing.apply(next.get());
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page.items());
            next = page.next();
        }
        return all;
    }
}
