// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.ProgressRecord;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Site;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.ToLongFunction;

/** What always holds between the records and counters of a storage, whatever was done to it and by how many. */
public final class Soundness {
    private static final List<String> LOCATIONS = List.of("westeurope", "eastus", "westus", "japaneast");
    private static final List<String> PATHS =
            List.of("golden", "golden/web", "golden/db", "silver", "silver/web", "silver/db");

    private final GalleryStorage storage;
    private final String subscription;
    private final Ledger ledger;
    private final Map<String, GalleryRecord> galleries;
    private final Map<String, DefinitionRecord> definitions;
    private final Map<String, VersionRecord> versions;
    private final Map<String, RegionRecord> regions;

    private Soundness(GalleryStorage storage, String subscription) {
        this.storage = storage;
        this.subscription = subscription;
        ledger = new Ledger(
                storage.records().partition(new PartitionId(subscription)), UUID::randomUUID, Clock.systemUTC());
        galleries = all("g", GalleryRecord.class);
        definitions = all("d", DefinitionRecord.class);
        versions = all("v", VersionRecord.class);
        regions = all("r", RegionRecord.class);
    }

    /** Requires that every counter equals what it counts, and that no record is without its owner. */
    static void require(GalleryStorage storage) {
        require(storage, "default");
    }

    /** Requires the same of one subscription. */
    public static void require(GalleryStorage storage, String subscription) {
        Soundness sound = new Soundness(storage, subscription);
        sound.requireOwners();
        sound.requireCounters();
    }

    /** Deletes all there is, children first, and requires that nothing is left. */
    public static void requireDeletable(GalleryStorage storage, ImageGalleries all) {
        Set<String> subscriptions = new TreeSet<>(Set.of("default"));
        for (GalleryInfo info : all.galleries()) {
            Gallery gallery = all.gallery(info.id());
            gallery.definitions().forEach(each -> deleteAll(gallery.definition(each.name())));
            gallery.delete().commit();
            subscriptions.add(info.id().subscription());
        }
        subscriptions.forEach(subscription -> {
            assertThat(Remembered.of(storage, subscription).records()).isEmpty();
            new Soundness(storage, subscription).requireCounters();
        });
    }

    private static void deleteAll(ImageDefinition definition) {
        definition
                .versions()
                .forEach(
                        version -> definition.version(version.number()).delete().commit());
        definition.delete().commit();
    }

    /** Returns all records of a kind, by what follows the kind in their keys. */
    private <T> Map<String, T> all(String kind, Class<T> type) {
        Map<String, T> found = new TreeMap<>();
        ledger.scan(
                        new RecordKey(kind + "/"),
                        stored -> Map.entry(stored.key().value().substring(2), Ledger.decode(stored, type)))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    private void requireOwners() {
        definitions.forEach((path, definition) -> {
            assertThat(galleries).containsKey(parent(path));
            assertThat(all("i", String.class))
                    .containsEntry(
                            Keys.identifier(parent(path), definition.identifier())
                                    .value()
                                    .substring(2),
                            definition.name());
        });
        assertThat(all("i", String.class)).hasSameSizeAs(definitions);
        all("e", String.class).keySet().forEach(path -> assertThat(definitions).containsKey(path));
        versions.forEach((path, version) -> {
            assertThat(definitions).containsKey(parent(path));
            version.regions().forEach(region -> assertThat(regions).containsKey(path + "/" + region));
        });
        all("p", ProgressRecord.class)
                .keySet()
                .forEach(path -> assertThat(regions)
                        .as("progress is of a region that is being made")
                        .hasEntrySatisfying(
                                path, region -> assertThat(region.state()).isNotEqualTo(ReplicationState.COMPLETED)));
        assertThat(regions)
                .as("no region without a version that names it")
                .hasSize(versions.values().stream()
                        .mapToInt(version -> version.regions().size())
                        .sum());
    }

    private void requireCounters() {
        Map<String, Long> counted = counters(counter -> 0);
        galleries.forEach((path, gallery) -> counted.merge("n/galleries/" + gallery.location(), 1L, Long::sum));
        definitions.forEach((path, definition) -> {
            counted.merge("n/definitions/" + definition.location(), 1L, Long::sum);
            counted.merge("c/" + parent(path), 1L, Long::sum);
        });
        versions.forEach((path, version) -> {
            counted.merge("n/versions/" + version.location(), 1L, Long::sum);
            counted.merge("c/" + parent(path), 1L, Long::sum);
        });
        assertThat(counters(counter -> Remembered.counter(storage, subscription, counter)))
                .isEqualTo(counted);
    }

    private static Map<String, Long> counters(ToLongFunction<String> value) {
        Map<String, Long> counters = new TreeMap<>();
        for (String what : List.of("galleries", "definitions", "versions")) {
            LOCATIONS.forEach(location -> counters.put("n/" + what + "/" + location, 0L));
        }
        PATHS.forEach(path -> counters.put("c/" + path, 0L));
        counters.replaceAll((counter, zero) -> value.applyAsLong(counter));
        return counters;
    }

    /** Copies all that a storage holds into another one, which is returned. */
    static <S extends GalleryStorage> S copy(GalleryStorage storage, S copy) {
        Commit.Builder all = Commit.builder(UUID.randomUUID());
        Remembered.of(storage).records().forEach((key, body) -> all.put(new RecordKey(key), body));
        counters(counter -> Remembered.counter(storage, counter))
                .forEach((counter, value) -> all.add(new RecordKey(counter), value, 0, Long.MAX_VALUE));
        copy.records().partition(new PartitionId("default")).commit(all.build());
        for (Site site : storage.contents().sites()) {
            Blobs.all(storage.contents(), site)
                    .forEach(blob -> copy.contents()
                            .put(site, blob.id(), storage.contents().read(site, blob.id())));
        }
        return copy;
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }
}
