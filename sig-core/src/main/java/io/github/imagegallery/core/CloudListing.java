// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Listing;
import io.github.imagegallery.Listing.Page;
import io.github.imagegallery.storage.Cursor;
import java.util.List;
import java.util.Optional;

/**
 * Lists what all subscriptions have, one subscription after the other; a page never spans two of them. Where to go on is
 * said by the subscription, a blank, and where to go on in it, which is empty at its beginning.
 *
 * @param each lists what one subscription has
 * @param <T> what is listed
 */
record CloudListing<T>(Caller caller, Each<T> each) {

    /** Lists what one subscription has. */
    @FunctionalInterface
    interface Each<T> {
        Page<T> read(Listings listings, Optional<String> next, int limit);
    }

    Listing<T> pages(String what) {
        return new Pages<>(what, this::page);
    }

    private Page<T> page(Optional<String> next, int limit) {
        Optional<String> from = next.or(() -> beginAfter(Cursor.start()));
        if (from.isEmpty()) {
            return new Page<>(List.of(), Optional.empty());
        }
        String[] parts = from.get().split(" ", 2);
        String subscription = parts[0];
        Optional<String> position = parts.length < 2 || parts[1].isEmpty() ? Optional.empty() : Optional.of(parts[1]);
        Page<T> page = each.read(caller.engine(subscription).listings(), position, limit);
        return new Page<>(
                page.items(),
                page.next().map(rest -> subscription + " " + rest).or(() -> beginAfter(new Cursor(subscription))));
    }

    /** Returns where the next subscription begins that has something to list, empty if there is none. */
    private Optional<String> beginAfter(Cursor cursor) {
        Optional<String> next = caller.cloud().next(cursor);
        while (next.isPresent() && isEmpty(next.get())) {
            next = caller.cloud().next(new Cursor(next.get()));
        }
        return next.map(subscription -> subscription + " ");
    }

    private boolean isEmpty(String subscription) {
        Page<T> first = each.read(caller.engine(subscription).listings(), Optional.empty(), 1);
        return first.items().isEmpty() && first.next().isEmpty();
    }
}
