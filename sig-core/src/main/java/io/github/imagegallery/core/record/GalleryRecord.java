// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import java.util.Map;
import java.util.Optional;

/** A gallery as it is remembered. */
public record GalleryRecord(
        String resourceGroup, String name, String location, Optional<String> description, Map<String, String> tags) {

    /** Returns what is remembered of a gallery. */
    public static GalleryRecord of(GalleryInfo info) {
        return new GalleryRecord(
                info.id().resourceGroup(), info.name(), info.location().value(), info.description(), info.tags());
    }

    /** Returns the gallery as people see it. */
    public GalleryInfo info(String subscription) {
        return GalleryInfo.builder()
                .id(ResourceId.gallery(subscription, resourceGroup, name))
                .location(RegionName.of(location))
                .description(description)
                .tags(tags)
                .build();
    }
}
