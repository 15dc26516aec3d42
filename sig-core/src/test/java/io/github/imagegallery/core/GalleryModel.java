// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.Step.ChangeVersion;
import io.github.imagegallery.core.Step.DefinitionSaid;
import io.github.imagegallery.core.Step.End;
import io.github.imagegallery.core.Step.FromPictures;
import io.github.imagegallery.core.Step.FromVersion;
import io.github.imagegallery.core.Step.GallerySaid;
import io.github.imagegallery.core.Step.Publish;
import io.github.imagegallery.core.Step.ReplicateNewest;
import io.github.imagegallery.core.Step.Target;
import io.github.imagegallery.core.Step.Triple;
import io.github.imagegallery.core.View.DefinitionLine;
import io.github.imagegallery.core.View.DiskLine;
import io.github.imagegallery.core.View.GalleryLine;
import io.github.imagegallery.core.View.LatestLine;
import io.github.imagegallery.core.View.NextLine;
import io.github.imagegallery.core.View.RegionLine;
import io.github.imagegallery.core.View.UsageLine;
import io.github.imagegallery.core.View.VersionLine;
import io.github.imagegallery.model.IntRange;
import io.github.imagegallery.model.StorageType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * What the galleries ought to do, written from the rules with maps and loops and nothing of the library's own: an oracle
 * for scripts. A request that is refused is answered by {@code code target} for everything that is wrong with it, sorted.
 */
final class GalleryModel {
    private static final BigInteger LARGEST = BigInteger.valueOf(Integer.MAX_VALUE);

    /** Stands for the logical unit number of an OS disk. */
    private static final int OS_DISK = -1;

    private final Map<String, Integer> zonesOfRegions;
    private final SortedMap<String, SortedMap<String, OneGallery>> subscriptions = new TreeMap<>();
    private Limits limits;
    private Instant now;

    /** @param zonesOfRegions the regions that scripts name, and how many zones each has */
    GalleryModel(Map<String, Integer> zonesOfRegions, Limits limits, Instant now) {
        this.zonesOfRegions = zonesOfRegions;
        this.limits = limits;
        this.now = now;
    }

    void now(Instant instant) {
        now = instant;
    }

    void limits(Limits changed) {
        limits = changed;
    }

    private static final class OneGallery {
        String subscription = "";
        String name = "";
        String location = "";
        String group = "default";
        String description = "";
        String team = "";
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

    private static final class OneDefinition {
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
        final SortedMap<String, OneVersion> versions = new TreeMap<>(GalleryModel::compareNumbers);
        /** What was latest in each region, by the rules of either kind, when anything was done. */
        final SortedMap<Instant, Map<String, String>> past = new TreeMap<>();
        /** When which version came and went. */
        final List<String> comings = new ArrayList<>();
    }

    private static final class OneVersion {
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

    private static final class OneRegion {
        int count;
        String storage = "Standard_LRS";
        int zones;
        Optional<Boolean> excluded = Optional.empty();
    }

    // ---- what is there

    private SortedMap<String, OneGallery> galleries(Place place) {
        return subscriptions.computeIfAbsent(place.subscription(), id -> new TreeMap<>());
    }

    private Optional<OneGallery> gallery(Place place) {
        return Optional.ofNullable(galleries(place).get(lower(place.gallery())));
    }

    private Optional<OneDefinition> definition(Place place) {
        return gallery(place)
                .map(found -> found.definitions.get(lower(place.definition().orElseThrow())));
    }

    private Optional<OneVersion> version(Place place) {
        return definition(place).map(found -> found.versions.get(place.version().orElseThrow()));
    }

    private boolean exists(Place place) {
        return switch (place.kind()) {
            case "gallery" -> gallery(place).isPresent();
            case "definition" -> definition(place).isPresent();
            default -> version(place).isPresent();
        };
    }

