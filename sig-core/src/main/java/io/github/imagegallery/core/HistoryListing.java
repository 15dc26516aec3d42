// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Listing;
import io.github.imagegallery.core.record.EventRecord;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.VersionEvent;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.StoredRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lists the changes of a definition's versions, in the order of time. Where to go on is said by the definition, and of the
 * last change by its instant, its version and which of that version's changes at that instant it is: all of it is in what was
 * listed. The key of a change would tell how many commits there were elsewhere, which its reader may perhaps not see.
 */
record HistoryListing(DefinitionHandle definition) {
    private static final Pattern PLACE = Pattern.compile("(\\S+) (\\S+) (\\S+) ([1-9]\\d{0,8})");

    /**
     * Where a page ends.
     *
     * @param nth which change of the version at that instant it is, from 1: later ones come after it, so it stays that
     */
    private record Place(Instant at, VersionNumber version, int nth) {}

    Listing<VersionEvent> pages() {
        return new Pages<>(what(), this::page);
    }

    private String what() {
        return "the history of " + address();
    }

    private Address address() {
        return definition.address();
    }

    private Ledger ledger() {
        return definition.engine().ledger();
    }

    private Listing.Page<VersionEvent> page(Optional<String> next, int limit) {
        definition.info();
        List<StoredRecord> found = after(next.map(said -> cursor(place(said))).orElse(Cursor.start()), limit + 1);
        List<StoredRecord> items = found.subList(0, Math.min(limit, found.size()));
        return new Listing.Page<>(
                items.stream().map(stored -> decode(stored).event()).toList(),
                found.size() > limit ? Optional.of(said(items.get(limit - 1))) : Optional.empty());
    }

    /** Reads so many changes, or all that are left. */
    private List<StoredRecord> after(Cursor cursor, int limit) {
        List<StoredRecord> found = new ArrayList<>();
        Optional<Cursor> next = Optional.of(cursor);
        while (next.isPresent() && found.size() < limit) {
            int wanted = Math.min(limit - found.size(), Partition.MAX_PAGE);
            Page<StoredRecord> page = ledger().page(address().historyKeys(), next.get(), wanted);
            found.addAll(page.items());
            next = page.next();
        }
        return found;
    }

    private static EventRecord decode(StoredRecord stored) {
        return Ledger.decode(stored, EventRecord.class);
    }

    /** Returns the keys of a version's changes at an instant, in the order of their commits. */
    private List<RecordKey> changes(Instant at, VersionNumber version) {
        return ledger().scan(address().historyKeys(at), stored -> stored).stream()
                .filter(stored -> decode(stored).versionNumber().equals(version))
                .map(StoredRecord::key)
                .toList();
    }

    private String said(StoredRecord last) {
        EventRecord event = decode(last);
        int nth = changes(event.at(), event.versionNumber()).indexOf(last.key()) + 1;
        return address().canonical() + " " + event.at() + " " + event.number() + " " + nth;
    }

    private Place place(String said) {
        Matcher parts = PLACE.matcher(said);
        if (!parts.matches() || !parts.group(1).equals(address().canonical())) {
            throw Pages.unknown(what(), said);
        }
        try {
            return new Place(
                    Instant.parse(parts.group(2)),
                    VersionNumber.parse(parts.group(3)),
                    Integer.parseInt(parts.group(4)));
        } catch (DateTimeException | GalleryException malformed) {
            throw Pages.unknown(what(), said);
        }
    }

    /** Returns where a place is; behind its instant if the change is there no more, since the history was shortened. */
    private Cursor cursor(Place place) {
        List<RecordKey> changes = changes(place.at(), place.version());
        return new Cursor(
                place.nth() <= changes.size()
                        ? changes.get(place.nth() - 1).value()
                        // its keys go on with digits
                        : address().historyKeys(place.at()).value() + "~");
    }
}
