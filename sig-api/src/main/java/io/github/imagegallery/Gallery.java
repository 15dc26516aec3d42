// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageIdentifier;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LifecyclePolicy;

/** The address of a gallery, whether it exists or not. Safe for use by many threads. */
public interface Gallery extends Shareable {

    /** Returns the name, as it was given. */
    String name();

    /** Starts the creation of this gallery. */
    GalleryChange create();

    /** Starts a change of this gallery: of its description, and of what else the rules let be changed. */
    GalleryChange update();

    /** Starts the deletion of this gallery, which must have no definitions. Its commit returns what was deleted. */
    PendingChange<GalleryInfo> delete();

    /**
     * Reads this gallery.
     *
     * @throws io.github.imagegallery.error.ResourceNotFoundException if it does not exist
     */
    GalleryInfo info();

    /** Returns the handle of a definition in this gallery. */
    ImageDefinition definition(String name);

    /**
     * Finds the definition that has an identifier, whatever the case of its letters.
     *
     * @throws io.github.imagegallery.error.ResourceNotFoundException if there is none in this gallery
     */
    ImageDefinition definition(ImageIdentifier identifier);

    /**
     * Finds a version by its URN.
     *
     * @param urn {@code publisher:offer:sku:version}; the version may be {@code latest}
     * @param region the region that {@code latest} is resolved for
     * @throws io.github.imagegallery.error.InvalidParameterException if the URN is malformed
     * @throws io.github.imagegallery.error.ResourceNotFoundException if there is no such definition or version
     * @throws io.github.imagegallery.error.GalleryImageNotFoundException if no version is eligible as latest there
     */
    ImageVersionInfo find(String urn, String region);

    /**
     * Lists the definitions, in the order of their names. Reading them throws a
     * {@link io.github.imagegallery.error.ResourceNotFoundException} if the gallery does not exist.
     */
    Listing<ImageDefinitionInfo> definitions();

    /**
     * Starts what a policy does to all definitions of this gallery that it is for, in the order of their names: look at its plan,
     * then commit.
     */
    LifecycleChange lifecycle(LifecyclePolicy policy);
}
