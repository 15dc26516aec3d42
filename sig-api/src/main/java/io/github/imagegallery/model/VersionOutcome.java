// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.List;

/**
 * What publishing or changing a version did.
 *
 * @param version the version as it is now
 * @param storedBytes how many bytes were added to the first copy at home, after deduplication and compression; 0 if its
 *     source is a version of the same subscription
 * @param movedBytes how many bytes were copied from one site to another
 * @param advice what of a publication is allowed but hardly meant, such as another home than the definition's location
 */
public record VersionOutcome(ImageVersionInfo version, long storedBytes, long movedBytes, List<Advice> advice) {
    public VersionOutcome {
        advice = List.copyOf(advice);
    }
}
