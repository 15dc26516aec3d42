// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.core.script.Kept.OneDefinition;
import io.github.imagegallery.core.script.Kept.OneRegion;
import io.github.imagegallery.core.script.Kept.OneVersion;
import io.github.imagegallery.core.script.View.DefinitionLine;
import io.github.imagegallery.core.script.View.DiskLine;
import io.github.imagegallery.core.script.View.GalleryLine;
import io.github.imagegallery.core.script.View.LatestLine;
import io.github.imagegallery.core.script.View.NextLine;
import io.github.imagegallery.core.script.View.RegionLine;
import io.github.imagegallery.core.script.View.UsageLine;
import io.github.imagegallery.core.script.View.VersionLine;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What ought to be seen of all that the model keeps, and to have been seen at each instant at which something was done. */
final class ModelView {
    private final Kept kept;

    ModelView(Kept kept) {
        this.kept = kept;
    }

    View view(List<String> subscriptions, List<String> regions) {
        List<String> lines = new ArrayList<>();
        subscriptions.forEach(subscription -> lines.addAll(usage(subscription)));
        kept.galleries().forEach(gallery -> {
            lines.add(new GalleryLine(
                            gallery.id(),
                            gallery.location,
                            said(gallery.description),
                            gallery.tag
                                    .map(tag -> Map.of(tag.name(), tag.value()))
                                    .orElse(Map.of()))
                    .toString());
            gallery.definitions.values().forEach(one -> lines.addAll(lines(gallery.id(one), one, regions)));
        });
        return new View(lines);
    }

    /** Of each kind, what is used where there is any. */
    private List<String> usage(String subscription) {
        Map<String, Integer> most = new LinkedHashMap<>();
        most.put("galleries", kept.limits().galleries());
        most.put("definitions", kept.limits().definitions());
        most.put("versions", kept.limits().versions());
        List<String> lines = new ArrayList<>();
        most.forEach((kind, limit) -> kept.regions().forEach(location -> {
            long used = kept.count(kind, Place.of(subscription, ""), location);
            if (used > 0) {
                lines.add(new UsageLine(subscription, kind, location, used, limit).toString());
            }
        }));
        return lines;
    }

    private List<String> lines(String id, OneDefinition definition, List<String> regions) {
        List<String> lines = new ArrayList<>();
        lines.add(line(id, definition));
        lines.add(new NextLine(id, next(definition)).toString());
        definition.versions.forEach((number, version) -> lines.add(line(id, number, version)));
        regions.forEach(region -> lines.add(
                latest(id, definition, region, kept.now(), kept.limits().classic())));
        return lines;
    }

    private static String line(String id, OneDefinition definition) {
        return new DefinitionLine(
                        id,
                        definition.location,
                        definition.identifier.toString(),
                        definition.osType,
                        definition.osState,
                        said(definition.description),
                        definition.end,
                        definition.vcpus,
                        said(definition.eula),
                        said(definition.notes))
                .toString();
    }

    private static String next(OneDefinition definition) {
        if (definition.versions.isEmpty()) {
            return "1.0.0";
        }
        String[] highest = definition.versions.lastKey().split("\\.");
        BigInteger patch = new BigInteger(highest[2]).add(BigInteger.ONE);
        return patch.compareTo(Spelling.LARGEST) > 0 ? "InvalidParameter" : highest[0] + "." + highest[1] + "." + patch;
    }

    private static String line(String definition, String number, OneVersion version) {
        List<DiskLine> disks = new ArrayList<>();
        version.disks.forEach((lun, picture) -> disks.add(new DiskLine(
                Optional.of(lun).filter(given -> given >= 0), picture.bytes().length, picture.occupied())));
        List<RegionLine> regions = new ArrayList<>();
        version.regions.forEach((name, region) -> regions.add(new RegionLine(
                name, region.count, region.storage, region.zones, region.excluded, "Completed", region.count, 100)));
        return new VersionLine(
                        definition + "/versions/" + number,
                        version.home,
                        Optional.of(version.published),
                        version.excluded,
                        version.end,
                        "Succeeded",
                        "Completed",
                        version.shallow ? "Shallow" : "Full",
                        version.mayBeWithdrawn,
                        version.blocked,
                        disks,
                        regions)
                .toString();
    }

