// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The regions of one cloud. A gallery knows only these: another cloud's region is unknown to it (domain, Resources and
 * Replication). Some regions are only for subscriptions on their allow list: nobody may use them unless
 * {@link #allowing(Set)} says so. Immutable.
 */
public final class RegionCatalog {
    private static final RegionCatalog PUBLIC_CLOUD = of("public cloud", PublicRegions.all());

    private final String cloud;
    private final Map<RegionName, Region> regions;
    private final Set<RegionName> allowed;

    private RegionCatalog(String cloud, Map<RegionName, Region> regions, Set<RegionName> allowed) {
        this.cloud = cloud;
        this.regions = regions;
        this.allowed = Set.copyOf(allowed);
    }

    private static Map<RegionName, Region> byName(String cloud, Collection<Region> regions) {
        Map<RegionName, Region> byName = new LinkedHashMap<>();
        for (Region region : regions) {
            if (byName.put(region.name(), region) != null) {
                throw new IllegalArgumentException(
                        "The catalogue of the " + cloud + " names " + region.name() + " twice");
            }
        }
        return Collections.unmodifiableMap(byName);
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
        return new RegionCatalog(cloud, byName(cloud, regions), Set.of());
    }

    /**
     * Returns the same regions, of which those that are named may be used too, whatever their allow lists.
     *
     * @param permitted more regions that may be used; of these, only regions of this cloud that need an allow list matter
     */
    public RegionCatalog allowing(Set<RegionName> permitted) {
        Set<RegionName> all = new HashSet<>(allowed);
        all.addAll(permitted);
        return new RegionCatalog(cloud, regions, all);
    }

    /** Tells whether a region is of this cloud and may be used: it needs no allow list, or is allowed. */
    public boolean permits(RegionName name) {
        return find(name)
                .filter(region -> !region.needsAllowList() || allowed.contains(name))
                .isPresent();
    }

    /** Returns the name of the cloud. */
    public String cloud() {
        return cloud;
    }

    /** Returns the region of that name, empty if the cloud has none. */
    public Optional<Region> find(RegionName name) {
        return Optional.ofNullable(regions.get(name));
    }

    /** Returns all regions, permitted or not, in the order in which they were given. */
    public List<Region> regions() {
        return List.copyOf(regions.values());
    }
}
