// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import java.util.Optional;

/** The names by which a script calls a gallery, a definition or a version: perhaps ill-formed, perhaps of nothing. */
record Place(String subscription, String gallery, Optional<String> definition, Optional<String> version) {
    /** The subscription of those who name none. */
    static final String DEFAULT = "default";

    static final String OTHER = "other";

    static Place of(String gallery) {
        return of(DEFAULT, gallery);
    }

    static Place of(String subscription, String gallery) {
        return new Place(subscription, gallery, Optional.empty(), Optional.empty());
    }

    Place definition(String name) {
        return new Place(subscription, gallery, Optional.of(name), Optional.empty());
    }

    Place version(String number) {
        return new Place(subscription, gallery, definition, Optional.of(number));
    }

    String kind() {
        return version.isPresent() ? "version" : definition.isPresent() ? "definition" : "gallery";
    }

    Gallery gallery(ImageGalleries galleries) {
        return subscription.equals(DEFAULT)
                ? galleries.gallery(gallery)
                : galleries.subscription(subscription).gallery(gallery);
    }

    ImageDefinition definition(ImageGalleries galleries) {
        return gallery(galleries).definition(definition.orElseThrow());
    }

    ImageVersion version(ImageGalleries galleries) {
        return definition(galleries).version(version.orElseThrow());
    }

    @Override
    public String toString() {
        return "'" + (subscription.equals(DEFAULT) ? "" : subscription + ":") + gallery
                + definition.map(name -> "/" + name).orElse("")
                + version.map(number -> "/" + number).orElse("") + "'";
    }
}
