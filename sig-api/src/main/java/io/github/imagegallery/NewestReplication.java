// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionOutcome;
import java.util.List;

/**
 * The newest versions of a definition in many regions, the older ones at home only: a change that is about to be made. Which
 * versions get and lose which regions is decided by {@link io.github.imagegallery.policy.NewestRule}.
 *
 * <p>The newest are the versions of the highest numbers that are eligible as {@code latest} at their homes now. Newer ones
 * that are not, such as candidates that are excluded, are left as they are. Older versions are withdrawn only after the newest
 * are completed in all their regions, so that {@code latest} has no gap. A region whose replicas cannot be made leaves
 * the older versions where they are: when the others are done, the commit throws a
 * {@link io.github.imagegallery.error.ReplicationFailedException} that names it. Committing again resumes.
 *
 * <p>All versions are looked at before anything is done: one that may not lose a region is reported then, together with all
 * others. The commit returns the outcomes of the versions that it changed, the newest first; none if there was nothing to do.
 */
public interface NewestReplication extends LongChange<List<VersionOutcome>> {

    /**
     * Adds a region in which the newest versions are wanted. Without any they are wanted in every region that a version of
     * the definition has. A region that names no count gets the highest that a version has there.
     */
    NewestReplication replicate(TargetRegion target);

    /** Adds a region in which the newest versions are wanted, with that many replicas. */
    default NewestReplication replicate(String region, int replicas) {
        return replicate(TargetRegion.of(region).replicas(replicas));
    }

    /** Adds a region in which the newest versions are wanted, with as many replicas as a version has there at most. */
    default NewestReplication replicate(String region) {
        return replicate(TargetRegion.of(region));
    }

    /** Sets how many of the newest versions are to be there, from 1; 1 by default. */
    NewestReplication keep(int newest);

    /** Sets who is told of the progress; the last one set is told. */
    NewestReplication onProgress(ProgressListener listener);
}
