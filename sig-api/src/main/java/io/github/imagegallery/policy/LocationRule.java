// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.model.Advice;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import java.util.Optional;

/**
 * Whether a resource is where its parent is (domain, Resources): another location is allowed, but limits are counted there,
 * so it is worth a warning. Pure functions.
 */
public final class LocationRule {
    private LocationRule() {}

    /** Returns that a definition is not where its gallery is, empty if it is. */
    public static Optional<Advice> check(ImageDefinitionInfo definition, GalleryInfo gallery) {
        return check(definition.id(), definition.location(), "gallery", gallery.id(), gallery.location());
    }

    /** Returns that a version's home is not where its definition is, empty if it is. */
    public static Optional<Advice> check(ImageVersionInfo version, ImageDefinitionInfo definition) {
        return check(version.id(), version.location(), "definition", definition.id(), definition.location());
    }

    private static Optional<Advice> check(
            ResourceId id, RegionName location, String kind, ResourceId parent, RegionName parents) {
        return location.equals(parents)
                ? Optional.empty()
                : Optional.of(new Advice(
                        id.path(),
                        "it is in " + location + ", but its " + kind + " " + parent.path() + " is in " + parents,
                        "if that is not meant, delete it and make it anew in " + parents
                                + ": a location never changes"));
    }
}
