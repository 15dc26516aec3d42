// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.Multimaps;
import io.github.imagegallery.Listing;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.ProgressRecord;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.AggregatedReplicationState;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Snapshot;
import io.github.imagegallery.storage.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is: reads galleries, definitions and versions as people see them. Safe for use by many threads. */
final class Catalog {
    private static final int CACHED_DEFINITIONS = 10_000;
    private static final int CACHED_VERSIONS = 100_000;
    /** So many of the newest versions are read first: latest is nearly always one of them, and so is what to build upon. */
    private static final int NEWEST = 8;
    /** So many are read next, before all. */
    private static final int NEWER = 64;

    private final Ledger ledger;
    private final String subscription;
    private final Predicate<RecordKey> sight;
    private final Cache<RecordKey, Definition> definitions;
    private final Cache<RecordKey, Versions> cache;

    /** Makes the catalogue of a subscription, for one who may see all. */
    Catalog(Ledger ledger, String subscription) {
        this.ledger = ledger;
        this.subscription = subscription;
        this.sight = key -> true;
        this.definitions = Caffeine.newBuilder().maximumSize(CACHED_DEFINITIONS).build();
        this.cache = Caffeine.newBuilder()
                .maximumWeight(CACHED_VERSIONS)
                .<RecordKey, Versions>weigher(
                        (epoch, known) -> 1 + known.newestFirst().size())
                .build();
    }

    private Catalog(Catalog all, Predicate<RecordKey> sight) {
        this.ledger = all.ledger;
        this.subscription = all.subscription;
        this.sight = sight;
        this.definitions = all.definitions;
        this.cache = all.cache;
    }

    /** Returns this catalogue as somebody sees it who may not see all. */
    Catalog seenBy(Predicate<RecordKey> narrower) {
        return new Catalog(this, narrower);
    }

    /** Reads a page of the galleries. */
    Listing.Page<GalleryInfo> galleries(Optional<String> next, int limit) {
        return page(
                records("the galleries", Keys.galleries(), next, limit),
                stored -> Stream.of(info(Ledger.decode(stored, GalleryRecord.class))));
    }

    Optional<GalleryInfo> gallery(Address address) {
        return sight.test(address.galleryKey()) ? unseenGallery(address) : Optional.empty();
    }

