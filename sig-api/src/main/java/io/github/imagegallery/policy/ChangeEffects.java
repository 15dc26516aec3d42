// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ChangePlan.LatestChange;
import io.github.imagegallery.model.ChangePlan.Undeployable;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a change of the versions of a definition means for those who deploy them (domain, latest and Deployment). Pure
 * functions.
 */
public final class ChangeEffects {
    private ChangeEffects() {}

    /** Returns a version as it is when all its replicas are made. */
    public static ImageVersionInfo completed(ImageVersionInfo version) {
        List<RegionReplication> regions =
                version.regions().stream().map(ChangeEffects::completed).toList();
        return ImageVersionInfo.builder()
                .from(version)
                .provisioningState(ProvisioningRule.state(true, regions))
                .replicationStatus(ProvisioningRule.replicationStatus(regions))
                .regions(regions)
                .build();
    }

    private static RegionReplication completed(RegionReplication region) {
        return RegionReplication.builder()
                .from(region)
                .state(ReplicationState.COMPLETED)
                .availableReplicas(region.replicaCount())
                .progressPercent(100)
                .details(Optional.empty())
                .build();
    }

    /**
     * Returns where another version becomes {@code latest}, in the order of the regions.
     *
     * @param definition the definition
     * @param before its versions as they are, in any order
     * @param after its versions as they shall be, in any order
     */
    public static List<LatestChange> latest(
            ResourceId definition,
            Collection<ImageVersionInfo> before,
            Collection<ImageVersionInfo> after,
            Instant at,
            GalleryRules rules) {
        SortedSet<RegionName> regions = new TreeSet<>();
        Stream.concat(before.stream(), after.stream())
                .flatMap(version -> version.regions().stream())
                .map(RegionReplication::region)
                .forEach(regions::add);
        return regions.stream()
                .map(region -> new LatestChange(
                        definition, region, latest(before, region, at, rules), latest(after, region, at, rules)))
                .filter(change -> !change.before().equals(change.after()))
                .toList();
    }

    private static Optional<VersionNumber> latest(
            Collection<ImageVersionInfo> versions, RegionName region, Instant at, GalleryRules rules) {
        return LatestRule.explain(versions, region, at, rules).chosen().map(ImageVersionInfo::number);
    }

    /**
     * Returns what can be deployed as it is, and not as it shall be: versions that are deleted, and regions that they are
     * withdrawn from. In the order of the versions given, and of their regions.
     *
     * @param before versions as they are, each once
     * @param after those of them that are left as they shall be, in any order; there may be others among them
     */
    public static List<Undeployable> undeployable(
            Collection<ImageVersionInfo> before, Collection<ImageVersionInfo> after, Instant at, GalleryRules rules) {
        Map<ResourceId, ImageVersionInfo> left = after.stream()
                .collect(Collectors.toMap(ImageVersionInfo::id, Function.identity(), (one, other) -> one));
        List<Undeployable> lost = new ArrayList<>();
        for (ImageVersionInfo version : before) {
            Optional<ImageVersionInfo> changed = Optional.ofNullable(left.get(version.id()));
            for (RegionReplication region : version.regions()) {
                if (isDeployable(version, region.region(), at, rules)) {
                    whyNot(changed, region.region(), at, rules)
                            .map(reason -> new Undeployable(version.id(), region.region(), Optional.empty(), reason))
                            .ifPresent(lost::add);
                }
            }
        }
        return lost;
    }

    private static boolean isDeployable(ImageVersionInfo version, RegionName region, Instant at, GalleryRules rules) {
        return whyNot(Optional.of(version), region, at, rules).isEmpty();
    }

    private static Optional<String> whyNot(
            Optional<ImageVersionInfo> version, RegionName region, Instant at, GalleryRules rules) {
        if (version.isEmpty()) {
            return Optional.of("it is deleted");
        }
        return ReplicationRule.checkAvailable(version.get(), region)
                .or(() ->
                        DeploymentRule.check(version.get(), at, rules).stream().findFirst())
                .map(Violation::actual);
    }

    /**
     * Returns which deployments a change of a definition disallows: those of its versions, where they can be deployed, on
     * kinds of OS disks that it allows as it is and not as it shall be.
     *
     * @param versions its versions
     */
    public static List<Undeployable> disallowed(
            ImageDefinitionInfo before,
            ImageDefinitionInfo after,
            Collection<ImageVersionInfo> versions,
            Instant at,
            GalleryRules rules) {
        Set<DiskType> types = EnumSet.noneOf(DiskType.class);
        types.addAll(after.disallowedDiskTypes());
        types.removeAll(before.disallowedDiskTypes());
        List<Undeployable> lost = new ArrayList<>();
        for (ImageVersionInfo version : versions) {
            for (RegionReplication region : version.regions()) {
                if (isDeployable(version, region.region(), at, rules)) {
                    types.forEach(type -> lost.add(new Undeployable(
                            version.id(),
                            region.region(),
                            Optional.of(type),
                            "the definition disallows it for OS disks")));
                }
            }
        }
        return lost;
    }

    /**
     * Returns the last instant at which the versions are what they are by themselves: the next end of life of one of them.
     * Empty if none is to come.
     */
    public static Optional<Instant> until(Collection<ImageVersionInfo> versions, Instant at) {
        return versions.stream()
                .flatMap(version -> version.endOfLifeDate().stream())
                .filter(date -> !EndOfLifeRule.hasPassed(Optional.of(date), at))
                .min(Instant::compareTo);
    }
}
