// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.model.TargetRegion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say of a version about to be published where it shall be, and for how long. */
final class PublicationOptions {
    @Option(
            names = "--location",
            paramLabel = "REGION",
            description = "Its home region; the definition's location by default.")
    private Optional<String> location = Optional.empty();

    @Option(
            names = "--replicate",
            paramLabel = "REGION[=COUNT[:TYPE]]",
            description = "A target region, its replicas and their storage type (Standard_LRS, Standard_ZRS or"
                    + " Premium_LRS); may be repeated.")
    private List<TargetRegion> targets = List.of();

    @Option(
            names = "--replica-count",
            paramLabel = "N",
            description = "The replicas of a region that names no count; 1 by default.")
    private Optional<Integer> replicaCount = Optional.empty();

    @Option(
            names = "--shallow",
            description =
                    "Keep it in its home region with one replica, for good: for versions that are only tried out.")
    private boolean shallow;

    @Option(names = "--exclude-from-latest", description = "Pass it over when 'latest' is asked for.")
    private boolean excludeFromLatest;

    @Option(
            names = "--end-of-life",
            paramLabel = "INSTANT",
            description = "When it is past its life, such as 2030-01-31T00:00:00Z or 2030-01-31.")
    private Optional<Instant> endOfLife = Optional.empty();

    @Mixin
    private SafetyOptions safety;

    /** Refuses options that contradict each other. */
    void check() {
        safety.check();
    }

    /** Puts them into a publication. */
    void describe(VersionPublication publication) {
        targets.forEach(publication::replicate);
        location.ifPresent(publication::location);
        replicaCount.ifPresent(publication::replicaCount);
        endOfLife.ifPresent(publication::endOfLife);
        if (shallow) {
            publication.shallow();
        }
        if (excludeFromLatest) {
            publication.excludeFromLatest(true);
        }
        safety.describe(publication);
    }
}
