// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ProvisioningState;
import java.time.Instant;
import java.util.Optional;

/** Whether a version may be deleted (domain, Deleting and end of life). Pure functions. */
public final class DeletionRule {
    private DeletionRule() {}

    /**
     * Returns that a version's safety profile does not let it be deleted yet, empty if it may be deleted. A version without
     * an end of life has not reached it. One whose publication was cut off, or failed before its home was completed, may
     * always be deleted.
     */
    public static Optional<Violation> check(ImageVersionInfo version, Instant now) {
        boolean free = !version.safetyProfile().blockDeletionBeforeEndOfLife()
                || neverThere(version)
                || version.endOfLifeDate().filter(end -> !now.isBefore(end)).isPresent();
        return free ? Optional.empty() : Optional.of(blocked(version, now));
    }

    /** Tells whether a version could never be deployed: its publication was cut off, or failed, before it was at home. */
    private static boolean neverThere(ImageVersionInfo version) {
        return version.publishedDate().isEmpty()
                && (version.provisioningState() == ProvisioningState.CREATING
                        || version.provisioningState() == ProvisioningState.FAILED);
    }

    private static Violation blocked(ImageVersionInfo version, Instant now) {
        return new Violation(
                ErrorCode.DELETION_BLOCKED_BEFORE_END_OF_LIFE,
                "version",
                version.id().path(),
                "it may not be deleted before its end of life, "
                        + version.endOfLifeDate()
                                .map(end -> "which is " + end + "; it is " + now + " now")
                                .orElse("and it has none"),
                (version.endOfLifeDate().isPresent() ? "wait for that" : "set an end of life and wait for it")
                        + ", or lift the block (blockDeletionBeforeEndOfLife) where the rules allow that");
    }
}
