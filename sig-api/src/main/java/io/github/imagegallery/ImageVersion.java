// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.TargetRegion;
import java.nio.file.Path;

/** The address of an image version, whether it exists or not. Safe for use by many threads. */
public interface ImageVersion extends Shareable {

    /** Returns the number, as it was given. */
    String number();

    /** Starts the publication of this version from the image in a file, whose format is found by its content. */
    VersionPublication publish(Path image);

    /** Starts the publication of this version from a virtual machine, a managed image, or disks. */
    VersionPublication publish(ImageSource source);

    /**
     * Starts the publication of this version from another version, of any definition of these galleries. The source must
     * fit this version's definition, and be available in this version's home region. Its data disks come along. Within one
     * subscription, bytes that are there already are not copied; from another one they are read once, every block checked
     * against its digest, and stored like a disk image.
     *
     * @throws IllegalArgumentException if the source is not a handle of these galleries
     */
    VersionPublication publish(ImageVersion source);

    /**
     * Starts a change of this version: its regions and counts, exclusion from latest, end of life and
     * safety profile may change, as far as the rules allow it.
     */
    VersionChange update();

    /** Starts a change of this version that adds a region or resizes it; more may be added to it. */
    VersionChange replicate(String region, int replicas);

    /** Starts a change of this version that adds a region or resizes it; more may be added to it. */
    VersionChange replicate(TargetRegion target);

    /** Starts a change of this version that drops a region; more may be added to it. */
    VersionChange withdraw(String region);

    /**
     * Starts the deletion of this version, whatever state it is in. Its commit returns what was deleted; name and limit
     * are free at once. Only its safety profile may stand against it: then the commit throws a
     * {@link io.github.imagegallery.error.DeletionBlockedException} before its end of life.
     */
    PricedChange<ImageVersionInfo> delete();

    /**
     * Reads this version.
     *
     * @throws io.github.imagegallery.error.ResourceNotFoundException if it does not exist
     */
    ImageVersionInfo info();

    /**
     * Opens the OS disk as it is in a region.
     *
     * @throws io.github.imagegallery.error.GalleryImageNotFoundException if no replica of the version is available there
     */
    DiskChannel open(String region);

    /**
     * Opens a data disk as it is in a region.
     *
     * @param lun its logical unit number
     * @throws io.github.imagegallery.error.GalleryImageNotFoundException if no replica of the version is available there
     */
    DiskChannel open(String region, int lun);

    /** Starts an export of a disk from a region into a file. */
    DiskExport export(String region);

    /**
     * Starts the plan of a deployment from this version, even if it is excluded from latest.
     *
     * @param region where the machines are created
     */
    DeploymentRequest deploy(String region);

    /**
     * Estimates what this version costs as it is: what is stored is billed, so replicas that are still to be made are not
     * (domain, Billing estimates). What completing them costs, {@code update().estimate(prices)} says.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the book lacks a price that is needed
     */
    CostEstimate estimate(PriceBook prices);
}
