// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.core.script.Kept.OneDefinition;
import io.github.imagegallery.core.script.Kept.OneRegion;
import io.github.imagegallery.core.script.Kept.OneVersion;
import io.github.imagegallery.core.script.Step.ChangeVersion;
import io.github.imagegallery.core.script.Step.End;
import io.github.imagegallery.core.script.Step.FromPictures;
import io.github.imagegallery.core.script.Step.FromVersion;
import io.github.imagegallery.core.script.Step.Guard;
import io.github.imagegallery.core.script.Step.Publish;
import io.github.imagegallery.core.script.Step.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What versions ought to do: being published, copied and changed. */
final class VersionModel {
    private final Kept kept;

    VersionModel(Kept kept) {
        this.kept = kept;
    }

    List<String> publish(Publish asked) {
        Place place = asked.place();
        Wrongs wrongs = new Wrongs(kept, place);
        wrongs.location(asked.location());
        asked.replicaCount().ifPresent(count -> wrongs.count("replicaCount", count));
        wrongs.targets(asked.targets());
        wrongs.end(asked.end().map(Stage::hour), Optional.empty());
        Optional<OneDefinition> parent = parent(place, wrongs);
        // without its definition it is not known where the version is
        Optional<String> home =
                parent.map(definition -> asked.location().map(Spelling::region).orElse(definition.location));
        home.ifPresent(where -> checkHome(asked, where, wrongs));
        SortedMap<Integer, Picture> disks = asked.origin() instanceof FromPictures pictures
                ? disks(pictures, wrongs)
                : disks((FromVersion) asked.origin(), place, parent, home, wrongs);
        home.ifPresent(
                where -> wrongs.quota(place, "versions", where, kept.limits().versions()));
        if (wrongs.none()) {
            OneVersion version = created(asked, home.orElseThrow());
            version.disks.putAll(disks);
            parent.orElseThrow().comings.add(kept.now() + " " + place.version().orElseThrow() + " CREATED");
            parent.orElseThrow().versions.put(place.version().orElseThrow(), version);
        }
        return wrongs.answer();
    }

    private Optional<OneDefinition> parent(Place place, Wrongs wrongs) {
        if (!Spelling.wellNamed(place)) {
            return Optional.empty();
        }
        Optional<OneDefinition> parent = kept.definition(place);
        boolean nowhere = kept.gallery(place).isEmpty();
        wrongs.when(nowhere, "ParentResourceNotFound gallery");
        wrongs.when(!nowhere && parent.isEmpty(), "ParentResourceNotFound definition");
        wrongs.when(kept.version(place).isPresent(), "ResourceAlreadyExists version");
        return parent;
    }

    private static void checkHome(Publish asked, String home, Wrongs wrongs) {
        boolean there = asked.targets().isEmpty()
                || asked.targets().stream()
                        .anyMatch(target -> Spelling.region(target.region()).equals(home));
        wrongs.when(!there, "InvalidParameter targetRegions");
        if (asked.shallow()) {
            wrongs.when(asked.replicaCount().orElse(1) != 1, "InvalidParameter replicaCount");
            asked.targets().forEach(target -> checkShallow("InvalidParameter", home, target, wrongs));
        }
    }

    /** A shallow version is in its home only, with one replica. */
    private static void checkShallow(String code, String home, Target target, Wrongs wrongs) {
        String region = Spelling.region(target.region());
        wrongs.when(!region.equals(home), code + " targetRegions");
        wrongs.when(region.equals(home) && target.count().orElse(1) != 1, code + " " + region + ".replicaCount");
    }

    private OneVersion created(Publish asked, String home) {
        OneVersion version = new OneVersion();
        version.home = home;
        version.published = kept.now();
        version.excluded = asked.excluded().orElse(false);
        version.end = asked.end().map(Stage::hour);
        version.defaultCount = asked.replicaCount().orElse(1);
        version.shallow = asked.shallow();
        version.mayBeWithdrawn =
                asked.guard().mayBeWithdrawn().orElse(kept.limits().classic());
        version.blocked = asked.guard().blocked().orElse(false);
        List<Target> targets = asked.targets().isEmpty() ? List.of(Target.of(home)) : asked.targets();
        targets.forEach(target -> replicate(version, target));
        return version;
    }

