// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.Region;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.storage.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** At which sites the replicas of a version are (domain, Replication). Pure functions of the settings. */
final class RegionSites {
    private RegionSites() {}

    /** Returns the sites of a region: one for each replica, or one for each replica and zone. */
    static List<Site> of(RegionReplication region, GallerySettings settings) {
        return sites(region, region.replicaCount(), settings);
    }

    private static List<Site> sites(RegionReplication region, int replicas, GallerySettings settings) {
        List<Site> sites = new ArrayList<>();
        for (int replica = 1; replica <= replicas; replica++) {
            if (region.storageType() == StorageType.STANDARD_ZRS) {
                int zones = settings.regions()
                        .find(region.region())
                        .map(Region::zones)
                        .orElse(0);
                for (int zone = 1; zone <= Math.max(zones, 1); zone++) {
                    sites.add(site(region, zone, replica, settings));
                }
            } else {
                sites.add(site(region, 0, replica, settings));
            }
        }
        return sites;
    }

    private static Site site(RegionReplication region, int zone, int replica, GallerySettings settings) {
        return new Site(settings.subscription(), region.region().value(), zone, replica);
    }

    /** Returns the sites where a version is available: first those of the preferred region, then those of its home. */
    static List<Site> available(ImageVersionInfo version, RegionName preferred, GallerySettings settings) {
        return version.regions().stream()
                .sorted(Comparator.comparing(
                                (RegionReplication region) -> !region.region().equals(preferred))
                        .thenComparing(region -> !region.region().equals(version.location())))
                .flatMap(region -> sites(region, region.availableReplicas(), settings).stream())
                .toList();
    }
}
