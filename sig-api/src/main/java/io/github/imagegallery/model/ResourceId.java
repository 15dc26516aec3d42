// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Optional;

/**
 * The id of a gallery, a definition or a version (domain, Resources).
 *
 * @param subscription the subscription it belongs to
 * @param resourceGroup the resource group it belongs to
 * @param gallery the gallery's name
 * @param definition the definition's name, empty for a gallery
 * @param version the version's number, empty for a gallery and for a definition
 */
public record ResourceId(
        String subscription,
        String resourceGroup,
        String gallery,
        Optional<String> definition,
        Optional<VersionNumber> version) {

    /** Returns the id of a gallery. */
    public static ResourceId gallery(String subscription, String resourceGroup, String gallery) {
        return new ResourceId(subscription, resourceGroup, gallery, Optional.empty(), Optional.empty());
    }

    /** Returns the id of a definition in this gallery. */
    public ResourceId definition(String name) {
        return new ResourceId(subscription, resourceGroup, gallery, Optional.of(name), Optional.empty());
    }

    /** Returns the id of a version of this definition. */
    public ResourceId version(VersionNumber number) {
        return new ResourceId(subscription, resourceGroup, gallery, definition, Optional.of(number));
    }

    /** Returns the short form that people use: {@code gallery/definition/1.0.0}. */
    public String path() {
        return gallery
                + definition.map(d -> "/" + d).orElse("")
                + version.map(v -> "/" + v).orElse("");
    }

    /** Returns the canonical form, {@code /subscriptions/…/galleries/…/images/…/versions/…}. */
    @Override
    public String toString() {
        return "/subscriptions/" + subscription + "/resourceGroups/" + resourceGroup
                + "/providers/Microsoft.Compute/galleries/" + gallery
                + definition.map(d -> "/images/" + d).orElse("")
                + version.map(v -> "/versions/" + v).orElse("");
    }
}
