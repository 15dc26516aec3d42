// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.google.common.collect.Lists;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.model.Region;
import io.github.imagegallery.model.Usage;
import io.github.imagegallery.model.Usage.Kind;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.Snapshot;
import java.util.List;
import java.util.stream.Stream;

/** How much of its limits a subscription uses: the counters that creators are held to. */
record Usages(Engine engine) {

    /** Reads the limits of which something is used, by kind and in the order of the regions. */
    List<Usage> read() {
        return Stream.of(Kind.values())
                .flatMap(kind -> Lists.partition(engine.regions().regions(), Partition.MAX_PAGE).stream()
                        .flatMap(regions -> usages(kind, regions)))
                .filter(usage -> usage.used() > 0)
                .toList();
    }

    private Stream<Usage> usages(Kind kind, List<Region> regions) {
        Snapshot snapshot = engine.ledger()
                .snapshot(regions.stream()
                        .map(region -> Keys.limit(kind.toString(), region.name()))
                        .toList());
        return regions.stream().map(region -> usage(kind, region, snapshot));
    }

    private Usage usage(Kind kind, Region region, Snapshot snapshot) {
        return new Usage(
                kind, region.name(), snapshot.counter(Keys.limit(kind.toString(), region.name())), limit(kind));
    }

    /** Returns how many of a kind there may be in a location. */
    long limit(Kind kind) {
        return switch (kind) {
            case GALLERIES -> engine.rules().maxGalleries();
            case DEFINITIONS -> engine.rules().maxDefinitions();
            case VERSIONS -> engine.rules().maxVersions();
        };
    }
}
