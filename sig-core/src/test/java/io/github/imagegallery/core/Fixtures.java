// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;

/** A gallery "golden" in West Europe with a definition "web", ready for versions. */
final class Fixtures {
    private Fixtures() {}

    static ImageDefinition definition(ImageGalleries galleries) {
        Gallery golden = galleries.gallery("golden");
        golden.create().location("westeurope").commit();
        ImageDefinition web = golden.definition("web");
        web.create()
                .identifier("Contoso", "Finance", "Front-end")
                .linux()
                .generalized()
                .commit();
        return web;
    }
}
