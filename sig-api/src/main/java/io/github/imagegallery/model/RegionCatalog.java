// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The regions of one cloud. A gallery knows only these: another cloud's region is unknown to it (domain, Resources and
 * Replication). Immutable.
 */
public final class RegionCatalog {
    private static final RegionCatalog PUBLIC_CLOUD = new RegionCatalog("public cloud", PublicRegions.all());

    private final String cloud;
    private final Map<RegionName, Region> regions;

    private RegionCatalog(String cloud, Collection<Region> regions) {
        this.cloud = cloud;
        Map<RegionName, Region> byName = new LinkedHashMap<>();
        for (Region region : regions) {
            if (byName.put(region.name(), region) != null) {
                throw new IllegalArgumentException(
                        "The catalogue of the " + cloud + " names " + region.name() + " twice");
            }
        }
        this.regions = Collections.unmodifiableMap(byName);
    }

    /** Returns the regions of the public cloud. */
    public static RegionCatalog publicCloud() {
        return PUBLIC_CLOUD;
    }

    /**
     * Returns a catalogue of your own.
     *
     * @param cloud what error messages call the cloud, such as {@code public cloud}
     * @throws IllegalArgumentException if two regions have one name
     */
    public static RegionCatalog of(String cloud, Collection<Region> regions) {
        return new RegionCatalog(cloud, regions);
    }

    /** Returns the name of the cloud. */
    public String cloud() {
        return cloud;
    }

    /** Returns the region of that name, empty if the cloud has none. */
    public Optional<Region> find(RegionName name) {
        return Optional.ofNullable(regions.get(name));
    }

    /** Returns all regions, in the order in which they were given. */
    public List<Region> regions() {
        return List.copyOf(regions.values());
    }
}
