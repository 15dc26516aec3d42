// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Listing;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Snapshot;
import io.github.imagegallery.storage.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Lists the galleries and definitions of a subscription, as far as they may be seen. Safe for use by many threads.
 *
 * @param sight tells which records may be seen
 */
record Listings(Ledger ledger, String subscription, Predicate<RecordKey> sight) {

    /** Reads a page of the galleries. */
    Listing.Page<GalleryInfo> galleries(Optional<String> next, int limit) {
        return page(
                records("the galleries", Keys.galleries(), next, limit),
                stored -> Stream.of(info(Ledger.decode(stored, GalleryRecord.class))));
    }

    private GalleryInfo info(GalleryRecord gallery) {
        return gallery.info(subscription);
    }

    /** Reads a page of the definitions of a gallery that exists. */
    Listing.Page<ImageDefinitionInfo> definitions(GalleryInfo gallery, Optional<String> next, int limit) {
        return page(
                records("the definitions of " + gallery.name(), Keys.definitions(gallery.name()), next, limit),
                stored ->
                        Stream.of(Ledger.decode(stored, DefinitionRecord.class).info(gallery.id())));
    }

    /** Lists the definitions of a gallery that exists. */
    List<ImageDefinitionInfo> definitions(GalleryInfo gallery) {
        return ledger.scan(Keys.definitions(gallery.name()), DefinitionRecord.class).stream()
                .map(definition -> definition.info(gallery.id()))
                .toList();
    }

    /** Reads a page of the definitions of all galleries. */
    Listing.Page<ImageDefinitionInfo> definitions(Optional<String> next, int limit) {
        Page<StoredRecord> found = records("the definitions", Keys.definitions(), next, limit);
        Snapshot galleries = ledger.snapshot(
                found.items().stream().map(Keys::galleryOf).distinct().toList());
        return page(
                found,
                stored -> galleries.record(Keys.galleryOf(stored)).stream()
                        .map(gallery -> info(Ledger.decode(gallery, GalleryRecord.class)))
                        .map(gallery ->
                                Ledger.decode(stored, DefinitionRecord.class).info(gallery.id())));
    }

    /**
     * Reads a page of the records that may be seen; where to go on is the key of the last one, which no other listing has.
     * What may not be seen leaves no trace, not even in whether there is more.
     */
    private Page<StoredRecord> records(String what, RecordKey prefix, Optional<String> next, int limit) {
        next.filter(said -> !said.startsWith(prefix.value())).ifPresent(foreign -> {
            throw Pages.unknown(what, foreign);
        });
        List<StoredRecord> seen = new ArrayList<>();
        Optional<Cursor> from = Optional.of(next.map(Cursor::new).orElse(Cursor.start()));
        while (from.isPresent() && seen.size() <= limit) {
            Page<StoredRecord> page = ledger.page(prefix, from.get(), Math.min(limit + 1, Partition.MAX_PAGE));
            page.items().stream().filter(stored -> sight.test(stored.key())).forEach(seen::add);
            from = page.next();
        }
        if (seen.size() <= limit) {
            return new Page<>(seen, Optional.empty());
        }
        List<StoredRecord> items = seen.subList(0, limit);
        return new Page<>(
                items, Optional.of(new Cursor(items.get(limit - 1).key().value())));
    }

    private static <T> Listing.Page<T> page(Page<StoredRecord> found, Function<StoredRecord, Stream<T>> mapping) {
        return new Listing.Page<>(
                found.items().stream().flatMap(mapping).toList(), found.next().map(Cursor::position));
    }
}
