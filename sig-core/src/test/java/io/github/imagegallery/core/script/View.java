// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.IntRange;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.Usage;
import io.github.imagegallery.model.VersionOutcome;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that can be seen of some galleries, line by line, in plain words. */
record View(List<String> lines) {

    record GalleryLine(String id, String location, Optional<String> description, Map<String, String> tags) {}

    record DefinitionLine(
            String id,
            String location,
            String identifier,
            String osType,
            String osState,
            Optional<String> description,
            Optional<Instant> end,
            Optional<IntRange> vcpus,
            Optional<String> eula,
            Optional<String> notes) {}

    /** The number of the next version, or the code of the refusal to name one. */
    record NextLine(String id, String next) {}

    record VersionLine(
            String id,
            String location,
            Optional<Instant> published,
            boolean excluded,
            Optional<Instant> end,
            String state,
            String replication,
            String mode,
            boolean mayBeWithdrawn,
            boolean blocked,
            List<DiskLine> disks,
            List<RegionLine> regions) {}

    record DiskLine(Optional<Integer> lun, long size, long billed) {}

    record RegionLine(
            String region,
            int count,
            String storage,
            int zones,
            Optional<Boolean> excluded,
            String state,
            int available,
            int percent) {}

    /** How much of a limit a subscription uses in a location. */
    record UsageLine(String subscription, String kind, String location, long used, long limit) {}

    /**
     * Which version is latest in a region at an instant, as it is then, or what else comes of asking; and which ones are
     * passed over for what reason, newest first.
     */
    record LatestLine(String id, String region, Instant at, String chosen, List<String> passedOver) {}

    /** Looks at the galleries of an engine, at what some subscriptions use, and at what is latest in some regions. */
    static View of(ImageGalleries galleries, List<String> subscriptions, List<String> regions) {
        List<String> lines = new ArrayList<>();
        for (String subscription : subscriptions) {
            galleries.subscription(subscription).usage().forEach(usage -> lines.add(line(subscription, usage)));
        }
        for (GalleryInfo info : galleries.galleries()) {
            Gallery gallery = galleries.gallery(info.id());
            lines.add(line(info));
            for (ImageDefinitionInfo each : gallery.definitions()) {
                ImageDefinition definition = gallery.definition(each.name());
                lines.add(line(each));
                lines.add(new NextLine(each.id().toString(), next(definition)).toString());
                definition.versions().forEach(version -> lines.add(line(version)));
                regions.forEach(region -> lines.add(latest(each.id().toString(), definition.explainLatest(region))));
            }
        }
        return new View(lines);
    }

    /** Returns the lines of what a request answered. */
    static List<String> lines(Object answer) {
        if (answer instanceof List<?> several) {
            return several.stream().flatMap(one -> lines(one).stream()).toList();
        }
        if (answer instanceof GalleryInfo gallery) {
            return List.of(line(gallery));
        }
        if (answer instanceof ImageDefinitionInfo definition) {
            return List.of(line(definition));
        }
        return List.of(line(answer instanceof VersionOutcome outcome ? outcome.version() : (ImageVersionInfo) answer));
    }

    private static String line(String subscription, Usage usage) {
        return new UsageLine(
                        subscription, usage.kind().toString(), usage.location().value(), usage.used(), usage.limit())
                .toString();
    }

    private static String line(GalleryInfo info) {
        return new GalleryLine(info.id().toString(), info.location().value(), info.description(), info.tags())
                .toString();
    }

    private static String line(ImageDefinitionInfo info) {
        return new DefinitionLine(
                        info.id().toString(),
                        info.location().value(),
                        info.identifier().toString(),
                        info.osType().toString(),
                        info.osState().toString(),
                        info.description(),
                        info.endOfLifeDate(),
                        info.recommendedVcpus(),
                        info.eula(),
                        info.releaseNoteUri().map(URI::toString))
                .toString();
    }

    private static String next(ImageDefinition definition) {
        try {
            return definition.nextVersion().toString();
        } catch (GalleryException refused) {
            return refused.code().toString();
        }
    }

    private static String line(ImageVersionInfo info) {
        return new VersionLine(
                        info.id().toString(),
                        info.location().value(),
                        info.publishedDate(),
                        info.excludeFromLatest(),
                        info.endOfLifeDate(),
                        info.provisioningState().toString(),
                        info.replicationStatus().toString(),
                        info.replicationMode().toString(),
                        info.safetyProfile().allowDeletionOfReplicatedLocations(),
                        info.safetyProfile().blockDeletionBeforeEndOfLife(),
                        info.disks().stream()
                                .map(disk -> new DiskLine(disk.lun(), disk.virtualSizeBytes(), disk.billedBytes()))
                                .toList(),
                        info.regions().stream().map(View::region).toList())
                .toString();
    }

    private static RegionLine region(RegionReplication info) {
        return new RegionLine(
                info.region().value(),
                info.replicaCount(),
                info.storageType().toString(),
                info.zones(),
                info.excludeFromLatest(),
                info.state().toString(),
                info.availableReplicas(),
                info.progressPercent());
    }

    static String latest(String id, LatestResolution resolution) {
        return new LatestLine(
                        id,
                        resolution.region().value(),
                        resolution.at(),
                        resolution
                                .chosen()
                                .map(View::line)
                                .orElse(resolution.outcome().toString()),
                        resolution.passedOver().stream()
                                .map(passed -> passed.version() + " " + passed.reason())
                                .toList())
                .toString();
    }
}