    private static SortedMap<Integer, Picture> disks(FromPictures origin, Wrongs wrongs) {
        SortedMap<Integer, Picture> disks = new TreeMap<>(Map.of(Kept.OS_DISK, origin.osDisk()));
        origin.dataDisk().ifPresent(disk -> disks.put(FromPictures.LUN, disk));
        wrongs.when(
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
            Wrongs wrongs) {
        Place source = origin.source();
        wrongs.addAll(Spelling.nameFaults(source));
        boolean itself = source.subscription().equals(target.subscription())
                && source.toString().equalsIgnoreCase(target.toString());
        wrongs.when(itself, "InvalidParameter source");
        boolean looked = !itself && Spelling.wellNamed(source) && Spelling.wellNamed(target);
        wrongs.when(looked && !kept.exists(source), "ResourceNotFound version");
        if (!looked || !kept.exists(source)) {
            return new TreeMap<>();
        }
        OneDefinition kind = kept.definition(source).orElseThrow();
        OneVersion version = kept.version(source).orElseThrow();
        if (definition.isPresent()) {
            wrongs.when(!version.regions.containsKey(home.orElseThrow()), "GalleryImageNotFound source.region");
            wrongs.when(!kind.osType.equals(definition.get().osType), "InvalidParameter source.osType");
            wrongs.when(!kind.osState.equals(definition.get().osState), "InvalidParameter source.osState");
        }
        return version.disks;
    }

    private void replicate(OneVersion version, Target target) {
        String name = Spelling.region(target.region());
        OneRegion region = version.regions.computeIfAbsent(name, added -> {
            OneRegion made = new OneRegion();
            made.count = version.defaultCount;
            made.storage = target.storage().map(Object::toString).orElse(made.storage);
            made.zones = made.storage.equals("Standard_ZRS") ? kept.zones(added).orElseThrow() : 0;
            return made;
        });
        region.count = target.count().orElse(region.count);
        region.excluded = target.excluded().isPresent() ? target.excluded() : region.excluded;
    }

    List<String> change(ChangeVersion asked) {
        Wrongs wrongs = new Wrongs(kept, asked.place());
        asked.withdrawn().forEach(region -> wrongs.when(kept.unknown(region), "InvalidParameter withdraw"));
        asked.flags()
                .forEach((region, flag) -> wrongs.when(kept.unknown(region), "InvalidParameter excludeFromLatest"));
        if (!Spelling.wellNamed(asked.place()) || !kept.exists(asked.place())) {
            wrongs.targets(asked.targets());
            wrongs.when(Spelling.wellNamed(asked.place()), "ResourceNotFound version");
            return wrongs.answer();
        }
        check(asked, wrongs);
        if (wrongs.none()) {
            make(asked);
        }
        return wrongs.answer();
    }

    /** Notes what is wrong with a change of a version that there is, apart from regions that are unknown. */
    void check(ChangeVersion asked, Wrongs wrongs) {
        OneVersion version = kept.version(asked.place()).orElseThrow();
        wrongs.targets(asked.targets());
        wrongs.end(asked.end().flatMap(End::hour).map(Stage::hour), version.end);
        checkTargets(asked, version, wrongs);
        checkGuard(asked.guard(), version, wrongs);
        checkWithdrawal(asked, version, wrongs);
        asked.flags().keySet().stream()
                .filter(region -> !kept.unknown(region))
                .forEach(region -> wrongs.when(!hasThen(version, asked, region), "InvalidParameter excludeFromLatest"));
    }

    private void checkTargets(ChangeVersion asked, OneVersion version, Wrongs wrongs) {
        // where a region is named twice, the last one is held against what there is
        Map<String, Target> last = new HashMap<>();
        for (Target target : asked.targets()) {
            String region = Spelling.region(target.region());
            last.put(region, target);
            boolean byDefault =
                    !version.regions.containsKey(region) && target.count().isEmpty();
            wrongs.when(
                    byDefault && version.defaultCount > kept.limits().replicas(),
                    "InvalidParameter " + region + ".replicaCount");
        }
        last.forEach((region, target) -> {
            if (version.regions.containsKey(region)) {
                String storage = version.regions.get(region).storage;
                wrongs.changed(
                        region + ".storageType", storage, target.storage().map(Object::toString));
            }
            if (version.shallow) {
                checkShallow("OperationNotAllowed", version.home, target.atLeastOne(), wrongs);
            }
        });
    }

    private void checkGuard(Guard guard, OneVersion version, Wrongs wrongs) {
        if (kept.limits().classic()) {
            wrongs.changed(
                    "allowDeletionOfReplicatedLocations",
                    "" + version.mayBeWithdrawn,
                    guard.mayBeWithdrawn().map(String::valueOf));
            wrongs.changed(
                    "blockDeletionBeforeEndOfLife",
                    "" + version.blocked,
                    guard.blocked().map(String::valueOf));
        }
    }

    private void checkWithdrawal(ChangeVersion asked, OneVersion version, Wrongs wrongs) {
        boolean allowed = asked.guard().mayBeWithdrawn().orElse(version.mayBeWithdrawn);
        for (String name : asked.withdrawn()) {
            String region = Spelling.region(name);
            if (!kept.unknown(region)) {
                boolean possible = version.regions.containsKey(region) && !region.equals(version.home);
                wrongs.when(!possible, "InvalidParameter withdraw");
                wrongs.when(possible && !allowed, "OperationNotAllowed withdraw");
            }
        }
    }

    /** Tells whether a version has a region when the change is made. */
    private static boolean hasThen(OneVersion version, ChangeVersion asked, String name) {
        String region = Spelling.region(name);
        boolean named = asked.targets().stream()
                .map(Target::region)
                .map(Spelling::region)
                .anyMatch(region::equals);
        boolean gone = asked.withdrawn().stream().map(Spelling::region).anyMatch(region::equals);
        return named || version.regions.containsKey(region) && !gone;
    }

    /** Makes a change that nothing is wrong with. */
    void make(ChangeVersion asked) {
        OneVersion version = kept.version(asked.place()).orElseThrow();
        asked.targets().forEach(target -> replicate(version, target));
        asked.withdrawn().forEach(region -> version.regions.remove(Spelling.region(region)));
        asked.flags()
                .forEach((region, flag) -> version.regions.get(Spelling.region(region)).excluded = Optional.of(flag));
        version.excluded = asked.excluded().orElse(version.excluded);
        version.mayBeWithdrawn = asked.guard().mayBeWithdrawn().orElse(version.mayBeWithdrawn);
        version.blocked = asked.guard().blocked().orElse(version.blocked);
        version.end = asked.end().isPresent() ? asked.end().get().hour().map(Stage::hour) : version.end;
    }
}
