// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The newest versions everywhere, older ones at home only (domain, Replication). Pure functions. */
public final class NewestRule {
    private NewestRule() {}

    /**
     * What is to be done to one version.
     *
     * @param version its number
     * @param replicate the regions that it gets, or gets more of; only those in which something is missing
     * @param withdraw the regions that it loses, never its home
     */
    public record Placement(VersionNumber version, List<TargetRegion> replicate, List<RegionName> withdraw) {
        public Placement {
            replicate = List.copyOf(replicate);
            withdraw = List.copyOf(withdraw);
        }

        private boolean isEmpty() {
            return replicate.isEmpty() && withdraw.isEmpty();
        }
    }

    /**
     * Returns the newest versions, the newest first: those of the highest numbers that are eligible as {@code latest} at
     * their homes.
     *
     * @param versions the versions of one definition, in any order
     * @param most how many to return at most
     */
    public static List<ImageVersionInfo> newest(
            Collection<ImageVersionInfo> versions, int most, Instant at, GalleryRules rules) {
        return newestFirst(versions).stream()
                .filter(version -> LatestRule.ineligible(version, version.location(), at, rules)
                        .isEmpty())
                .limit(most)
                .toList();
    }

    private static List<ImageVersionInfo> newestFirst(Collection<ImageVersionInfo> versions) {
        return versions.stream()
                .sorted(Comparator.comparing(ImageVersionInfo::number).reversed())
                .toList();
    }

    /**
     * Decides which versions get and lose which regions, so that the newest are in all regions that are wanted, and those older
     * than all of them at their homes only. Versions between and above the newest are left as they are; so are older ones
     * that are not available at home, and those in a wanted region in which every one of the newest is excluded from
     * {@code latest}. Where nothing is to be done, nothing is returned.
     *
     * @param versions the versions of one definition, in any order
     * @param wanted the regions in which the newest are wanted, each once; if there are none, every region that a version has.
     *     A region that names no count gets the highest that a version has there
     * @param most how many of the newest are wanted there, at least 1
     * @return first the newest, then the older ones; of both the highest numbers first
     */
    public static List<Placement> place(
            Collection<ImageVersionInfo> versions,
            Collection<TargetRegion> wanted,
            int most,
            Instant at,
            GalleryRules rules) {
        List<ImageVersionInfo> newest = newest(versions, most, at, rules);
        if (newest.isEmpty()) {
            return List.of();
        }
        Wishes wishes = new Wishes(newestFirst(versions), wanted.isEmpty() ? everywhere(versions) : wanted);
        List<Placement> placements = new ArrayList<>();
        newest.forEach(version -> placements.add(new Placement(version.number(), wishes.lacking(version), List.of())));
        VersionNumber oldest = newest.get(newest.size() - 1).number();
        wishes.newestFirst().stream()
                .filter(version -> version.number().compareTo(oldest) < 0)
                .map(version -> new Placement(version.number(), List.of(), wishes.needless(version, newest)))
                .forEach(placements::add);
        return placements.stream().filter(placement -> !placement.isEmpty()).toList();
    }

    private static List<TargetRegion> everywhere(Collection<ImageVersionInfo> versions) {
        return versions.stream()
                .flatMap(version -> version.regions().stream())
                .map(RegionReplication::region)
                .distinct()
                .sorted()
                .map(TargetRegion::of)
                .toList();
    }

    /**
     * Where the newest are wanted.
     *
     * @param newestFirst all versions
     * @param wanted the regions
     */
    private record Wishes(List<ImageVersionInfo> newestFirst, Collection<TargetRegion> wanted) {

        /** Returns what one of the newest lacks of what is wanted. */
        List<TargetRegion> lacking(ImageVersionInfo version) {
            return wanted.stream()
                    .map(target -> complete(target, version.region(target.region())))
                    .filter(target -> version.region(target.region())
                            .filter(present -> fulfils(present, target))
                            .isEmpty())
                    .toList();
        }

        /** Adds what a target leaves open: it is as it is where there is most of it already. */
        private TargetRegion complete(TargetRegion target, Optional<RegionReplication> present) {
            TargetRegion counted = target.replicaCount().isPresent()
                    ? target
                    : highestCount(target.region()).stream()
                            .mapToObj(target::replicas)
                            .findFirst()
                            .orElse(target);
            return present.isPresent() || target.storageType().isPresent()
                    ? counted
                    : newestStorage(target.region()).map(counted::storage).orElse(counted);
        }

        private OptionalInt highestCount(RegionName region) {
            return newestFirst.stream()
                    .flatMap(version -> version.region(region).stream())
                    .mapToInt(RegionReplication::replicaCount)
                    .max();
        }

        private Optional<StorageType> newestStorage(RegionName region) {
            return newestFirst.stream()
                    .flatMap(version -> version.region(region).stream())
                    .map(RegionReplication::storageType)
                    .findFirst();
        }

        private static boolean fulfils(RegionReplication present, TargetRegion target) {
            return present.state() == ReplicationState.COMPLETED
                    && target.replicaCount().orElse(present.replicaCount()) == present.replicaCount()
                    && target.storageType().orElse(present.storageType()) == present.storageType()
                    && target.excludeFromLatest().or(present::excludeFromLatest).equals(present.excludeFromLatest());
        }

        /** Returns the regions that an older version need not be in. */
        List<RegionName> needless(ImageVersionInfo version, List<ImageVersionInfo> newest) {
            if (available(version, version.location()).isEmpty()) {
                return List.of();
            }
            return version.regions().stream()
                    .map(RegionReplication::region)
                    .filter(region -> !region.equals(version.location()))
                    .filter(region -> wanted(region)
                            .filter(target -> newest.stream().allMatch(one -> excluded(one, target)))
                            .isEmpty())
                    .toList();
        }

        private Optional<TargetRegion> wanted(RegionName region) {
            return wanted.stream()
                    .filter(target -> target.region().equals(region))
                    .findFirst();
        }
    }

    private static Optional<RegionReplication> available(ImageVersionInfo version, RegionName region) {
        return version.region(region).filter(present -> present.availableReplicas() > 0);
    }

    /** Tells whether a version is passed over in a region when it has there what is wanted. */
    private static boolean excluded(ImageVersionInfo version, TargetRegion target) {
        return target.excludeFromLatest()
                .or(() -> version.region(target.region()).flatMap(RegionReplication::excludeFromLatest))
                .orElse(version.excludeFromLatest());
    }
}
