// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Lists;
import com.google.common.collect.Multimaps;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.StoredRecord;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the definitions of a subscription, without the progress of their replicas. They are remembered until a commit
 * says that one of them was changed: every such commit rewrites the definition's epoch. Safe for use by many threads.
 */
final class Versions {
    private static final int CACHED = 100_000;
    /** So many of the newest are read first: latest is nearly always one of them, and so is what to build upon. */
    private static final int NEWEST = 8;
    /** So many are read next, before all. */
    private static final int NEWER = 64;

    private final Ledger ledger;
    private final Cache<RecordKey, Known> cache;

    Versions(Ledger ledger) {
        this.ledger = ledger;
        this.cache = Caffeine.newBuilder()
                .maximumWeight(CACHED)
                .<RecordKey, Known>weigher(
                        (epoch, known) -> 1 + known.newestFirst().size())
                .build();
    }

    /** Lists the versions of a definition that exists, the newest first. */
    List<ImageVersionInfo> of(ImageDefinitionInfo definition) {
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

    private Known known(ImageDefinitionInfo definition, int atLeast) {
        RecordKey epoch = Keys.epoch(definition.id().gallery(), definition.name());
        long now = ledger.revision();
        Known known = cache.getIfPresent(epoch);
        if (known != null && known.asOf() >= now && known.holds(atLeast)) {
            return known;
        }
        return cache.asMap().compute(epoch, (key, present) -> fresh(key, definition, present, atLeast));
    }

    private Known fresh(RecordKey epoch, ImageDefinitionInfo definition, @Nullable Known present, int atLeast) {
        long now = ledger.revision();
        if (present != null && present.holds(atLeast) && present.epoch() == ledger.revisionOf(epoch)) {
            return new Known(now, present.epoch(), present.newestFirst(), present.all());
        }
        return load(epoch, definition.id(), atLeast);
    }

    /** Reads versions, and again if one was changed meanwhile: several pages are not read at one revision. */
    private Known load(RecordKey epoch, ResourceId definition, int atLeast) {
        while (true) {
            long asOf = ledger.revision();
            long before = ledger.revisionOf(epoch);
            Known found = atLeast > NEWER
                    ? new Known(asOf, before, scan(definition), true)
                    : newest(asOf, before, definition, atLeast);
            if (ledger.revisionOf(epoch) == before) {
                return found;
            }
        }
    }

    private Known newest(long asOf, long epoch, ResourceId definition, int most) {
        Page<StoredRecord> page = ledger.last(
                Keys.versions(definition.gallery(), definition.definition().orElseThrow()), most);
        List<ImageVersionInfo> versions = page.items().stream()
                .map(stored -> Ledger.decode(stored, VersionRecord.class))
                .flatMap(version -> StoredVersion.read(ledger, addressOf(definition, version), version).stream())
                .map(version -> version.info(definition))
                .toList();
        return new Known(asOf, epoch, versions, page.next().isEmpty());
    }

    private static Address addressOf(ResourceId definition, VersionRecord version) {
        return Address.of(definition.version(VersionNumber.parse(version.number())));
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
    private record Known(long asOf, long epoch, List<ImageVersionInfo> newestFirst, boolean all) {
        boolean holds(int atLeast) {
            return all || newestFirst.size() >= atLeast;
        }
    }
}
