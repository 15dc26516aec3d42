// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.GalleryInfo;

/** A gallery that is about to be created or changed. */
public interface GalleryChange extends PendingChange<GalleryInfo> {

    /** Sets where it is; required when it is created. */
    GalleryChange location(String region);

    /** Sets the resource group that it belongs to; the default one by default. It never changes. */
    GalleryChange resourceGroup(String name);

    /** Sets what it is for; an empty text removes it. */
    GalleryChange description(String text);

    /** Sets a tag; the tags that are set replace all that there were. */
    GalleryChange tag(String name, String value);

    /** Takes all tags away. */
    GalleryChange noTags();
}