    private Optional<GalleryInfo> unseenGallery(Address address) {
        return ledger.read(address.galleryKey(), GalleryRecord.class).map(this::info);
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

    /** Returns the id of a gallery that is the parent of something, whoever asks; empty if there is none. */
    Optional<ResourceId> galleryId(Address address) {
        return unseenGallery(address).map(GalleryInfo::id);
    }

    /** Reads the definition of a version that was found, whoever asks. */
    Optional<ImageDefinitionInfo> parentDefinition(Address address) {
        return unseenDefinition(address);
    }

    /** Returns the id of a definition that is the parent of something, whoever asks; empty if there is none. */
    Optional<ResourceId> definitionId(Address address) {
        return unseenDefinition(address).map(ImageDefinitionInfo::id);
    }

    /** Reads a definition. It is remembered until anything is committed. */
    Optional<ImageDefinitionInfo> definition(Address address) {
        return sight.test(address.definitionKey()) ? unseenDefinition(address) : Optional.empty();
    }

    private Optional<ImageDefinitionInfo> unseenDefinition(Address address) {
        long now = ledger.revision();
        Definition known = definitions.getIfPresent(address.definitionKey());
        if (known == null || known.asOf() != now) {
            known = new Definition(now, read(address));
            definitions.put(address.definitionKey(), known);
        }
        return known.info();
    }

    private Optional<ImageDefinitionInfo> read(Address address) {
        return ledger.read(address.definitionKey(), DefinitionRecord.class)
                .flatMap(definition -> unseenGallery(address).map(gallery -> definition.info(gallery.id())));
    }

    /**
     * A definition as it was read.
     *
     * @param asOf a revision of the partition that is not newer than what was read
     * @param info empty if there is none
     */
    private record Definition(long asOf, Optional<ImageDefinitionInfo> info) {}

    /** Reads a version with its regions. */
    Optional<ImageVersionInfo> version(Address address) {
        return info(address, stored(address));
    }

    /** Reads the version that a publication made, not one that was published since. */
    Optional<ImageVersionInfo> version(Address address, String publication) {
        return info(address, stored(address).filter(found -> found.version().isOf(publication)));
    }

    private Optional<ImageVersionInfo> info(Address address, Optional<StoredVersion> stored) {
        return stored.flatMap(found -> unseenDefinition(address).map(definition -> found.info(definition.id())))
                .map(version -> withProgress(address, version));
    }

    /** Adds how far they are to versions whose replicas are being made; that is not part of what is remembered. */
    List<ImageVersionInfo> withProgress(List<ImageVersionInfo> versions) {
        return versions.stream()
                .map(version -> withProgress(Address.of(version.id()), version))
                .toList();
    }

    /** It need not be read at the revision of the version: a region that is completed takes no notice of it. */
    private ImageVersionInfo withProgress(Address address, ImageVersionInfo version) {
        if (version.replicationStatus() != AggregatedReplicationState.IN_PROGRESS) {
            return version;
        }
        Snapshot snapshot = ledger.snapshot(version.regions().stream()
                .map(region -> address.progressKey(region.region()))
                .toList());
        return ImageVersionInfo.builder()
                .from(version)
                .regions(version.regions().stream()
                        .map(region -> snapshot.record(address.progressKey(region.region()))
                                .map(stored -> Ledger.decode(stored, ProgressRecord.class)
                                        .on(region))
                                .orElse(region))
                        .toList())
                .build();
    }

    /** Reads the records of a version, all at one revision. */
    Optional<StoredVersion> stored(Address address) {
        return sight.test(address.versionKey()) ? unseenVersion(address) : Optional.empty();
    }

    private Optional<StoredVersion> unseenVersion(Address address) {
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
     * Lists the versions of a definition that exists, the newest first. They are remembered until a commit says that one of
     * them was changed: every such commit rewrites the definition's epoch.
     */
    List<ImageVersionInfo> versions(ImageDefinitionInfo definition) {
        return known(definition, Integer.MAX_VALUE).newestFirst();
    }

    /**
     * Lists the newest versions of a definition that exists, the newest first: a few, then a few dozen, then all. Each list
     * is read when it is reached.
     */
    Stream<List<ImageVersionInfo>> newest(ImageDefinitionInfo definition) {
        return Stream.of(NEWEST, NEWER, Integer.MAX_VALUE).map(most -> {
            List<ImageVersionInfo> known = known(definition, most).newestFirst();
            return known.subList(0, Math.min(most, known.size()));
        });
    }

    /** Returns the newest version of a definition that is of a kind, empty if there is none. */
    Optional<ImageVersionInfo> newest(ImageDefinitionInfo definition, Predicate<ImageVersionInfo> kind) {
        return newest(definition)
                .flatMap(versions -> versions.stream().filter(kind).limit(1))
                .findFirst();
    }

    private Versions known(ImageDefinitionInfo definition, int atLeast) {
        RecordKey epoch = Keys.epoch(definition.id().gallery(), definition.name());
        long now = ledger.revision();
        Versions known = cache.getIfPresent(epoch);
        if (known != null && known.asOf() >= now && known.holds(atLeast)) {
            return known;
        }
        return cache.asMap().compute(epoch, (key, present) -> fresh(key, definition, present, atLeast));
    }

    private Versions fresh(RecordKey epoch, ImageDefinitionInfo definition, @Nullable Versions present, int atLeast) {
        long now = ledger.revision();
        if (present != null && present.holds(atLeast) && present.epoch() == ledger.revisionOf(epoch)) {
            return new Versions(now, present.epoch(), present.newestFirst(), present.all());
        }
        return load(epoch, definition.id(), atLeast);
    }

    /** Reads versions, and again if one was changed meanwhile: several pages are not read at one revision. */
    private Versions load(RecordKey epoch, ResourceId definition, int atLeast) {
        while (true) {
            long asOf = ledger.revision();
            long before = ledger.revisionOf(epoch);
            Versions found = atLeast > NEWER
                    ? new Versions(asOf, before, scan(definition), true)
                    : newest(asOf, before, definition, atLeast);
            if (ledger.revisionOf(epoch) == before) {
                return found;
            }
        }
    }

    private Versions newest(long asOf, long epoch, ResourceId definition, int most) {
        Page<StoredRecord> page = ledger.last(
                Keys.versions(definition.gallery(), definition.definition().orElseThrow()), most);
        List<ImageVersionInfo> versions = page.items().stream()
                .map(stored -> Ledger.decode(stored, VersionRecord.class))
                .flatMap(version -> withRegions(definition, version).stream())
                .toList();
        return new Versions(asOf, epoch, versions, page.next().isEmpty());
    }

    /** Adds its regions to a version; empty if it was changed since it was read. */
    private Optional<ImageVersionInfo> withRegions(ResourceId definition, VersionRecord version) {
        Address address = Address.of(definition.version(VersionNumber.parse(version.number())));
        Snapshot snapshot = ledger.snapshot(keys(address, version));
        return keys(address, version).stream()
                        .allMatch(key -> snapshot.record(key).isPresent())
                ? Optional.of(whole(address, version, snapshot).info(definition))
                : Optional.empty();
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
        List<ImageVersionInfo> oldestFirst = ledger.scan(Keys.versions(gallery, name), stored -> {
            String part = versionPart(Keys.versions(gallery, name), stored.key());
            List<RegionRecord> own =
                    regions.get(part).stream().map(Entry::getValue).toList();
            return StoredVersion.of(Ledger.decode(stored, VersionRecord.class), own)
                    .info(definition);
        });
        return Lists.reverse(oldestFirst);
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
     * @param newestFirst the newest, or all of them
     * @param all whether these are all
     */
    private record Versions(long asOf, long epoch, List<ImageVersionInfo> newestFirst, boolean all) {
        boolean holds(int atLeast) {
            return all || newestFirst.size() >= atLeast;
        }
    }

    /** Returns the refusal of a request for something that does not exist. */
    static GalleryException notFound(String verb, Address address) {
        return GalleryException.of("Cannot " + verb + " " + address, List.of(absent(address)));
    }

    /** Returns that something does not exist. */
    static Violation absent(Address address) {
        return new Violation(
                ErrorCode.RESOURCE_NOT_FOUND,
                address.kind(),
                address.toString(),
                "there is no such " + address.kind(),
                "look at the list of what there is, or create it");
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
