// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.GalleryRecord;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.ProgressRecord;
import io.github.imagegallery.model.AggregatedReplicationState;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What there is: reads one gallery, definition or version as people see it. Safe for use by many threads. */
final class Catalog {
    private static final int CACHED_DEFINITIONS = 10_000;

    private final Ledger ledger;
    private final String subscription;
    private final Predicate<RecordKey> sight;
    private final Cache<RecordKey, Definition> definitions;

    /** Makes the catalogue of a subscription, for one who may see all. */
    Catalog(Ledger ledger, String subscription) {
        this.ledger = ledger;
        this.subscription = subscription;
        this.sight = key -> true;
        this.definitions = Caffeine.newBuilder().maximumSize(CACHED_DEFINITIONS).build();
    }

    private Catalog(Catalog all, Predicate<RecordKey> sight) {
        this.ledger = all.ledger;
        this.subscription = all.subscription;
        this.sight = sight;
        this.definitions = all.definitions;
    }

    /** Returns this catalogue as somebody sees it who may not see all. */
    Catalog seenBy(Predicate<RecordKey> narrower) {
        return new Catalog(this, narrower);
    }

    Optional<GalleryInfo> gallery(Address address) {
        return sight.test(address.galleryKey()) ? unseenGallery(address) : Optional.empty();
    }

    private Optional<GalleryInfo> unseenGallery(Address address) {
        return ledger.read(address.galleryKey(), GalleryRecord.class).map(gallery -> gallery.info(subscription));
    }

    /** Returns the id of a gallery that is the parent of something, whoever asks; empty if there is none. */
    Optional<ResourceId> galleryId(Address address) {
        return unseenGallery(address).map(GalleryInfo::id);
    }

    /** Returns the id of a definition that is the parent of something, whoever asks; empty if there is none. */
    Optional<ResourceId> definitionId(Address address) {
        return parentDefinition(address).map(ImageDefinitionInfo::id);
    }

    /** Reads a definition. It is remembered until anything is committed. */
    Optional<ImageDefinitionInfo> definition(Address address) {
        return sight.test(address.definitionKey()) ? parentDefinition(address) : Optional.empty();
    }

    /** Reads the definition of something that was found, whoever asks. */
    Optional<ImageDefinitionInfo> parentDefinition(Address address) {
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
        return stored.flatMap(found -> parentDefinition(address).map(definition -> found.info(definition.id())))
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
        return sight.test(address.versionKey()) ? StoredVersion.read(ledger, address) : Optional.empty();
    }
}
