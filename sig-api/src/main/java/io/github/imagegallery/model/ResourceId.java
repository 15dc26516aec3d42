// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a gallery, a definition or a version (domain, Resources). Ids that differ only in the case of their letters
 * are equal.
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

    private static final Pattern FORM = Pattern.compile(
            "/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/Microsoft\\.Compute/galleries/([^/]+)"
                    + "(?:/images/([^/]+)(?:/versions/([^/]+))?)?",
            Pattern.CASE_INSENSITIVE);

    /**
     * Reads an id, whatever the case of its letters.
     *
     * @param text the form that {@link #toString} writes
     * @throws io.github.imagegallery.error.InvalidParameterException if it has another form, or its version is malformed;
     *     whether its names may be is for the call that uses them to say
     */
    public static ResourceId parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw GalleryException.of(
                    "Cannot read the id '" + text + "'",
                    List.of(Violation.invalid(
                            "id",
                            text,
                            "it is not the id of a gallery, a definition or a version",
                            "write /subscriptions/S/resourceGroups/RG/providers/Microsoft.Compute/galleries/G"
                                    + "[/images/D[/versions/V]]")));
        }
        return new ResourceId(
                parts.group(1),
                parts.group(2),
                parts.group(3),
                Optional.ofNullable(parts.group(4)),
                Optional.ofNullable(parts.group(5)).map(VersionNumber::parse));
    }

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

    @Override
    public boolean equals(Object other) {
        return other instanceof ResourceId id && toString().equalsIgnoreCase(id.toString());
    }

    @Override
    public int hashCode() {
        return toString().toLowerCase(Locale.ROOT).hashCode();
    }
}
