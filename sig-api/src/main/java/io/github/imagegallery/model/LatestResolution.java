// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which version is {@code latest} in a region at an instant, and why (domain, latest).
 *
 * @param region where it was asked for
 * @param at the instant that it was asked for
 * @param outcome what came of it
 * @param chosen the version as it was at the instant; empty unless one was chosen
 * @param passedOver the versions that were not eligible, newest first, with the reason for each; those older than the
 *     chosen one are not among them
 */
public record LatestResolution(
        RegionName region,
        Instant at,
        Outcome outcome,
        Optional<ImageVersionInfo> chosen,
        List<PassedOver> passedOver) {

    public LatestResolution {
        passedOver = List.copyOf(passedOver);
    }

    /** What comes of asking for {@code latest}. */
    public enum Outcome {
        /** There is an eligible version. */
        CHOSEN,
        /** No version was eligible. */
        NONE_ELIGIBLE,
        /** The instant lies before the oldest record of the definition's history: nothing is known of it. */
        BEFORE_HISTORY
    }

    /** Returns that nothing is known of that instant. */
    public static LatestResolution beforeHistory(RegionName region, Instant at) {
        return new LatestResolution(region, at, Outcome.BEFORE_HISTORY, Optional.empty(), List.of());
    }

    /**
     * A version that is not eligible.
     *
     * @param version its number
     * @param reason why
     * @param explanation why, in a sentence
     */
    public record PassedOver(VersionNumber version, Reason reason, String explanation) {}

    /** Why a version is not eligible as {@code latest}. */
    public enum Reason {
        /** It is being deleted. */
        DELETING,
        /** It has no replicas in the region. */
        NOT_REPLICATED,
        /** None of its replicas in the region is available: the region was not completed yet. */
        NOT_COMPLETED,
        /** The region's own flag excludes it. */
        EXCLUDED_IN_REGION,
        /** The version's flag excludes it everywhere. */
        EXCLUDED,
        /** It is past its end of life. */
        PAST_END_OF_LIFE
    }
}
