// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import java.util.List;

/** What is allowed but hardly meant (domain, Resources): a location other than the parent's. Pure functions. */
final class Warnings {
    private Warnings() {}

    static List<String> location(ImageDefinitionInfo definition, GalleryInfo gallery) {
        return location(definition.id(), definition.location(), "gallery", gallery.id(), gallery.location());
    }

    static List<String> location(ImageVersionInfo version, ImageDefinitionInfo definition) {
        return location(version.id(), version.location(), "definition", definition.id(), definition.location());
    }

    private static List<String> location(
            ResourceId id, RegionName location, String kind, ResourceId parent, RegionName parents) {
        return location.equals(parents)
                ? List.of()
                : List.of(id.path() + " is in " + location + ", but its " + kind + " " + parent.path() + " is in "
                        + parents);
    }
}
