// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is: reads galleries, definitions and versions as people see them. Safe for use by many threads. */
final class Catalog {
    private static final int CACHED_VERSIONS = 100_000;

    private final Ledger ledger;
    private final GallerySettings settings;
    private final Cache<RecordKey, Versions> versions = Caffeine.newBuilder()
            .maximumWeight(CACHED_VERSIONS)
            .<RecordKey, Versions>weigher((epoch, known) -> 1 + known.list().size())
            .build();

    Catalog(Ledger ledger, GallerySettings settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    List<GalleryInfo> galleries() {
        return ledger.scan(Keys.galleries(), GalleryRecord.class).stream()
                .map(gallery -> gallery.info(settings.subscription()))
                .toList();
    }

    Optional<GalleryInfo> gallery(Address address) {
        return ledger.read(address.galleryKey(), GalleryRecord.class)
                .map(gallery -> gallery.info(settings.subscription()));
    }

    /** Lists the definitions of a gallery that exists. */
    List<ImageDefinitionInfo> definitions(GalleryInfo gallery) {
        return ledger.scan(Keys.definitions(gallery.name()), DefinitionRecord.class).stream()
                .map(definition -> definition.info(gallery.id()))
                .toList();
    }

    Optional<ImageDefinitionInfo> definition(Address address) {
        return ledger.read(address.definitionKey(), DefinitionRecord.class)
                .flatMap(definition -> gallery(address).map(gallery -> definition.info(gallery.id())));
    }

    /** Reads a version with its regions. */
    Optional<ImageVersionInfo> version(Address address) {
        return info(address, stored(address));
    }

    /** Reads the version that a publication made, not one that was published since. */
    Optional<ImageVersionInfo> version(Address address, String publication) {
        return info(address, stored(address).filter(found -> found.version().isOf(publication)));
    }

    private Optional<ImageVersionInfo> info(Address address, Optional<StoredVersion> stored) {
        return stored.flatMap(found -> definition(address).map(definition -> found.info(definition.id())));
    }

    /** Reads the records of a version, all at one revision. */
    Optional<StoredVersion> stored(Address address) {
        List<RecordKey> keys = List.of(address.versionKey());
        while (true) {
            Snapshot snapshot = ledger.snapshot(keys);
            Optional<VersionRecord> version =
                    snapshot.record(address.versionKey()).map(stored -> Ledger.decode(stored, VersionRecord.class));
            if (version.isEmpty()) {
                return Optional.empty();
            }
            List<RecordKey> needed = keys(address, version.get());
            if (needed.equals(keys)) {
                return Optional.of(whole(address, version.get(), snapshot));
            }
            keys = needed;
        }
    }

    private static List<RecordKey> keys(Address address, VersionRecord version) {
        return Stream.concat(
                        Stream.of(address.versionKey()),
                        version.regions().stream().map(RegionName::of).map(address::regionKey))
                .toList();
    }

    private static StoredVersion whole(Address address, VersionRecord version, Snapshot snapshot) {
        List<RegionRecord> regions = version.regions().stream()
                .map(name -> snapshot.record(address.regionKey(RegionName.of(name)))
                        .orElseThrow(() -> StoredVersion.regionMissing(address)))
                .map(stored -> Ledger.decode(stored, RegionRecord.class))
                .toList();
        return StoredVersion.of(version, regions);
    }

    /**
     * Lists the versions of a definition that exists, oldest first. They are remembered until a commit says that one of
     * them was changed: every such commit rewrites the definition's epoch.
     */
    List<ImageVersionInfo> versions(ImageDefinitionInfo definition) {
        RecordKey epoch = Keys.epoch(definition.id().gallery(), definition.name());
        return versions.asMap()
                .compute(epoch, (key, known) -> fresh(key, definition, known))
                .list();
    }

    private Versions fresh(RecordKey epoch, ImageDefinitionInfo definition, @Nullable Versions known) {
        long now = ledger.revision();
        if (known != null && known.asOf() >= now) {
            return known;
        }
        long changed = ledger.revisionOf(epoch);
        if (known != null && known.epoch() == changed) {
            return new Versions(now, changed, known.list());
        }
        return load(epoch, definition);
    }

    /** Reads the versions, and again if one was changed meanwhile: several pages are not read at one revision. */
    private Versions load(RecordKey epoch, ImageDefinitionInfo definition) {
        while (true) {
            long asOf = ledger.revision();
            long before = ledger.revisionOf(epoch);
            List<ImageVersionInfo> list = scan(definition.id());
            if (ledger.revisionOf(epoch) == before) {
                return new Versions(asOf, before, list);
            }
        }
    }

    private List<ImageVersionInfo> scan(ResourceId definition) {
        String gallery = definition.gallery();
        String name = definition.definition().orElseThrow();
        RecordKey regionsPrefix = Keys.regions(gallery, name);
        ImmutableListMultimap<String, Entry<String, RegionRecord>> regions = Multimaps.index(
                ledger.scan(
                        regionsPrefix,
                        stored -> Map.entry(
                                versionPart(regionsPrefix, stored.key()), Ledger.decode(stored, RegionRecord.class))),
                Entry::getKey);
        return ledger.scan(Keys.versions(gallery, name), stored -> {
            String part = versionPart(Keys.versions(gallery, name), stored.key());
            List<RegionRecord> own =
                    regions.get(part).stream().map(Entry::getValue).toList();
            return StoredVersion.of(Ledger.decode(stored, VersionRecord.class), own)
                    .info(definition);
        });
    }

    private static String versionPart(RecordKey prefix, RecordKey key) {
        String rest = key.value().substring(prefix.value().length());
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    /**
     * Versions as they were read.
     *
     * @param asOf the revision of the partition at which they were known to be so
     * @param epoch the revision of the definition's epoch
     */
    private record Versions(long asOf, long epoch, List<ImageVersionInfo> list) {}

    /** Returns the refusal of a request for something that does not exist. */
    static GalleryException notFound(String verb, Address address) {
        return GalleryException.of(
                "Cannot " + verb + " " + address,
                List.of(new Violation(
                        ErrorCode.RESOURCE_NOT_FOUND,
                        address.kind(),
                        address.toString(),
                        "there is no such " + address.kind(),
                        "look at the list of what there is, or create it")));
    }

    /** Returns that the gallery or definition which should hold a resource does not exist. */
    static Violation parentNotFound(Address parent) {
        return new Violation(
                ErrorCode.PARENT_RESOURCE_NOT_FOUND,
                parent.kind(),
                parent.toString(),
                "there is no such " + parent.kind(),
                "create the " + parent.kind() + " first");
    }
}
