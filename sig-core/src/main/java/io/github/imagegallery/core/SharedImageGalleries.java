// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.storage.GalleryStorage;
import java.util.Optional;

/** The one door to the engine. */
public final class SharedImageGalleries {
    private SharedImageGalleries() {}

    /** Opens the galleries of a storage with the default settings. Closing them closes the storage. */
    public static ImageGalleries open(GalleryStorage storage) {
        return open(storage, GallerySettings.defaults());
    }

    /** Opens the galleries of a storage. Closing them closes the storage. */
    public static ImageGalleries open(GalleryStorage storage, GallerySettings settings) {
        return new GalleriesHandle(new Caller(new Cloud(storage, settings, System::nanoTime), Optional.empty()));
    }
}
