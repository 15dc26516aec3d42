// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/**
 * A region of a cloud.
 *
 * @param name its canonical name
 * @param displayName its name for people, such as {@code West Europe}
 * @param geography the part of the world whose laws apply to it
 * @param zones how many availability zones it has, 0 if it has none
 */
public record Region(RegionName name, String displayName, String geography, int zones) {

    public Region {
        if (zones < 0) {
            throw new IllegalArgumentException("The zones of " + name + " are negative: " + zones);
        }
    }

    /** Returns a region whose canonical name is that of its display name. */
    public static Region of(String displayName, String geography, int zones) {
        return new Region(RegionName.of(displayName), displayName, geography, zones);
    }
}
