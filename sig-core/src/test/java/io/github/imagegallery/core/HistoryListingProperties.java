// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.Listing;
import io.github.imagegallery.core.record.EventRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.model.VersionEvent;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.StoredRecord;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Pages of a history whose changes come at the same instants, and in any order of their keys, while they are read. */
class HistoryListingProperties {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /**
     * A change that is noted.
     *
     * @param tick how long after the start
     * @param late how many commits came between its draft and its own
     */
    record Change(int tick, int late, int version) {}

    /** A storage whose history is written by hand. */
    private static final class Noted {
        private final InMemoryStorage storage = new InMemoryStorage();
        private final Ledger ledger = new Ledger(
                storage.records().partition(new PartitionId("default")), UUID::randomUUID, Clock.systemUTC());
        private int count;

        ImageGalleries open() {
            return SharedImageGalleries.open(GalleryStorage.of(storage.records(), storage.contents()));
        }

        /** Notes a change as a commit does that was drafted a while ago, but not before the version's last change. */
        void note(Change change) {
            VersionNumber number = new VersionNumber(1, 0, change.version());
            Instant at = START.plusNanos(change.tick());
            ledger.change("Cannot note " + change, draft -> {
                long basis = Math.max(lastChange(number), draft.basis() - change.late());
                EventRecord event = new EventRecord(
                        at,
                        number.toString(),
                        VersionEvent.Kind.CHANGED,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of("change " + count));
                draft.put(Keys.event("golden", "web", at, basis, number), event);
                return event;
            });
            count++;
        }

        private long lastChange(VersionNumber number) {
            return ledger.scan(Keys.history("golden", "web"), stored -> stored).stream()
                    .filter(stored -> Ledger.decode(stored, EventRecord.class)
                            .versionNumber()
                            .equals(number))
                    .mapToLong(StoredRecord::revision)
                    .max()
                    .orElse(0);
        }
    }

    @Property(tries = 300)
    void whatIsThereThroughoutIsMetOnce(
            @ForAll("changes") @Size(min = 1, max = 40) List<Change> before,
            @ForAll("changes") @Size(max = 40) List<Change> meanwhile,
            @ForAll @IntRange(min = 1, max = 7) int limit) {
        Noted noted = new Noted();
        try (ImageGalleries galleries = noted.open()) {
            ImageDefinition web = Fixtures.definition(galleries);
            before.forEach(noted::note);
            List<String> throughout = texts(web.history().toList());
            List<String> found = new ArrayList<>();
            int next = 0;
            Listing.Page<VersionEvent> page = web.history().page(limit);
            found.addAll(texts(page.items()));
            while (page.next().isPresent()) {
                if (next < meanwhile.size()) {
                    noted.note(meanwhile.get(next++));
                }
                page = web.history().page(page.next().get(), limit);
                assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
                found.addAll(texts(page.items()));
            }
            assertThat(found).doesNotHaveDuplicates().containsSubsequence(throughout);
            assertThat(texts(web.history().toList())).hasSize(noted.count);
        }
    }

    private static List<String> texts(List<VersionEvent> events) {
        return events.stream().map(VersionEvent::toString).toList();
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, 2))
                .as(Change::new)
                .list();
    }

    @Example
    void whatAPageSaysHoldsInAnotherProcessAndForThisDefinitionOnly() {
        Noted noted = new Noted();
        for (int i = 0; i < 5; i++) {
            noted.note(new Change(0, 0, 0));
        }
        String said;
        try (ImageGalleries galleries = noted.open()) {
            ImageDefinition web = Fixtures.definition(galleries);
            said = web.history().page(2).next().orElseThrow();
            assertThat(said).isEqualTo("golden/web 2026-01-01T00:00:00Z 1.0.0 2");
        }
        try (ImageGalleries galleries = noted.open()) {
            ImageDefinition web = galleries.gallery("GOLDEN").definition("WEB");
            assertThat(web.history().page(said, 10).items())
                    .extracting(event -> event.changes().get(0))
                    .containsExactly("change 2", "change 3", "change 4");
            ImageDefinition other = galleries.gallery("golden").definition("other");
            other.create().identifier("a", "b", "c").linux().generalized().commit();
            requireForeign(other, said);
            for (String foreign : List.of(
                    "",
                    "golden/web",
                    said + " ",
                    said + "x",
                    "golden/web yesterday 1.0.0 2",
                    "golden/web 2026-01-01T00:00:00Z 1.0 2",
                    "golden/web 2026-01-01T00:00:00Z 1.0.0 0",
                    "golden/web 2026-01-01T00:00:00Z 1.0.0 -1",
                    "golden/web 2026-01-01T00:00:00Z 1.0.0 99999999999")) {
                requireForeign(web, foreign);
            }
        }
    }

    private static void requireForeign(ImageDefinition definition, String said) {
        assertThatThrownBy(() -> definition.history().page(said, 1))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("no page of this listing has said that");
    }
}