    private static String latest(String id, OneDefinition definition, String region, Instant at, boolean classic) {
        List<String> newestFirst = new ArrayList<>(definition.versions.keySet());
        Collections.reverse(newestFirst);
        List<String> passedOver = new ArrayList<>();
        for (String number : newestFirst) {
            OneVersion version = definition.versions.get(number);
            Optional<String> obstacle = obstacle(version, region, at, classic);
            if (obstacle.isEmpty()) {
                return new LatestLine(id, region, at, line(id, number, version), passedOver).toString();
            }
            passedOver.add(number + " " + obstacle.get());
        }
        return new LatestLine(id, region, at, "NONE_ELIGIBLE", passedOver).toString();
    }

    static Optional<String> obstacle(OneVersion version, String name, Instant at, boolean classic) {
        OneRegion region = version.regions.get(name);
        if (region == null) {
            return Optional.of("NOT_REPLICATED");
        }
        if (region.excluded.orElse(version.excluded)) {
            return Optional.of(region.excluded.isPresent() ? "EXCLUDED_IN_REGION" : "EXCLUDED");
        }
        return classic && version.end.isPresent() && at.isAfter(version.end.get())
                ? Optional.of("PAST_END_OF_LIFE")
                : Optional.empty();
    }

    private static Optional<String> said(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Remembers what is latest now. */
    void remember(List<String> regions) {
        kept.eachDefinition((gallery, definition) -> {
            Map<String, String> answers = definition.past.computeIfAbsent(kept.now(), at -> new HashMap<>());
            for (String region : regions) {
                answers.put(region + true, latest(gallery.id(definition), definition, region, kept.now(), true));
                answers.put(region + false, latest(gallery.id(definition), definition, region, kept.now(), false));
            }
        });
    }

    /** Returns every disk in every region. */
    List<DiskInRegion> disks() {
        List<DiskInRegion> all = new ArrayList<>();
        kept.eachVersion((place, version) ->
                version.regions.forEach((region, replicas) -> version.disks.forEach((lun, picture) -> all.add(
                        new DiskInRegion(place, region, Optional.of(lun).filter(given -> given >= 0), picture)))));
        return all;
    }

    /** Returns the versions that may not be deleted yet. */
    List<Place> blocked() {
        List<Place> all = new ArrayList<>();
        kept.eachVersion((place, version) -> {
            if (kept.isBlocked(version)) {
                all.add(place);
            }
        });
        return all;
    }

    /** What is known of the past of a definition. */
    final class Past {
        private final String id;
        private final OneDefinition definition;

        Past(String id, OneDefinition definition) {
            this.id = id;
            this.definition = definition;
        }

        /** Returns what is latest in a region at an instant at which something was done, or at one to come. */
        String latest(String region, Instant at) {
            if (at.isAfter(kept.now())) {
                return ModelView.latest(
                        id, definition, region, at, kept.limits().classic());
            }
            return definition.past.containsKey(at)
                    ? definition.past.get(at).get(region + kept.limits().classic())
                    : new LatestLine(id, region, at, "BEFORE_HISTORY", List.of()).toString();
        }

        /** Returns when which version came and went. */
        List<String> comings() {
            return definition.comings;
        }
    }

    /** Returns the past of each definition that there is. */
    Map<Place, Past> past() {
        Map<Place, Past> all = new HashMap<>();
        kept.eachDefinition((gallery, definition) ->
                all.put(gallery.place().definition(definition.name), new Past(gallery.id(definition), definition)));
        return all;
    }

    /** A disk of a version, as it should be in a region; there is no LUN of an OS disk. */
    record DiskInRegion(Place place, String region, Optional<Integer> lun, Picture picture) {}
}
