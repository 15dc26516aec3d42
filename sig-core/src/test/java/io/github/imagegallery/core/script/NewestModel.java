// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.core.script.Kept.OneDefinition;
import io.github.imagegallery.core.script.Kept.OneRegion;
import io.github.imagegallery.core.script.Kept.OneVersion;
import io.github.imagegallery.core.script.Step.ChangeVersion;
import io.github.imagegallery.core.script.Step.ReplicateNewest;
import io.github.imagegallery.core.script.Step.Target;
import io.github.imagegallery.model.StorageType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What having the newest versions everywhere ought to do. */
final class NewestModel {
    private final Kept kept;
    private final VersionModel versions;

    NewestModel(Kept kept, VersionModel versions) {
        this.kept = kept;
        this.versions = versions;
    }

    List<String> replicateNewest(ReplicateNewest asked) {
        Place place = asked.place();
        Wrongs wrongs = new Wrongs(kept, place);
        wrongs.targets(asked.targets());
        wrongs.when(asked.keep().orElse(1) < 1, "InvalidParameter keep");
        wrongs.when(Spelling.wellNamed(place) && !kept.exists(place), "ResourceNotFound definition");
        if (!wrongs.none()) {
            return wrongs.answer();
        }
        OneDefinition definition = kept.definition(place).orElseThrow();
        List<String> newest = newestFirst(definition).stream()
                .filter(number -> eligibleAtHome(definition.versions.get(number)))
                .limit(asked.keep().orElse(1))
                .toList();
        if (newest.isEmpty()) {
            return Collections.nCopies(Math.max(1, definition.versions.size()), "GalleryImageNotFound version");
        }
        List<ChangeVersion> changes = changes(asked, definition, newest);
        changes.forEach(change -> check(change, wrongs));
        if (wrongs.none()) {
            changes.forEach(versions::make);
        }
        return wrongs.answer();
    }

    private static List<String> newestFirst(OneDefinition definition) {
        List<String> numbers = new ArrayList<>(definition.versions.keySet());
        Collections.reverse(numbers);
        return numbers;
    }

    /** Says of which version something is wrong. */
    private void check(ChangeVersion change, Wrongs wrongs) {
        Wrongs own = new Wrongs(kept, change.place());
        versions.check(change, own);
        String number = change.place().version().orElseThrow();
        own.answer().forEach(fault -> wrongs.add(fault.replaceFirst(" ", " " + number + ", ")));
    }

    private List<ChangeVersion> changes(ReplicateNewest asked, OneDefinition definition, List<String> newest) {
        List<Target> wanted = asked.targets().isEmpty() ? everywhere(definition) : asked.targets();
        List<ChangeVersion> changes = new ArrayList<>();
        for (String number : newest) {
            List<Target> lacking = lacking(definition, definition.versions.get(number), wanted);
            changes.add(ChangeVersion.ofRegions(asked.place().version(number), lacking, List.of()));
        }
        String oldest = newest.get(newest.size() - 1);
        for (String number : definition.versions.headMap(oldest).keySet()) {
            List<String> needless = needless(definition, definition.versions.get(number), wanted, newest);
            changes.add(ChangeVersion.ofRegions(asked.place().version(number), List.of(), needless));
        }
        return changes;
    }

    private static List<Target> lacking(OneDefinition definition, OneVersion version, List<Target> wanted) {
        return wanted.stream()
                .map(target -> completed(target, version, definition))
                .filter(target -> !fulfilled(target, version))
                .toList();
    }

    /** Older ones are needed at home, and where every one of the newest is excluded. */
    private static List<String> needless(
            OneDefinition definition, OneVersion version, List<Target> wanted, List<String> newest) {
        List<String> needed = wanted.stream()
                .filter(target -> newest.stream().allMatch(number -> excluded(definition.versions.get(number), target)))
                .map(target -> Spelling.region(target.region()))
                .toList();
        return version.regions.keySet().stream()
                .filter(region -> !region.equals(version.home) && !needed.contains(region))
                .toList();
    }

    private boolean eligibleAtHome(OneVersion version) {
        return ModelView.obstacle(
                        version, version.home, kept.now(), kept.limits().classic())
                .isEmpty();
    }

    private static List<Target> everywhere(OneDefinition definition) {
        return definition.versions.values().stream()
                .flatMap(version -> version.regions.keySet().stream())
                .distinct()
                .map(Target::of)
                .toList();
    }

    /** What a target leaves open is as it is where there is most of it. */
    private static Target completed(Target target, OneVersion version, OneDefinition definition) {
        String region = Spelling.region(target.region());
        List<OneRegion> there = newestFirst(definition).stream()
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
        OneRegion present = version.regions.get(Spelling.region(target.region()));
        Optional<Boolean> there = present == null ? Optional.empty() : present.excluded;
        return target.excluded().or(() -> there).orElse(version.excluded);
    }
}
