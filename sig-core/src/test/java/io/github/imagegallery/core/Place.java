// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import java.util.Optional;

/** The names by which a script calls a gallery, a definition or a version: perhaps ill-formed, perhaps of nothing. */
record Place(String gallery, Optional<String> definition, Optional<String> version) {

    static Place of(String gallery) {
        return new Place(gallery, Optional.empty(), Optional.empty());
    }

    static Place of(String gallery, String definition) {
        return new Place(gallery, Optional.of(definition), Optional.empty());
    }

    static Place of(String gallery, String definition, String version) {
        return new Place(gallery, Optional.of(definition), Optional.of(version));
    }

    String kind() {
        return version.isPresent() ? "version" : definition.isPresent() ? "definition" : "gallery";
    }

    Gallery gallery(ImageGalleries galleries) {
        return galleries.gallery(gallery);
    }

    ImageDefinition definition(ImageGalleries galleries) {
        return gallery(galleries).definition(definition.orElseThrow());
    }

    ImageVersion version(ImageGalleries galleries) {
        return definition(galleries).version(version.orElseThrow());
    }

    @Override
    public String toString() {
        return "'" + gallery
                + definition.map(name -> "/" + name).orElse("")
                + version.map(number -> "/" + number).orElse("") + "'";
    }
}
