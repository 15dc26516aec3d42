// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages of a listing show what there is, without reading all names for each of them. */
class SiteListingTest {
    private final TreeSet<String> names = new TreeSet<>();
    private int reads;
    private final SiteListing listing = new SiteListing(() -> {
        reads++;
        return List.copyOf(names);
    });

    @BeforeEach
    void addSome() {
        IntStream.range(10, 20).forEach(n -> names.add("n" + n));
    }

    @Test
    void aWholeListingReadsOnce() throws IOException {
        assertThat(all()).isEqualTo(List.copyOf(names));
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void nothingIsKeptBehindTheLastPage() throws IOException {
        all();
        listing.page(new Cursor("n15"), 3);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void aNewListingReadsAnew() throws IOException {
        listing.page(Cursor.start(), 3);
        names.add("n0");
        assertThat(listing.page(Cursor.start(), 1).items()).containsExactly("n0");
    }

    @Test
    void whatIsAddedBetweenPagesIsFound() throws IOException {
        Cursor next = listing.page(Cursor.start(), 3).next().orElseThrow();
        names.add("n13b");
        listing.added();
        assertThat(listing.page(next, 2).items()).containsExactly("n13", "n13b");
    }

    @Test
    void aCursorWhoseNameIsGoneGoesOnBehindIt() throws IOException {
        names.remove("n12");
        assertThat(listing.page(new Cursor("n12"), 2).items()).containsExactly("n13", "n14");
        assertThat(listing.page(new Cursor("n19"), 2)).isEqualTo(new Page<>(List.of(), Optional.empty()));
    }

    private List<String> all() throws IOException {
        List<String> found = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.start());
        while (next.isPresent()) {
            Page<String> page = listing.page(next.get(), 3);
            found.addAll(page.items());
            next = page.next();
        }
        return found;
    }
}
