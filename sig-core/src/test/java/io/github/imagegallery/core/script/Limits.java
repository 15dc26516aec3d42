// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.policy.GalleryRules;

/**
 * The rules of a script: those of the classic service or of today's, with limits that a script can meet.
 *
 * @param galleries how many galleries a location may have, and so on
 * @param replicas how many replicas a version may have in one region
 */
record Limits(boolean classic, int galleries, int definitions, int versions, int replicas) {

    GalleryRules rules() {
        return (classic ? GalleryRules.classic() : GalleryRules.current())
                .toBuilder()
                        .maxGalleries(galleries)
                        .maxDefinitions(definitions)
                        .maxVersions(versions)
                        .maxReplicasPerRegion(replicas)
                        .build();
    }

    @Override
    public String toString() {
        return (classic ? "classic" : "today's") + " rules with " + galleries + " galleries, " + definitions
                + " definitions, " + versions + " versions, " + replicas + " replicas";
    }
}
