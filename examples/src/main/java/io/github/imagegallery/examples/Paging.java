// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.Listing;
import io.github.imagegallery.Listing.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/** The options that take a listing page by page. */
final class Paging {
    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Print at most so many, 1 to 1000, and the token to go on with; all if not given.")
    private Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--next",
            paramLabel = "TOKEN",
            description = "Go on where a page ended, by the token that it printed.")
    private Optional<String> next = Optional.empty();

    /** Reads what is asked for: all, or a page of it. */
    <T> Page<T> read(Listing<T> listing) {
        return read(listing, all -> true);
    }

    /** Reads what is asked for of those that are wanted. A page is full unless it is the last one. */
    <T> Page<T> read(Listing<T> listing, Predicate<T> wanted) {
        List<T> items = new ArrayList<>();
        Optional<String> rest = next;
        do {
            int room = limit.map(most -> most - items.size()).orElse(Listing.MAX_PAGE);
            Page<T> page = rest.map(token -> listing.page(token, room)).orElseGet(() -> listing.page(room));
            page.items().stream().filter(wanted).forEach(items::add);
            rest = page.next();
        } while (rest.isPresent() && limit.map(most -> items.size() < most).orElse(true));
        return new Page<>(items, rest);
    }

    /** Tells whether this is not the beginning. */
    boolean goesOn() {
        return next.isPresent();
    }

    /** Adds to an answer's lines how to go on after a page. */
    static List<String> lines(List<String> lines, Page<?> page) {
        List<String> all = new ArrayList<>(lines);
        page.next().ifPresent(token -> all.add("there is more: go on with --next " + quoted(token)));
        return all;
    }

    /** Returns a token as a shell takes it. */
    private static String quoted(String token) {
        return token.matches("[A-Za-z0-9._/-]+") ? token : "'" + token.replace("'", "'\\''") + "'";
    }
}
