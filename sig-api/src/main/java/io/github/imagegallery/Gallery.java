// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import java.util.List;

/** The address of a gallery, whether it exists or not. Safe for use by many threads. */
public interface Gallery {

    /** Returns the name, as it was given. */
    String name();

    /** Starts the creation of this gallery. */
    GalleryChange create();

    /** Starts a change of this gallery; only the description may change. */
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
     * Lists the definitions, in the order of their names.
     *
     * @throws io.github.imagegallery.error.ResourceNotFoundException if the gallery does not exist
     */
    List<ImageDefinitionInfo> definitions();
}
