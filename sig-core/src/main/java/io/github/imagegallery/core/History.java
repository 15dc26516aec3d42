// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.EventRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.core.record.VersionRecord.Lifecycle;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.SafetyProfile;
import io.github.imagegallery.model.VersionEvent.Kind;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What became of the versions of a definition: every commit that changes a version notes what is different, in the same
 * commit (domain, latest). Among the changes up to an instant the order of their commits counts: clocks may disagree.
 */
final class History {
    /** So many fit into the commit that deletes the definition, which has room for 1,000 operations. */
    private static final int FITTING = 950;
    /** A history is shortened to so many, so that a few changes that come meanwhile fit too. */
    private static final int SHORT = 900;

    private History() {}

    /** Begins the history of a definition that is created. */
    static void begin(Draft draft, Address definition) {
        draft.put(definition.historySinceKey(), draft.now());
    }

    static void created(Draft draft, Address address, StoredVersion after) {
        List<String> changes = Stream.concat(
                        Stream.of("home " + after.version().location()),
                        Stream.concat(
                                describe(Optional.empty(), after.version().lifecycle()),
                                after.regions().values().stream().map(History::describe)))
                .toList();
        note(
                draft,
                address,
                Kind.CREATED,
                Optional.of(after.version()),
                List.copyOf(after.regions().values()),
                List.of(),
                changes);
    }

    static void changed(Draft draft, Address address, StoredVersion before, StoredVersion after) {
        Optional<VersionRecord> version =
                Optional.of(after.version()).filter(changed -> !changed.equals(before.version()));
        List<RegionRecord> regions = after.regions().values().stream()
                .filter(region -> !region.equals(before.regions().get(region.region())))
                .toList();
        List<String> withdrawn = before.regions().keySet().stream()
                .filter(name -> !after.regions().containsKey(name))
                .toList();
        List<String> changes = new ArrayList<>();
        if (after.version().stored() && !before.version().stored()) {
            changes.add("all bytes are at home");
        }
        describe(Optional.of(before.version().lifecycle()), after.version().lifecycle())
                .forEach(changes::add);
        regions.forEach(region -> changes.add(describe(region)));
        withdrawn.forEach(name -> changes.add("withdrawn from " + name));
        note(draft, address, Kind.CHANGED, version, regions, withdrawn, changes);
    }

    static void deleted(Draft draft, Address address) {
        note(draft, address, Kind.DELETED, Optional.empty(), List.of(), List.of(), List.of("deleted"));
    }

    private static void note(
            Draft draft,
            Address address,
            Kind kind,
            Optional<VersionRecord> version,
            List<RegionRecord> regions,
            List<String> withdrawn,
            List<String> changes) {
        EventRecord event = new EventRecord(
                draft.now(),
                address.number().toString(),
                kind,
                version.map(VersionRecord::forHistory),
                regions,
                withdrawn,
                changes);
        draft.put(address.eventKey(draft), event);
    }

    /** Says what differs in dates and flags; before a version is created it has none. */
    private static Stream<String> describe(Optional<Lifecycle> before, Lifecycle after) {
        Stream.Builder<String> changes = Stream.builder();
        if (after.excludeFromLatest()
                != before.map(Lifecycle::excludeFromLatest).orElse(false)) {
            changes.add(after.excludeFromLatest() ? "excluded from latest" : "included in latest");
        }
        if (!after.endOfLifeDate().equals(before.flatMap(Lifecycle::endOfLifeDate))) {
            changes.add(after.endOfLifeDate().map(date -> "end of life " + date).orElse("no end of life"));
        }
        if (!after.publishedDate().equals(before.flatMap(Lifecycle::publishedDate))) {
            changes.add("published");
        }
        before.map(Lifecycle::protection)
                .ifPresent(profile -> describe(profile, after.protection()).forEach(changes));
        return changes.build();
    }

    /** Says what differs in a safety profile, flag by flag. */
    private static Stream<String> describe(SafetyProfile before, SafetyProfile after) {
        Stream.Builder<String> changes = Stream.builder();
        if (after.allowDeletionOfReplicatedLocations() != before.allowDeletionOfReplicatedLocations()) {
            changes.add(
                    after.allowDeletionOfReplicatedLocations()
                            ? "regions may be dropped"
                            : "regions may not be dropped");
        }
        if (after.blockDeletionBeforeEndOfLife() != before.blockDeletionBeforeEndOfLife()) {
            changes.add(
                    after.blockDeletionBeforeEndOfLife()
                            ? "not deleted before its end of life"
                            : "may be deleted before its end of life");
        }
        return changes.build();
    }