    private long count(String kind, Place place, String location) {
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

    // ---- galleries

    List<String> create(Place place, GallerySaid said) {
        List<String> faults = nameFaults(place);
        faults.addAll(locationFaults(said.location()));
        addRequired(faults, "location", said.location());
        addGroupFault(faults, said);
        if (wellNamed(place) && exists(place)) {
            faults.add("ResourceAlreadyExists gallery");
        }
        said.location()
                .ifPresent(location -> addQuota(faults, place, "galleries", region(location), limits.galleries()));
        if (faults.isEmpty()) {
            OneGallery gallery = new OneGallery();
            gallery.subscription = place.subscription();
            gallery.name = place.gallery();
            gallery.location = region(said.location().orElseThrow());
            gallery.group = said.group().orElse(gallery.group);
            gallery.description = said.description().orElse("");
            gallery.team = said.team().orElse("");
            galleries(place).put(lower(place.gallery()), gallery);
        }
        return sorted(faults);
    }

    List<String> update(Place place, GallerySaid said) {
        List<String> faults = nameFaults(place);
        addGroupFault(faults, said);
        if (!wellNamed(place)) {
            return sorted(faults);
        }
        if (!exists(place)) {
            faults.add("ResourceNotFound gallery");
            return sorted(faults);
        }
        OneGallery gallery = gallery(place).orElseThrow();
        addChange(faults, "location", gallery.location, said.location().map(GalleryModel::region));
        addChange(faults, "resourceGroup", lower(gallery.group), said.group().map(GalleryModel::lower));
        if (limits.classic()) {
            addChange(faults, "tags", gallery.team, said.team());
        }
        if (faults.isEmpty()) {
            gallery.description = said.description().orElse(gallery.description);
            gallery.team = said.team().orElse(gallery.team);
        }
        return sorted(faults);
    }

    private static void addGroupFault(List<String> faults, GallerySaid said) {
        said.group().ifPresent(group -> addIf(faults, group.contains("/"), "InvalidParameter resourceGroup"));
    }

    // ---- definitions

    List<String> create(Place place, DefinitionSaid said) {
        List<String> faults = nameFaults(place);
        addSaidFaults(faults, said);
        faults.addAll(locationFaults(said.location()));
        addRequired(faults, "identifier", said.identifier());
        addRequired(faults, "osType", said.osType());
        addRequired(faults, "osState", said.osState());
        addEndFault(faults, said.end().flatMap(End::hour).map(Stage::hour), Optional.empty());
        if (wellNamed(place)) {
            if (gallery(place).isEmpty()) {
                faults.add("ParentResourceNotFound gallery");
            }
            if (exists(place)) {
                faults.add("ResourceAlreadyExists definition");
            }
            if (tripleOfAnother(place, said)) {
                faults.add("ResourceAlreadyExists identifier");
            }
        }
        Optional<OneGallery> parent = wellNamed(place) ? gallery(place) : Optional.empty();
        Optional<String> location =
                said.location().map(GalleryModel::region).or(() -> parent.map(gallery -> gallery.location));
        location.ifPresent(where -> addQuota(faults, place, "definitions", where, limits.definitions()));
        if (faults.isEmpty()) {
            OneDefinition definition = new OneDefinition();
            definition.name = place.definition().orElseThrow();
            definition.location = location.orElseThrow();
            definition.identifier = said.identifier().orElseThrow();
            definition.osType = said.osType().orElseThrow().toString();
            definition.osState = said.osState().orElseThrow().toString();
            definition.eula = said.eula().orElse("");
            describe(definition, said);
            parent.orElseThrow().definitions.put(lower(definition.name), definition);
        }
        return sorted(faults);
    }

    private boolean tripleOfAnother(Place place, DefinitionSaid said) {
        return said.identifier().isPresent()
                && gallery(place).isPresent()
                && gallery(place).orElseThrow().definitions.values().stream()
                        .anyMatch(other ->
                                same(other.identifier, said.identifier().get())
                                        && !lower(other.name)
                                                .equals(lower(place.definition().orElseThrow())));
    }

    private static void describe(OneDefinition definition, DefinitionSaid said) {
        definition.description = said.description().orElse(definition.description);
        definition.end = said.end().isPresent() ? said.end().get().hour().map(Stage::hour) : definition.end;
        definition.vcpus = said.vcpus().isPresent() ? said.vcpus() : definition.vcpus;
        definition.notes = said.notes().orElse(definition.notes);
    }

    List<String> update(Place place, DefinitionSaid said) {
        List<String> faults = nameFaults(place);
        addSaidFaults(faults, said);
        if (!wellNamed(place)) {
            return sorted(faults);
        }
        if (!exists(place)) {
            faults.add("ResourceNotFound definition");
            return sorted(faults);
        }
        OneDefinition definition = definition(place).orElseThrow();
        addChange(faults, "location", definition.location, said.location().map(GalleryModel::region));
        if (said.identifier().isPresent()
                && wellFormed(said.identifier().get())
                && !same(definition.identifier, said.identifier().get())) {
            faults.add("PropertyChangeNotAllowed identifier");
        }
        addChange(faults, "osType", definition.osType, said.osType().map(Object::toString));
        addChange(faults, "osState", definition.osState, said.osState().map(Object::toString));
        addChange(faults, "eula", definition.eula, said.eula());
        if (limits.classic()) {
            addChange(faults, "releaseNoteUri", definition.notes, said.notes());
        }
        addEndFault(faults, said.end().flatMap(End::hour).map(Stage::hour), definition.end);
        if (faults.isEmpty()) {
            describe(definition, said);
        }
        return sorted(faults);
    }

    private static void addSaidFaults(List<String> faults, DefinitionSaid said) {
        said.identifier().ifPresent(triple -> {
            addIf(faults, !wellFormed(triple.publisher(), 128), "InvalidParameter identifier.publisher");
            addIf(faults, !wellFormed(triple.offer(), 64), "InvalidParameter identifier.offer");
            addIf(faults, !wellFormed(triple.sku(), 64), "InvalidParameter identifier.sku");
        });
        said.vcpus()
                .ifPresent(range -> addIf(
                        faults, range.min() < 1 || range.min() > range.max(), "InvalidParameter recommendedVcpus"));
    }

    // ---- versions

    List<String> publish(Publish asked) {
        Place place = asked.place();
        List<String> faults = nameFaults(place);
        faults.addAll(locationFaults(asked.location()));
        asked.replicaCount().ifPresent(count -> addCountFault(faults, "replicaCount", count));
        addTargetFaults(faults, asked.targets());
        addEndFault(faults, asked.end().map(Stage::hour), Optional.empty());
        Optional<OneDefinition> parent = Optional.empty();
        if (wellNamed(place)) {
            parent = definition(place);
            if (gallery(place).isEmpty()) {
                faults.add("ParentResourceNotFound gallery");
            } else if (parent.isEmpty()) {
                faults.add("ParentResourceNotFound definition");
            }
            addIf(faults, version(place).isPresent(), "ResourceAlreadyExists version");
        }
        // without its definition it is not known where the version is
        Optional<String> home = parent.map(
                definition -> asked.location().map(GalleryModel::region).orElse(definition.location));
        List<Target> targets = asked.targets();
        if (targets.isEmpty()) {
            targets = home.stream()
                    .map(where -> new Target(where, Optional.empty(), Optional.empty(), Optional.empty()))
                    .toList();
        }
        if (home.isPresent()) {
            addIf(
                    faults,
                    targets.stream().noneMatch(target -> region(target.region()).equals(home.get())),
                    "InvalidParameter targetRegions");
            if (asked.shallow()) {
                addIf(faults, asked.replicaCount().orElse(1) != 1, "InvalidParameter replicaCount");
                asked.targets()
                        .forEach(target -> addShallowFault(
                                faults,
                                "InvalidParameter",
                                home.get(),
                                region(target.region()),
                                target.count().orElse(1)));
            }
        }
        SortedMap<Integer, Picture> disks = asked.origin() instanceof FromPictures pictures
                ? disks(pictures, faults)
                : disks((FromVersion) asked.origin(), place, parent, home, faults);
        home.ifPresent(where -> addQuota(faults, place, "versions", where, limits.versions()));
        if (faults.isEmpty()) {
            OneVersion version = new OneVersion();
            version.home = home.orElseThrow();
            version.published = now;
            version.excluded = asked.excluded().orElse(false);
            version.end = asked.end().map(Stage::hour);
            version.defaultCount = asked.replicaCount().orElse(1);
            version.shallow = asked.shallow();
            version.mayBeWithdrawn = asked.guard().mayBeWithdrawn().orElse(limits.classic());
            version.blocked = asked.guard().blocked().orElse(false);
            version.disks.putAll(disks);
            targets.forEach(target -> replicate(version, target));
            parent.orElseThrow().comings.add(now + " " + place.version().orElseThrow() + " CREATED");
            parent.orElseThrow().versions.put(place.version().orElseThrow(), version);
        }
        return sorted(faults);
    }

    private static SortedMap<Integer, Picture> disks(FromPictures origin, List<String> faults) {
        SortedMap<Integer, Picture> disks = new TreeMap<>(Map.of(OS_DISK, origin.osDisk()));
        origin.dataDisk().ifPresent(disk -> disks.put(FromPictures.LUN, disk));
        addIf(
                faults,
                origin.dataDisk().equals(Optional.of(origin.osDisk())),
                "InvalidParameter dataDisk " + FromPictures.LUN);
        return disks;
    }

    /** A version must be available where the new one is at home, and be of the same kind. */
    private SortedMap<Integer, Picture> disks(
            FromVersion origin,
            Place target,
            Optional<OneDefinition> definition,
            Optional<String> home,
            List<String> faults) {
        Place source = origin.source();
        faults.addAll(nameFaults(source));
        if (source.subscription().equals(target.subscription())
                && source.toString().equalsIgnoreCase(target.toString())) {
            faults.add("InvalidParameter source");
            return new TreeMap<>();
        }
        if (!wellNamed(source) || !wellNamed(target)) {
            return new TreeMap<>();
        }
        if (!exists(source)) {
            faults.add("ResourceNotFound version");
            return new TreeMap<>();
        }
        OneDefinition kind = definition(source).orElseThrow();
        OneVersion version = version(source).orElseThrow();
        if (definition.isPresent()) {
            addIf(faults, !version.regions.containsKey(home.orElseThrow()), "GalleryImageNotFound source.region");
            addIf(faults, !kind.osType.equals(definition.get().osType), "InvalidParameter source.osType");
            addIf(faults, !kind.osState.equals(definition.get().osState), "InvalidParameter source.osState");
        }
        return version.disks;
    }

    private void replicate(OneVersion version, Target target) {
        OneRegion region = version.regions.get(region(target.region()));
        if (region == null) {
            region = new OneRegion();
            region.count = version.defaultCount;
            region.storage = target.storage().map(Object::toString).orElse(region.storage);
            region.zones = region.storage.equals("Standard_ZRS") ? zonesOfRegions.get(region(target.region())) : 0;
            version.regions.put(region(target.region()), region);
        }
        region.count = target.count().orElse(region.count);
        region.excluded = target.excluded().isPresent() ? target.excluded() : region.excluded;
    }

    List<String> change(ChangeVersion asked) {
        Place place = asked.place();
        List<String> faults = nameFaults(place);
        addTargetFaults(faults, asked.targets());
        for (String region : asked.withdrawn()) {
            addIf(faults, unknown(region), "InvalidParameter withdraw");
        }
        for (String region : asked.flags().keySet()) {
            addIf(faults, unknown(region), "InvalidParameter excludeFromLatest");
        }
        if (!wellNamed(place)) {
            return sorted(faults);
        }
        if (!exists(place)) {
            faults.add("ResourceNotFound version");
            return sorted(faults);
        }
        OneVersion version = version(place).orElseThrow();
        faults.addAll(faults(version, asked));
        if (faults.isEmpty()) {
            apply(version, asked);
        }
        return sorted(faults);
    }

    /** Returns what is wrong with a change of a version that there is, beside what is wrong with any. */
    private List<String> faults(OneVersion version, ChangeVersion asked) {
        List<String> faults = new ArrayList<>();
        addEndFault(faults, asked.end().flatMap(End::hour).map(Stage::hour), version.end);
        for (Target target : asked.targets()) {
            addIf(
                    faults,
                    !version.regions.containsKey(region(target.region()))
                            && target.count().isEmpty()
                            && version.defaultCount > limits.replicas(),
                    "InvalidParameter " + region(target.region()) + ".replicaCount");
        }
        // where a region is named twice, the last one is held against what there is
        Map<String, Target> targets = new HashMap<>();
        asked.targets().forEach(target -> targets.put(region(target.region()), target));
        targets.forEach((region, target) -> {
            if (version.regions.containsKey(region)) {
                addChange(
                        faults,
                        region + ".storageType",
                        version.regions.get(region).storage,
                        target.storage().map(Object::toString));
            }
            if (version.shallow) {
                int count = target.count().filter(given -> given > 0).orElse(1);
                addShallowFault(faults, "OperationNotAllowed", version.home, region, count);
            }
        });
        if (limits.classic()) {
            addChange(
                    faults,
                    "allowDeletionOfReplicatedLocations",
                    "" + version.mayBeWithdrawn,
                    asked.guard().mayBeWithdrawn().map(String::valueOf));
            addChange(
                    faults,
                    "blockDeletionBeforeEndOfLife",
                    "" + version.blocked,
                    asked.guard().blocked().map(String::valueOf));
        }
        addWithdrawalFaults(faults, version, asked);
        for (String region : asked.flags().keySet()) {
            boolean named = asked.targets().stream()
                    .anyMatch(target -> region(target.region()).equals(region(region)));
            boolean stays = version.regions.containsKey(region(region))
                    && asked.withdrawn().stream().noneMatch(gone -> region(gone).equals(region(region)));
            addIf(faults, !unknown(region) && !named && !stays, "InvalidParameter excludeFromLatest");
        }
        return faults;
    }

    private void apply(OneVersion version, ChangeVersion asked) {
        asked.targets().forEach(target -> replicate(version, target));
        asked.withdrawn().forEach(region -> version.regions.remove(region(region)));
        asked.flags().forEach((region, flag) -> version.regions.get(region(region)).excluded = Optional.of(flag));
        version.excluded = asked.excluded().orElse(version.excluded);
        version.mayBeWithdrawn = asked.guard().mayBeWithdrawn().orElse(version.mayBeWithdrawn);
        version.blocked = asked.guard().blocked().orElse(version.blocked);
        version.end = asked.end().isPresent() ? asked.end().get().hour().map(Stage::hour) : version.end;
    }

    /** A shallow version is in its home only, with one replica. */
    private static void addShallowFault(List<String> faults, String code, String home, String region, int count) {
        if (!region.equals(home)) {
            faults.add(code + " targetRegions");
        } else {
            addIf(faults, count != 1, code + " " + region + ".replicaCount");
        }
    }

    private void addWithdrawalFaults(List<String> faults, OneVersion version, ChangeVersion asked) {
        for (String region : asked.withdrawn()) {
            if (unknown(region)) {
                continue;
            }
            if (region(region).equals(version.home) || !version.regions.containsKey(region(region))) {
                faults.add("InvalidParameter withdraw");
            } else {
                boolean allowed = asked.guard().mayBeWithdrawn().orElse(version.mayBeWithdrawn);
                addIf(faults, !allowed, "OperationNotAllowed withdraw");
            }
        }
    }

    // ---- the newest everywhere

    List<String> replicateNewest(ReplicateNewest asked) {
        Place place = asked.place();
        List<String> faults = nameFaults(place);
        addTargetFaults(faults, asked.targets());
        addIf(faults, asked.keep().orElse(1) < 1, "InvalidParameter keep");
        addIf(faults, wellNamed(place) && !exists(place), "ResourceNotFound definition");
        if (!faults.isEmpty()) {
            return sorted(faults);
        }
        OneDefinition definition = definition(place).orElseThrow();
        List<String> newestFirst = new ArrayList<>(definition.versions.keySet());
        Collections.reverse(newestFirst);
        List<String> newest = newestFirst.stream()
                .filter(number -> eligibleAtHome(definition.versions.get(number)))
                .limit(asked.keep().orElse(1))
                .toList();
        if (newest.isEmpty()) {
            return Collections.nCopies(Math.max(1, newestFirst.size()), "GalleryImageNotFound version");
        }
        List<Target> wanted = asked.targets().isEmpty() ? everywhere(definition) : asked.targets();
        List<ChangeVersion> changes = new ArrayList<>();
        for (String number : newest) {
            OneVersion version = definition.versions.get(number);
            List<Target> lacking = wanted.stream()
                    .map(target -> completed(target, version, definition, newestFirst))
                    .filter(target -> !fulfilled(target, version))
                    .toList();
            changes.add(ChangeVersion.ofRegions(place.version(number), lacking, List.of()));
        }
        String oldest = newest.get(newest.size() - 1);
        for (String number : definition.versions.headMap(oldest).keySet()) {
            OneVersion version = definition.versions.get(number);
            List<String> needless = version.regions.keySet().stream()
                    .filter(region -> !region.equals(version.home))
                    .filter(region -> wanted.stream()
                            .noneMatch(target -> region(target.region()).equals(region)
                                    && newest.stream().allMatch(one -> excluded(definition.versions.get(one), target))))
                    .toList();
            changes.add(ChangeVersion.ofRegions(place.version(number), List.of(), needless));
        }
        for (ChangeVersion change : changes) {
            List<String> wrong = new ArrayList<>();
            addTargetFaults(wrong, change.targets());
            wrong.addAll(faults(version(change.place()).orElseThrow(), change));
            String number = change.place().version().orElseThrow();
            wrong.forEach(fault -> faults.add(fault.replaceFirst(" ", " " + number + ", ")));
        }
        if (faults.isEmpty()) {
            changes.forEach(change -> apply(version(change.place()).orElseThrow(), change));
        }
        return sorted(faults);
    }

    private boolean eligibleAtHome(OneVersion version) {
        return obstacle(version, version.home, now, limits.classic()).isEmpty();
    }

    private static List<Target> everywhere(OneDefinition definition) {
        return definition.versions.values().stream()
                .flatMap(version -> version.regions.keySet().stream())
                .distinct()
                .map(region -> new Target(region, Optional.empty(), Optional.empty(), Optional.empty()))
                .toList();
    }

    /** What a target leaves open is as it is where there is most of it. */
    private static Target completed(
            Target target, OneVersion version, OneDefinition definition, List<String> newestFirst) {
        String region = region(target.region());
        List<OneRegion> there = newestFirst.stream()
                .map(number -> definition.versions.get(number).regions.get(region))
                .filter(Objects::nonNull)
                .toList();
        Optional<Integer> most = there.stream().map(one -> one.count).max(Integer::compare);
        Optional<StorageType> newest = version.regions.containsKey(region)
                ? Optional.empty()
                : there.stream().findFirst().map(one -> StorageType.parse(one.storage));
        return new Target(
                region, target.count().or(() -> most), target.storage().or(() -> newest), target.excluded());
    }

    private static boolean fulfilled(Target target, OneVersion version) {
        OneRegion present = version.regions.get(target.region());
        return present != null
                && target.count().orElse(present.count) == present.count
                && target.storage()
                        .map(Object::toString)
                        .orElse(present.storage)
                        .equals(present.storage)
                && target.excluded().or(() -> present.excluded).equals(present.excluded);
    }

    private static boolean excluded(OneVersion version, Target target) {
        OneRegion present = version.regions.get(region(target.region()));
        Optional<Boolean> there = present == null ? Optional.empty() : present.excluded;
        return target.excluded().or(() -> there).orElse(version.excluded);
    }

    // ---- all of them

    List<String> delete(Place place) {
        List<String> faults = read(place);
        if (faults.isEmpty()) {
            boolean children = switch (place.kind()) {
                case "gallery" -> !gallery(place).orElseThrow().definitions.isEmpty();
                case "definition" -> !definition(place).orElseThrow().versions.isEmpty();
                default -> false;
            };
            addIf(faults, children, "CannotDeleteResource " + place.kind());
            addIf(
                    faults,
                    place.kind().equals("version") && blocked(version(place).orElseThrow()),
                    "DeleteGalleryImageVersionBlockedBeforeEndOfLife version");
        }
        if (faults.isEmpty()) {
            switch (place.kind()) {
                case "gallery" -> galleries(place).remove(lower(place.gallery()));
                case "definition" ->
                    gallery(place)
                            .orElseThrow()
                            .definitions
                            .remove(lower(place.definition().orElseThrow()));
                default -> {
                    OneDefinition definition = definition(place).orElseThrow();
                    definition.versions.remove(place.version().orElseThrow());
                    definition.comings.add(now + " " + place.version().orElseThrow() + " DELETED");
                }
            }
        }
        return faults;
    }

    /** A version without an end has not reached it. */
    private boolean blocked(OneVersion version) {
        return version.blocked && (version.end.isEmpty() || now.isBefore(version.end.get()));
    }

    List<String> read(Place place) {
        List<String> faults = nameFaults(place);
        addIf(faults, faults.isEmpty() && !exists(place), "ResourceNotFound " + place.kind());
        return sorted(faults);
    }

    // ---- what is wrong

    private static List<String> nameFaults(Place place) {
        List<String> faults = new ArrayList<>();
        addIf(faults, !wellNamed(place.gallery(), "_."), "InvalidParameter gallery name");
        place.definition()
                .ifPresent(name -> addIf(faults, !wellNamed(name, "_.-"), "InvalidParameter definition name"));
        place.version().ifPresent(number -> addIf(faults, !wellNumbered(number), "InvalidParameter version"));
        return faults;
    }

    private static boolean wellNamed(Place place) {
        return nameFaults(place).isEmpty();
    }

    private static boolean wellNamed(String name, String others) {
        if (name.isEmpty() || name.length() > 80) {
            return false;
        }
        for (char letter : name.toCharArray()) {
            if (!alphanumeric(letter) && others.indexOf(letter) < 0) {
                return false;
            }
        }
        return alphanumeric(name.charAt(0)) && alphanumeric(name.charAt(name.length() - 1));
    }

    private static boolean alphanumeric(char letter) {
        return letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z' || letter >= '0' && letter <= '9';
    }

    private static boolean wellNumbered(String number) {
        String[] parts = number.split("\\.", -1);
        for (String part : parts) {
            boolean digits = !part.isEmpty() && part.chars().allMatch(letter -> letter >= '0' && letter <= '9');
            if (!digits || part.length() > 1 && part.charAt(0) == '0' || new BigInteger(part).compareTo(LARGEST) > 0) {
                return false;
            }
        }
        return parts.length == 3;
    }

    private static int compareNumbers(String one, String other) {
        String[] ones = one.split("\\.");
        String[] others = other.split("\\.");
        for (int part = 0; part < 3; part++) {
            int order = new BigInteger(ones[part]).compareTo(new BigInteger(others[part]));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static boolean wellFormed(Triple triple) {
        return wellFormed(triple.publisher(), 128) && wellFormed(triple.offer(), 64) && wellFormed(triple.sku(), 64);
    }

    private static boolean wellFormed(String part, int longest) {
        return !part.isEmpty()
                && part.length() <= longest
                && part.chars().allMatch(letter -> alphanumeric((char) letter) || "._-".indexOf(letter) >= 0)
                && !part.endsWith(".");
    }

    private static boolean same(Triple one, Triple other) {
        return one.toString().equalsIgnoreCase(other.toString());
    }

    private boolean unknown(String region) {
        return !zonesOfRegions.containsKey(region(region));
    }

    private List<String> locationFaults(Optional<String> location) {
        return location.filter(this::unknown)
                .map(unknown -> List.of("InvalidParameter location"))
                .orElse(List.of());
    }

    private void addTargetFaults(List<String> faults, List<Target> targets) {
        Set<String> seen = new HashSet<>();
        for (Target target : targets) {
            String region = region(target.region());
            addIf(faults, !seen.add(region) || unknown(region), "InvalidParameter targetRegions");
            target.count().ifPresent(count -> addCountFault(faults, region + ".replicaCount", count));
            addIf(
                    faults,
                    target.storage().toString().contains("ZRS") && zonesOfRegions.getOrDefault(region, 1) == 0,
                    "InvalidParameter " + region + ".storageType");
        }
    }

    private void addCountFault(List<String> faults, String target, int count) {
        addIf(faults, count < 1 || count > limits.replicas(), "InvalidParameter " + target);
    }

    /** An end of life that is restated may have passed. */
    private void addEndFault(List<String> faults, Optional<Instant> end, Optional<Instant> present) {
        addIf(
                faults,
                end.isPresent() && !end.equals(present) && !now.isBefore(end.get()),
                "InvalidParameter endOfLifeDate");
    }

    private static void addRequired(List<String> faults, String target, Optional<?> value) {
        addIf(faults, value.isEmpty(), "InvalidParameter " + target);
    }

    private static void addChange(List<String> faults, String target, String present, Optional<String> asked) {
        addIf(faults, asked.isPresent() && !asked.get().equals(present), "PropertyChangeNotAllowed " + target);
    }

    /** Only what is otherwise right takes a place, and so can find none. */
    private void addQuota(List<String> faults, Place place, String kind, String location, int limit) {
        addIf(faults, faults.isEmpty() && count(kind, place, location) >= limit, "QuotaExceeded " + kind);
    }

    private static void addIf(List<String> faults, boolean wrong, String fault) {
        if (wrong) {
            faults.add(fault);
        }
    }

    private static List<String> sorted(Collection<String> faults) {
        return new ArrayList<>(faults.stream().sorted().toList());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** "East US" and "eastus" are one region. */
    private static String region(String text) {
        return lower(text.replace(" ", ""));
    }

    // ---- what can be seen

    private Stream<OneGallery> galleries() {
        return subscriptions.values().stream().flatMap(inOne -> inOne.values().stream());
    }

    private void eachDefinition(BiConsumer<OneGallery, OneDefinition> action) {
        galleries().forEach(gallery -> gallery.definitions.values().forEach(one -> action.accept(gallery, one)));
    }

    private void eachVersion(BiConsumer<Place, OneVersion> action) {
        eachDefinition((gallery, definition) -> definition.versions.forEach((number, version) ->
                action.accept(gallery.place().definition(definition.name).version(number), version)));
    }

    View view(List<String> subscriptions, List<String> regions) {
        List<String> lines = new ArrayList<>();
        subscriptions.forEach(subscription -> lines.addAll(usage(subscription)));
        galleries().forEach(gallery -> {
            lines.add(new GalleryLine(
                            gallery.id(),
                            gallery.location,
                            said(gallery.description),
                            gallery.team.isEmpty() ? Map.of() : Map.of("team", gallery.team))
                    .toString());
            gallery.definitions.values().forEach(one -> lines.addAll(lines(gallery.id(one), one, regions)));
        });
        return new View(lines);
    }

    /** Of each kind, what is used where there is any. */
    private List<String> usage(String subscription) {
        Map<String, Integer> most = new LinkedHashMap<>();
        most.put("galleries", limits.galleries());
        most.put("definitions", limits.definitions());
        most.put("versions", limits.versions());
        List<String> lines = new ArrayList<>();
        most.forEach((kind, limit) -> zonesOfRegions.keySet().stream().sorted().forEach(location -> {
            long used = count(kind, Place.of(subscription, ""), location);
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
        regions.forEach(region -> lines.add(latest(id, definition, region, now, limits.classic())));
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
        return patch.compareTo(LARGEST) > 0 ? "InvalidParameter" : highest[0] + "." + highest[1] + "." + patch;
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

    private static Optional<String> obstacle(OneVersion version, String name, Instant at, boolean classic) {
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

    // ---- what it costs

    static final BigDecimal LRS = new BigDecimal("0.05");
    static final BigDecimal LRS_EASTUS = new BigDecimal("0.07");
    static final BigDecimal ZRS = new BigDecimal("0.11");
    static final BigDecimal PREMIUM = new BigDecimal("0.13");
    static final BigDecimal EGRESS = new BigDecimal("0.017");
    static final BigDecimal EGRESS_EASTUS = new BigDecimal("0.019");
    private static final BigDecimal GB = BigDecimal.valueOf(1 << 30);

    /**
     * What all that there is costs.
     *
     * @param monthly for every month
     * @param sent for each version in each region but its home, what it cost to send it there
     */
    record Bill(BigDecimal monthly, Map<String, BigDecimal> sent) {
        /** Returns what was sent since then. */
        BigDecimal onceSince(Bill before) {
            BigDecimal once = BigDecimal.ZERO;
            for (Map.Entry<String, BigDecimal> one : sent.entrySet()) {
                once = before.sent.containsKey(one.getKey()) ? once : once.add(one.getValue());
            }
            return once;
        }
    }

    Bill bill() {
        List<BigDecimal> monthly = new ArrayList<>();
        Map<String, BigDecimal> sent = new HashMap<>();
        eachVersion((place, version) -> {
            long bytes =
                    version.disks.values().stream().mapToLong(Picture::occupied).sum();
            BigDecimal size = BigDecimal.valueOf(bytes).divide(GB);
            version.regions.forEach((name, region) -> {
                monthly.add(size.multiply(price(name, region.storage)).multiply(BigDecimal.valueOf(region.count)));
                if (!name.equals(version.home)) {
                    sent.put(place + name, size.multiply(version.home.equals("eastus") ? EGRESS_EASTUS : EGRESS));
                }
            });
        });
        return new Bill(monthly.stream().reduce(BigDecimal.ZERO, BigDecimal::add), sent);
    }

    private static BigDecimal price(String region, String storage) {
        return switch (storage) {
            case "Standard_ZRS" -> ZRS;
            case "Premium_LRS" -> PREMIUM;
            default -> region.equals("eastus") ? LRS_EASTUS : LRS;
        };
    }

    // ---- what was to be seen

    /** Remembers what is latest now. */
    void remember(List<String> regions) {
        eachDefinition((gallery, definition) -> {
            Map<String, String> answers = definition.past.computeIfAbsent(now, at -> new HashMap<>());
            for (String region : regions) {
                answers.put(region + true, latest(gallery.id(definition), definition, region, now, true));
                answers.put(region + false, latest(gallery.id(definition), definition, region, now, false));
            }
        });
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
            if (at.isAfter(now)) {
                return GalleryModel.latest(id, definition, region, at, limits.classic());
            }
            return definition.past.containsKey(at)
                    ? definition.past.get(at).get(region + limits.classic())
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
        eachDefinition((gallery, definition) ->
                all.put(gallery.place().definition(definition.name), new Past(gallery.id(definition), definition)));
        return all;
    }

    private static Optional<String> said(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Returns the versions that may not be deleted yet. */
    List<Place> blocked() {
        List<Place> all = new ArrayList<>();
        eachVersion((place, version) -> {
            if (blocked(version)) {
                all.add(place);
            }
        });
        return all;
    }

    /** A disk of a version, as it should be in a region; there is no LUN of an OS disk. */
    record DiskInRegion(Place place, String region, Optional<Integer> lun, Picture picture) {}

    /** Returns every disk in every region. */
    List<DiskInRegion> disks() {
        List<DiskInRegion> all = new ArrayList<>();
        eachVersion((place, version) ->
                version.regions.forEach((region, replicas) -> version.disks.forEach((lun, picture) -> all.add(
                        new DiskInRegion(place, region, Optional.of(lun).filter(given -> given >= 0), picture)))));
        return all;
    }
}
