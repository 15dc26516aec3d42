// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** A gallery as it is: a repository of image definitions. */
@Value.Immutable
@GalleryStyle
public abstract class GalleryInfo {
    GalleryInfo() {}

    /** Returns its id. */
    public abstract ResourceId id();

    /** Returns its name, as it was written when it was created. */
    public String name() {
        return id().gallery();
    }

    /** Returns where it is. */
    public abstract RegionName location();

    /** Returns what it is for, empty if nobody said. */
    public abstract Optional<String> description();

    /** Returns its tags: names and values of your own. */
    public abstract Map<String, String> tags();

    /** Starts a gallery's facts. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers a gallery's facts; id and location are required. Not for use by several threads. */
    public static final class Builder extends ImmutableGalleryInfo.Builder {
        Builder() {}
    }
}
