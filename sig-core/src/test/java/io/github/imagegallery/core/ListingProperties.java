// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.Listing;
import io.github.imagegallery.Listing.Page;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Pages of any size, one after the other, are the whole listing. */
class ListingProperties {
    private static final ImageGalleries GALLERIES = SharedImageGalleries.open(new InMemoryStorage());
    private static final ImageDefinition WEB = GALLERIES.gallery("g1").definition("web");

    @BeforeContainer
    static void fill() throws IOException {
        for (String subscription : List.of("a", "default", "z")) {
            for (int i = 0; i < 4; i++) {
                Gallery gallery = GALLERIES.subscription(subscription).gallery("g" + i);
                gallery.create().location("westeurope").commit();
                for (String name : List.of("web", "db").subList(0, i % 3)) {
                    gallery.definition(name)
                            .create()
                            .identifier("a", "b", name)
                            .linux()
                            .generalized()
                            .commit();
                }
            }
        }
        Path image = SampleImage.write(Files.createTempFile("page", ".raw"), 1 << 16, 1);
        for (String number : List.of("1.0.9", "1.0.10", "2.0.0", "0.0.1", "10.0.0")) {
            WEB.version(number).publish(image).commit();
        }
        Files.delete(image);
    }

    @Property(tries = 60)
    void pagesAreTheWhole(@ForAll @IntRange(min = 1, max = 15) int limit) {
        requireWhole(GALLERIES.galleries(), limit, 12);
        requireWhole(GALLERIES.definitions(), limit, 9);
        requireWhole(GALLERIES.subscription("z").galleries(), limit, 4);
        requireWhole(GALLERIES.subscription("z").definitions(), limit, 3);
        requireWhole(GALLERIES.gallery("g2").definitions(), limit, 2);
        requireWhole(WEB.versions(), limit, 5);
    }

    private static <T> void requireWhole(Listing<T> listing, int limit, int size) {
        List<T> found = new ArrayList<>();
        Page<T> page = listing.page(limit);
        while (true) {
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            found.addAll(page.items());
            Optional<String> next = page.next();
            if (next.isEmpty()) {
                break;
            }
            page = listing.page(next.get(), limit);
        }
        assertThat(found).hasSize(size).isEqualTo(listing.toList());
    }

    @Example
    void versionsAreInTheOrderOfTheirNumbers() {
        assertThat(WEB.versions())
                .extracting(version -> version.number().toString())
                .containsExactly("0.0.1", "1.0.9", "1.0.10", "2.0.0", "10.0.0");
    }

    @Example
    void aPageStaysWhereItIsWhenOthersComeAndGo() throws IOException {
        Page<?> first = WEB.versions().page(2);
        WEB.version("1.0.9").delete().commit();
        Path image = SampleImage.write(Files.createTempFile("page", ".raw"), 1 << 16, 1);
        WEB.version("0.5.0").publish(image).commit();
        assertThat(WEB.versions().page(first.next().orElseThrow(), 2).items())
                .extracting(version -> version.number().toString())
                .containsExactly("1.0.10", "2.0.0");
        WEB.version("0.5.0").delete().commit();
        WEB.version("1.0.9").publish(image).commit();
        Files.delete(image);
    }

    @Example
    void whatNoPageHasSaidIsRefused() {
        for (int limit : new int[] {0, -1, 1_001}) {
            assertThatThrownBy(() -> GALLERIES.galleries().page(limit))
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining("limit");
        }
        assertThatThrownBy(() -> WEB.versions().page("nonsense", 1)).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> GALLERIES.galleries().page("/ g", 1)).isInstanceOf(InvalidParameterException.class);
        for (Listing<?> listing : List.of(
                GALLERIES.galleries(),
                GALLERIES.definitions(),
                GALLERIES.subscription("z").definitions(),
                GALLERIES.gallery("g2").definitions(),
                WEB.history())) {
            assertThatThrownBy(() -> listing.page("z nonsense", 1))
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining("no page of this listing has said that");
        }
    }
}
