// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.LatestResolution.Outcome;
import io.github.imagegallery.model.LatestResolution.PassedOver;
import io.github.imagegallery.model.LatestResolution.Reason;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which version is {@code latest} (domain, latest): the highest number among those that can be deployed
 * in the region now (at least one replica is available: the region was completed once, though more may have been asked for since), not
 * being deleted, not excluded, and not past their end of life where that stops a deployment. Pure functions.
 */
public final class LatestRule {
    private LatestRule() {}

    /** Resolves {@code latest} by the classic rules; see {@link #explain(Collection, RegionName, Instant, GalleryRules)}. */
    public static LatestResolution explain(Collection<ImageVersionInfo> versions, String region, Instant at) {
        return explain(versions, RegionName.of(region), at, GalleryRules.classic());
    }

    /**
     * Resolves {@code latest} in a region at an instant, with a reason for each version passed over.
     *
     * @param versions the versions of one definition, in any order
     */
    public static LatestResolution explain(
            Collection<ImageVersionInfo> versions, RegionName region, Instant at, GalleryRules rules) {
        List<PassedOver> passedOver = new ArrayList<>();
        List<ImageVersionInfo> newestFirst = versions.stream()
                .sorted(Comparator.comparing(ImageVersionInfo::number).reversed())
                .toList();
        for (ImageVersionInfo version : newestFirst) {
            Optional<PassedOver> ineligible = ineligible(version, region, at, rules);
            if (ineligible.isEmpty()) {
                return new LatestResolution(region, at, Outcome.CHOSEN, Optional.of(version), passedOver);
            }
            passedOver.add(ineligible.get());
        }
        return new LatestResolution(region, at, Outcome.NONE_ELIGIBLE, Optional.empty(), passedOver);
    }

    /** Returns why a version is not eligible as {@code latest} in a region at an instant, empty if it is. */
    public static Optional<PassedOver> ineligible(
            ImageVersionInfo version, RegionName region, Instant at, GalleryRules rules) {
        if (version.provisioningState() == ProvisioningState.DELETING) {
            return passedOver(version, Reason.DELETING, "it is being deleted");
        }
        Optional<RegionReplication> replicas = version.region(region);
        if (replicas.isEmpty()) {
            return passedOver(version, Reason.NOT_REPLICATED, "it is not replicated to " + region);
        }
        if (replicas.get().availableReplicas() == 0) {
            return passedOver(
                    version,
                    Reason.NOT_COMPLETED,
                    "its replication to " + region + " is " + replicas.get().state());
        }
        return excluded(version, replicas.get()).or(() -> pastEndOfLife(version, at, rules));
    }

    private static Optional<PassedOver> excluded(ImageVersionInfo version, RegionReplication replicas) {
        if (replicas.excludeFromLatest().isPresent()) {
            return replicas.excludeFromLatest().get()
                    ? passedOver(
                            version, Reason.EXCLUDED_IN_REGION, "it is excluded from latest in " + replicas.region())
                    : Optional.empty();
        }
        return version.excludeFromLatest()
                ? passedOver(version, Reason.EXCLUDED, "it is excluded from latest")
                : Optional.empty();
    }

    private static Optional<PassedOver> pastEndOfLife(ImageVersionInfo version, Instant at, GalleryRules rules) {
        return rules.endOfLifeBlocksDeployment() && EndOfLifeRule.hasPassed(version.endOfLifeDate(), at)
                ? passedOver(
                        version,
                        Reason.PAST_END_OF_LIFE,
                        "its end of life was "
                                + version.endOfLifeDate().map(Instant::toString).orElseThrow())
                : Optional.empty();
    }

    private static Optional<PassedOver> passedOver(ImageVersionInfo version, Reason reason, String explanation) {
        return Optional.of(new PassedOver(version.number(), reason, explanation));
    }
}
