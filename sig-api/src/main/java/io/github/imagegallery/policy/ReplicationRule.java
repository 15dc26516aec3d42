// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.Region;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationMode;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.TargetRegion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where and how often a version may be replicated (domain, Image version and Replication). Pure functions. */
public final class ReplicationRule {
    private ReplicationRule() {}

    /**
     * Returns everything that is wrong with a list of target regions: unknown and repeated regions, counts out of range,
     * zone redundancy where there are no zones.
     */
    public static List<Violation> checkTargets(
            Collection<TargetRegion> targets, RegionCatalog catalog, GalleryRules rules) {
        List<Violation> violations = new ArrayList<>();
        Set<RegionName> seen = new HashSet<>();
        for (TargetRegion target : targets) {
            if (seen.add(target.region())) {
                RegionRule.check("targetRegions", target.region(), catalog).ifPresent(violations::add);
            } else {
                violations.add(Violation.invalid(
                        "targetRegions", target.region(), "it is named more than once", "name each region once"));
            }
            target.replicaCount()
                    .flatMap(count -> checkCount(target.region() + ".replicaCount", count, rules))
                    .ifPresent(violations::add);
            checkZones(target, catalog).ifPresent(violations::add);
        }
        return violations;
    }

    /** Returns that the home region is not among the targets, empty if it is. */
    public static Optional<Violation> checkHome(RegionName home, Collection<TargetRegion> targets) {
        if (targets.stream().anyMatch(target -> target.region().equals(home))) {
            return Optional.empty();
        }
        return Optional.of(Violation.invalid(
                "targetRegions",
                targets.stream().map(target -> target.region().toString()).toList(),
                "the version's home region " + home + " is not among them",
                "add " + home + " to the target regions, or publish with another location"));
    }

    /** Returns that a number of replicas is out of range, empty if it is not. */
    public static Optional<Violation> checkCount(String target, int count, GalleryRules rules) {
        int most = rules.maxReplicasPerRegion();
        if (count >= 1 && count <= most) {
            return Optional.empty();
        }
        return Optional.of(Violation.invalid(
                target,
                count,
                "a version has 1 to " + most + " replicas in a region",
                count < 1 ? "ask for at least 1, or withdraw the region" : "ask for at most " + most));
    }

    private static Optional<Violation> checkZones(TargetRegion target, RegionCatalog catalog) {
        boolean zonesMissing = target.storageType().equals(Optional.of(StorageType.STANDARD_ZRS))
                && catalog.find(target.region()).map(Region::zones).equals(Optional.of(0));
        return zonesMissing
                ? Optional.of(Violation.invalid(
                        target.region() + ".storageType",
                        StorageType.STANDARD_ZRS,
                        "the region has no availability zones",
                        "use Standard_LRS or Premium_LRS there"))
                : Optional.empty();
    }

    /** Returns that a region's storage type would change, which it never does; empty if it would not. */
    public static Optional<Violation> checkStorage(RegionReplication present, TargetRegion target) {
        return target.storageType()
                .filter(type -> type != present.storageType())
                .map(type -> new Violation(
                        ErrorCode.PROPERTY_CHANGE_NOT_ALLOWED,
                        present.region() + ".storageType",
                        type.toString(),
                        "the region has " + present.storageType() + ", which never changes",
                        "withdraw the region and replicate to it anew"));
    }

    /**
     * Returns everything of a publication that goes beyond its mode: in the mode Shallow a version is in its home region only,
     * with one replica.
     *
     * @param defaultCount how many replicas a region has that names no number of its own
     */
    public static List<Violation> checkMode(
            ReplicationMode mode, RegionName home, int defaultCount, Collection<TargetRegion> targets) {
        if (mode == ReplicationMode.FULL) {
            return List.of();
        }
        List<Violation> violations = new ArrayList<>();
        if (defaultCount != 1) {
            violations.add(beyond(ErrorCode.INVALID_PARAMETER, "replicaCount", defaultCount));
        }
        targets.forEach(target -> checkShallow(
                        ErrorCode.INVALID_PARAMETER,
                        home,
                        target.region(),
                        target.replicaCount().orElse(1))
                .ifPresent(violations::add));
        return violations;
    }