    private static String describe(RegionRecord region) {
        return region.region() + ": " + region.state() + ", " + region.availableReplicas() + " of "
                + region.replicaCount() + " replicas, " + region.storageType()
                + region.excludeFromLatest()
                        .map(excluded -> excluded ? ", excluded from latest" : ", included in latest")
                        .orElse("")
                + region.details().map(details -> " (" + details + ")").orElse("");
    }

    /** Tells whether an instant lies before all that is known of a definition. */
    static boolean isBefore(Ledger ledger, Address definition, Instant at) {
        return ledger.read(definition.historySinceKey(), Instant.class)
                .filter(since -> !since.isAfter(at))
                .isEmpty();
    }

    /** Returns the versions that a definition had at an instant, as they were then, the newest first. */
    static List<ImageVersionInfo> versions(Ledger ledger, ResourceId definition, Instant at) {
        TreeMap<String, StoredVersion> versions = new TreeMap<>();
        for (EventRecord event : until(ledger, Address.of(definition), at)) {
            Optional<StoredVersion> after = apply(event, Optional.ofNullable(versions.get(event.number())));
            after.ifPresentOrElse(
                    version -> versions.put(event.number(), version), () -> versions.remove(event.number()));
        }
        return versions.values().stream()
                .map(version -> version.info(definition))
                .sorted(Comparator.comparing(ImageVersionInfo::number).reversed())
                .toList();
    }

    /** Returns the changes up to an instant, in the order of their commits. */
    private static List<EventRecord> until(Ledger ledger, Address definition, Instant at) {
        List<StoredRecord> found = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.start());
        while (next.isPresent()) {
            Page<StoredRecord> page = ledger.page(definition.historyKeys(), next.get(), Partition.MAX_PAGE);
            List<StoredRecord> early = page.items().stream()
                    .filter(stored -> !Keys.isAfter(stored.key(), at))
                    .toList();
            found.addAll(early);
            next = page.next().filter(rest -> early.size() == page.items().size());
        }
        return found.stream()
                .sorted(Comparator.comparingLong(StoredRecord::revision))
                .map(stored -> Ledger.decode(stored, EventRecord.class))
                .toList();
    }

    /** Returns a version after a change; empty if it was deleted, or if its creation is of a later instant. */
    private static Optional<StoredVersion> apply(EventRecord event, Optional<StoredVersion> before) {
        if (event.kind() == Kind.DELETED) {
            return Optional.empty();
        }
        Optional<StoredVersion> begun = event.kind() == Kind.CREATED
                ? event.version().map(created -> StoredVersion.of(created, List.of()))
                : before;
        return begun.map(version -> event.version()
                        .map(changed -> version.with(own -> changed))
                        .orElse(version))
                .map(version -> withRegions(event, version));
    }

    private static StoredVersion withRegions(EventRecord event, StoredVersion version) {
        StoredVersion changed = version;
        for (RegionRecord region : event.regions()) {
            changed = changed.with(region);
        }
        for (String name : event.withdrawn()) {
            changed = changed.without(RegionName.of(name));
        }
        return changed;
    }

    /**
     * Makes a history so short that it fits into the commit that deletes its definition. Should the definition stay after
     * all, nothing is claimed to be known of its past any more.
     *
     * @param permitted reads through the draft of each commit, and throws if the definition must not be deleted
     */
    static void shorten(Ledger ledger, Address definition, Consumer<Draft> permitted) {
        while (isLong(ledger, definition)) {
            ledger.change("Cannot delete the history of " + definition, draft -> {
                permitted.accept(draft);
                draft.delete(definition.historySinceKey());
                first(ledger, definition, SHORT).items().forEach(event -> draft.delete(event.key()));
                return definition;
            });
        }
    }

    private static boolean isLong(Ledger ledger, Address definition) {
        return first(ledger, definition, SHORT).next().isPresent();
    }

    private static Page<StoredRecord> first(Ledger ledger, Address definition, int limit) {
        return ledger.page(definition.historyKeys(), Cursor.start(), limit);
    }

    /** Drafts the deletion of a history that was shortened, with its definition. */
    static void delete(Draft draft, Ledger ledger, Address definition) {
        // whoever notes a change rewrites the epoch too
        draft.read(definition.epochKey(), String.class);
        draft.delete(definition.historySinceKey());
        first(ledger, definition, FITTING).items().forEach(event -> draft.delete(event.key()));
    }
}
