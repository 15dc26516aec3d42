// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Locale;

/**
 * The name of a region in its one canonical form: lower case, without blanks, so that "East US 2" and "eastus2" are
 * equal. Whether there is such a region is for a {@link RegionCatalog} to say.
 *
 * @param value the canonical form
 */
public record RegionName(String value) implements Comparable<RegionName> {

    public RegionName {
        value = value.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }

    /** Returns the canonical form of a region's name or display name. */
    public static RegionName of(String text) {
        return new RegionName(text);
    }

    @Override
    public int compareTo(RegionName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
