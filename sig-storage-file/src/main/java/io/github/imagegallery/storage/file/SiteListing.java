// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pages of a folder's sorted names. The names are kept from one page to the next, since reading and sorting a large
 * folder for each of its pages takes a time that grows with the square of its size. Safe for use by many threads.
 */
final class SiteListing {
    private final Reader reader;
    private final AtomicLong additions = new AtomicLong();
    /** Kept softly: whoever is listing may never ask for the last page. */
    private volatile SoftReference<@Nullable Names> kept = new SoftReference<>(null);

    SiteListing(Reader reader) {
        this.reader = reader;
    }

    /** Reads the names in a folder. */
    interface Reader {
        List<String> sorted() throws IOException;
    }

    private record Names(long additions, List<String> sorted) {}

    /** Tells that there is a new name. One that is gone may stay: it is told from the others when it is looked at. */
    void added() {
        additions.incrementAndGet();
    }

    Page<String> page(Cursor cursor, int limit) throws IOException {
        Names names = names(cursor);
        int at = Collections.binarySearch(names.sorted, cursor.position());
        List<String> rest = names.sorted.subList(at < 0 ? -at - 1 : at + 1, names.sorted.size());
        Page<String> page = Pages.first(rest, limit, Function.identity());
        kept = new SoftReference<>(page.next().isPresent() ? names : null);
        return page;
    }

    private Names names(Cursor cursor) throws IOException {
        @Nullable Names known = kept.get();
        if (known != null && known.additions == additions.get() && !cursor.isStart()) {
            return known;
        }
        long before = additions.get();
        return new Names(before, reader.sorted());
    }
}
