// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.VersionOutcome;
import java.nio.file.Path;

/**
 * A version that is about to be published. Its commit stores the disks at the home region, then makes the replicas; the
 * version can be deployed in a region as soon as that region is completed. A publication that was cut off is resumed by
 * committing the same one again: what had arrived is not stored again.
 *
 * <p>A region whose replicas cannot be made does not stop the others: when they are done, the commit throws a
 * {@link io.github.imagegallery.error.ReplicationFailedException} that names it, and committing again resumes.
 *
 * <p>An estimate reads the disks once, to measure what they occupy, and tells of its progress.
 */
public interface VersionPublication extends LongChange<VersionOutcome>, VersionSettings<VersionPublication> {

    /**
     * Adds a data disk from a file, whose format is found by its content.
     *
     * @throws IllegalStateException if the source is another version, or has a disk of that number already
     */
    VersionPublication dataDisk(int lun, Path image);

    /**
     * Adds a data disk.
     *
     * @throws IllegalStateException if the source is another version, or has a disk of that number already
     */
    VersionPublication dataDisk(int lun, DiskSource source);

    /** Sets the home region; the definition's location by default. If there are target regions, it is one of them. */
    VersionPublication location(String region);

    /** Sets how many replicas a target region has that names no number of its own; 1 by default. */
    VersionPublication replicaCount(int replicas);

    /**
     * Says that the version stays in its home region, with one replica, for good: a publication that names other regions or
     * more replicas is refused, and so is replicating it later.
     */
    VersionPublication shallow();

    /**
     * Names the version whose blocks are not stored again; the definition's newest by default. It is of the same subscription,
     * of any definition, and its bytes are all at home. A copy of a version of the same subscription takes over that one's blocks, whatever is
     * named here; and a publication that was cut off goes on upon what it was begun upon.
     *
     * @throws IllegalArgumentException if it is not a version of these galleries
     */
    VersionPublication basedOn(ImageVersion earlier);
}
