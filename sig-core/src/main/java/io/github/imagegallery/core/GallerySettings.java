// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.PartitionId;
import java.time.Clock;
import org.immutables.value.Value;

/** What may differ from one set of galleries to another. */
@Value.Immutable
@Value.Style(
        visibility = Value.Style.ImplementationVisibility.PACKAGE,
        overshadowImplementation = true,
        jdkOnly = true,
        allowedClasspathAnnotations = {Override.class})
public abstract class GallerySettings {
    private static final GallerySettings DEFAULTS = builder().build();

    GallerySettings() {}

    /** Returns the defaults: classic rules, the public cloud's regions, the system's clock, all processors. */
    public static GallerySettings defaults() {
        return DEFAULTS;
    }

    /** Returns the limits and choices in force; classic by default. */
    @Value.Default
    public GalleryRules rules() {
        return GalleryRules.classic();
    }

    /** Returns the regions that there are; the public cloud's by default. */
    @Value.Default
    public RegionCatalog regions() {
        return RegionCatalog.publicCloud();
    }

    /** Returns the clock that dates and ends of life go by; the system's, in UTC, by default. */
    @Value.Default
    public Clock clock() {
        return Clock.systemUTC();
    }

    /** Returns how many threads hash and compress at a time, from 1; the number of processors by default. */
    @Value.Default
    public int parallelism() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * Returns the subscription that all belongs to, a {@link PartitionId}'s text; {@code default} by default.
     */
    @Value.Default
    public String subscription() {
        return "default";
    }

    /** Returns the resource group that all belongs to; {@code default} by default. */
    @Value.Default
    public String resourceGroup() {
        return "default";
    }

    /** Refuses a parallelism below 1, and a subscription that cannot name a partition. */
    @Value.Check
    void check() {
        new PartitionId(subscription());
        if (parallelism() < 1) {
            throw new IllegalArgumentException("parallelism must be at least 1, and is " + parallelism());
        }
    }

    /** Starts settings of your own. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers settings; none is required. Not for use by several threads. */
    public static final class Builder extends ImmutableGallerySettings.Builder {
        Builder() {}
    }
}