    /** Returns everything of a version, as it is about to be, that goes beyond its mode. */
    public static List<Violation> checkMode(ImageVersionInfo version) {
        if (version.replicationMode() == ReplicationMode.FULL) {
            return List.of();
        }
        return version.regions().stream()
                .map(region -> checkShallow(
                        ErrorCode.OPERATION_NOT_ALLOWED, version.location(), region.region(), region.replicaCount()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Violation> checkShallow(ErrorCode code, RegionName home, RegionName region, int count) {
        if (!region.equals(home)) {
            return Optional.of(beyond(code, "targetRegions", region));
        }
        return count == 1 ? Optional.empty() : Optional.of(beyond(code, region + ".replicaCount", count));
    }

    private static Violation beyond(ErrorCode code, String target, Object asked) {
        return new Violation(
                code,
                target,
                asked.toString(),
                "the version's replication mode is " + ReplicationMode.SHALLOW
                        + ": it is in its home region only, with one replica",
                "leave it out, or publish a version in the mode " + ReplicationMode.FULL);
    }

    /** Returns that no replica of a version is available in a region, empty if there is one. */
    public static Optional<Violation> checkAvailable(ImageVersionInfo version, RegionName region) {
        Optional<RegionReplication> replicas = version.region(region);
        if (replicas.map(RegionReplication::availableReplicas).orElse(0) > 0) {
            return Optional.empty();
        }
        return Optional.of(new Violation(
                ErrorCode.GALLERY_IMAGE_NOT_FOUND,
                "region",
                region.toString(),
                replicas.map(found -> "its replication there is " + found.state())
                        .orElse("it is replicated to "
                                + version.regions().stream()
                                        .map(RegionReplication::region)
                                        .toList()),
                version.disks().isEmpty()
                        ? "repeat its publication to finish it"
                        : "replicate it there first, or name one of its completed regions"));
    }

    /**
     * Returns that a region of a version may not be dropped, empty if it may.
     *
     * @param version the version as it is about to be: a safety profile that is set at the same time counts
     */
    public static Optional<Violation> checkWithdrawal(ImageVersionInfo version, RegionName region, GalleryRules rules) {
        if (region.equals(version.location())) {
            return Optional.of(Violation.invalid(
                    "withdraw", region, "it is the version's home region", "delete the version, or keep the region"));
        }
        if (version.safetyProfile().allowDeletionOfReplicatedLocations()) {
            return Optional.empty();
        }
        return Optional.of(new Violation(
                ErrorCode.OPERATION_NOT_ALLOWED,
                "withdraw",
                region.toString(),
                "the version's safety profile does not allow dropping a region to which it is replicated",
                rules.updatesBeyondClassic()
                        ? "allow it in the profile (allowDeletionOfReplicatedLocations), or keep the region"
                        : "keep the region, or publish another version that allows it"));
    }

    /**
     * Returns the replicas that a target asks for: completed if the region has them all, else replicating. What the region
     * has stays available.
     *
     * @param defaultCount the version's count for regions that name none
     * @param present what the region has already, empty if nothing; what the target leaves open stays as it is
     * @param catalog says how many zones the region has
     */
    public static RegionReplication resolve(
            TargetRegion target, int defaultCount, Optional<RegionReplication> present, RegionCatalog catalog) {
        int count = target.replicaCount()
                .or(() -> present.map(RegionReplication::replicaCount))
                .orElse(defaultCount);
        int available = Math.min(
                count, present.map(RegionReplication::availableReplicas).orElse(0));
        StorageType storageType = target.storageType()
                .or(() -> present.map(RegionReplication::storageType))
                .orElse(StorageType.STANDARD_LRS);
        return RegionReplication.builder()
                .region(target.region())
                .replicaCount(count)
                .storageType(storageType)
                .zones(present.map(RegionReplication::zones).orElseGet(() -> zones(target, storageType, catalog)))
                .excludeFromLatest(
                        target.excludeFromLatest().or(() -> present.flatMap(RegionReplication::excludeFromLatest)))
                .state(available == count ? ReplicationState.COMPLETED : ReplicationState.REPLICATING)
                .availableReplicas(available)
                .build();
    }

    private static int zones(TargetRegion target, StorageType storageType, RegionCatalog catalog) {
        return storageType == StorageType.STANDARD_ZRS
                ? catalog.find(target.region()).map(Region::zones).orElse(0)
                : 0;
    }
}
