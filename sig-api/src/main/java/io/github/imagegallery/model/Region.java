// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.regex.Pattern;

/**
 * A region of a cloud.
 *
 * @param name its canonical name: 1 to 64 letters of {@code a-z}, digits and dashes, beginning with a letter or digit
 * @param displayName its name for people, such as {@code West Europe}
 * @param geography the part of the world whose laws apply to it
 * @param zones how many availability zones it has, 0 if it has none
 * @param needsAllowList whether only those subscriptions may use it that are on its allow list
 */
public record Region(RegionName name, String displayName, String geography, int zones, boolean needsAllowList) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    public Region {
        if (!NAME.matcher(name.value()).matches()) {
            throw new IllegalArgumentException("Not the name of a region: '" + name
                    + "' (use 1 to 64 letters of a-z, digits and dashes, beginning with a letter or digit)");
        }
        if (zones < 0) {
            throw new IllegalArgumentException("The zones of " + name + " are negative: " + zones);
        }
    }

    /** Returns a region whose canonical name is that of its display name, and which everybody may use. */
    public static Region of(String displayName, String geography, int zones) {
        return new Region(RegionName.of(displayName), displayName, geography, zones, false);
    }

    /** Returns this region as one that only subscriptions on its allow list may use. */
    public Region onAllowListOnly() {
        return new Region(name, displayName, geography, zones, true);
    }
}
