// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.VersionOutcome;

/**
 * A version that is about to be changed. Regions are merged with those that it has; a region that is not named stays as
 * it is. A change that was cut off is resumed by committing it again: what had arrived is not copied again.
 *
 * <p>A region whose replicas cannot be made does not stop the others: when they are done, the commit throws a
 * {@link io.github.imagegallery.error.ReplicationFailedException} that names it, and committing again resumes.
 */
public interface VersionChange extends LongChange<VersionOutcome>, VersionSettings<VersionChange> {

    /** Drops a region. The home region cannot be dropped. */
    VersionChange withdraw(String region);

    /**
     * Sets whether the version is passed over when {@code latest} is resolved in a region that it has, whatever its own
     * flag says. Nothing is copied for it.
     */
    VersionChange excludeFromLatest(String region, boolean exclude);

    /** Takes a region's own flag for {@code latest} away: the version's counts there again. Nothing is copied for it. */
    VersionChange noLatestFlag(String region);

    /** Takes the end of life away. */
    VersionChange noEndOfLife();
}
