// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.core.script.Step.Tag;
import io.github.imagegallery.core.script.Step.Triple;
import io.github.imagegallery.model.IntRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** All that the model keeps: what there is, the rules in force, and the time. */
final class Kept {
    /** Stands for the logical unit number of an OS disk. */
    static final int OS_DISK = -1;

    private final Map<String, Integer> zonesOfRegions;
    private final SortedMap<String, SortedMap<String, OneGallery>> subscriptions = new TreeMap<>();
    private Limits limits;
    private Instant now;

    Kept(Map<String, Integer> zonesOfRegions, Limits limits, Instant now) {
        this.zonesOfRegions = zonesOfRegions;
        this.limits = limits;
        this.now = now;
    }

    Instant now() {
        return now;
    }

    void now(Instant instant) {
        now = instant;
    }

    Limits limits() {
        return limits;
    }

    void limits(Limits changed) {
        limits = changed;
    }

    /** Returns the regions that there are, in the order of their names. */
    List<String> regions() {
        return zonesOfRegions.keySet().stream().sorted().toList();
    }

    boolean unknown(String region) {
        return !zonesOfRegions.containsKey(Spelling.region(region));
    }

    /** Returns how many zones a region has, if it is known. */
    Optional<Integer> zones(String region) {
        return Optional.ofNullable(zonesOfRegions.get(Spelling.region(region)));
    }

    static final class OneGallery {
        String subscription = "";
        String name = "";
        String location = "";
        String group = "default";
        String description = "";
        Optional<Tag> tag = Optional.empty();
        final SortedMap<String, OneDefinition> definitions = new TreeMap<>();

        Place place() {
            return Place.of(subscription, name);
        }

        String id() {
            return "/subscriptions/" + subscription + "/resourceGroups/" + group
                    + "/providers/Microsoft.Compute/galleries/" + name;
        }

        String id(OneDefinition definition) {
            return id() + "/images/" + definition.name;
        }
    }

    static final class OneDefinition {
        String name = "";
        String location = "";
        Triple identifier = new Triple("", "", "");
        String osType = "";
        String osState = "";
        String description = "";
        Optional<Instant> end = Optional.empty();
        Optional<IntRange> vcpus = Optional.empty();
        String eula = "";
        String notes = "";
        final SortedMap<String, OneVersion> versions = new TreeMap<>(Spelling::compareNumbers);
        /** What was latest in each region, by the rules of either kind, when anything was done. */
        final SortedMap<Instant, Map<String, String>> past = new TreeMap<>();
        /** When which version came and went. */
        final List<String> comings = new ArrayList<>();
    }

    static final class OneVersion {
        String home = "";
        Instant published = Instant.EPOCH;
        boolean excluded;
        Optional<Instant> end = Optional.empty();
        int defaultCount;
        boolean shallow;
        boolean mayBeWithdrawn;
        boolean blocked;
        final SortedMap<Integer, Picture> disks = new TreeMap<>();
        final SortedMap<String, OneRegion> regions = new TreeMap<>();
    }

    static final class OneRegion {
        int count;
        String storage = "Standard_LRS";
        int zones;
        Optional<Boolean> excluded = Optional.empty();
    }

    SortedMap<String, OneGallery> galleries(Place place) {
        return subscriptions.computeIfAbsent(place.subscription(), id -> new TreeMap<>());
    }

    Optional<OneGallery> gallery(Place place) {
        return Optional.ofNullable(galleries(place).get(Spelling.lower(place.gallery())));
    }

    Optional<OneDefinition> definition(Place place) {
        return gallery(place)
                .map(found ->
                        found.definitions.get(Spelling.lower(place.definition().orElseThrow())));
    }

    Optional<OneVersion> version(Place place) {
        return definition(place).map(found -> found.versions.get(place.version().orElseThrow()));
    }

    boolean exists(Place place) {
        return switch (place.kind()) {
            case "gallery" -> gallery(place).isPresent();
            case "definition" -> definition(place).isPresent();
            default -> version(place).isPresent();
        };
    }

    long count(String kind, Place place, String location) {
        long count = 0;
        for (OneGallery gallery : galleries(place).values()) {
            count += kind.equals("galleries") && gallery.location.equals(location) ? 1 : 0;
            for (OneDefinition definition : gallery.definitions.values()) {
                count += kind.equals("definitions") && definition.location.equals(location) ? 1 : 0;
                for (OneVersion version : definition.versions.values()) {
                    count += kind.equals("versions") && version.home.equals(location) ? 1 : 0;
                }
            }
        }
        return count;
    }

    Stream<OneGallery> galleries() {
        return subscriptions.values().stream().flatMap(inOne -> inOne.values().stream());
    }

    void eachDefinition(BiConsumer<OneGallery, OneDefinition> action) {
        galleries().forEach(gallery -> gallery.definitions.values().forEach(one -> action.accept(gallery, one)));
    }

    void eachVersion(BiConsumer<Place, OneVersion> action) {
        eachDefinition((gallery, definition) -> definition.versions.forEach((number, version) ->
                action.accept(gallery.place().definition(definition.name).version(number), version)));
    }

    /** Tells whether a version may not be deleted yet; one without an end has not reached it. */
    boolean isBlocked(OneVersion version) {
        return version.blocked && (version.end.isEmpty() || now.isBefore(version.end.get()));
    }

    /** Removes what is there. */
    void remove(Place place) {
        switch (place.kind()) {
            case "gallery" -> galleries(place).remove(Spelling.lower(place.gallery()));
            case "definition" ->
                gallery(place)
                        .orElseThrow()
                        .definitions
                        .remove(Spelling.lower(place.definition().orElseThrow()));
            default -> {
                OneDefinition definition = definition(place).orElseThrow();
                definition.versions.remove(place.version().orElseThrow());
                definition.comings.add(now + " " + place.version().orElseThrow() + " DELETED");
            }
        }
    }
}
