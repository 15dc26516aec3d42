// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/**
 * A region of a cloud.
 *
 * @param name its canonical name
 * @param displayName its name for people, such as {@code West Europe}
 * @param geography the part of the world whose laws apply to it
 * @param zones how many availability zones it has, 0 or at least 3
 */
public record Region(RegionName name, String displayName, String geography, int zones) {

    /** Returns a region whose canonical name is that of its display name. */
    public static Region of(String displayName, String geography, int zones) {
        return new Region(RegionName.of(displayName), displayName, geography, zones);
    }
}
