// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.TargetRegion;
import java.time.Instant;

/**
 * What may be said of a version both when it is published and later.
 *
 * @param <S> the pending change itself
 */
public interface VersionSettings<S> {

    /** Adds a target region. Each is named once; that, and all else of it, is checked by the commit. */
    S replicate(TargetRegion target);

    /** Adds a target region with that many replicas. */
    default S replicate(String region, int replicas) {
        return replicate(TargetRegion.of(region).replicas(replicas));
    }

    /**
     * Adds a target region with as many replicas as it has; if it has none, with the version's default number.
     */
    default S replicate(String region) {
        return replicate(TargetRegion.of(region));
    }

    /** Sets whether the version is passed over when {@code latest} is resolved; a region's own flag goes before. */
    S excludeFromLatest(boolean exclude);

    /** Sets the instant after which the version is past its life; it must be in the future. */
    S endOfLife(Instant date);

    /**
     * Sets whether a region to which the version is replicated may be dropped; the rules say what is so by default, and
     * whether it may be changed later.
     */
    S allowDeletionOfReplicatedLocations(boolean allow);

    /**
     * Sets whether the version may not be deleted before its end of life; by default it may. The rules say whether that may
     * be changed later.
     */
    S blockDeletionBeforeEndOfLife(boolean block);

    /** Sets who is told of the progress; the last one set is told. */
    S onProgress(ProgressListener listener);
}
