// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.Region;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
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
        List<Site> sites = new ArrayList<>();
        for (int replica = 1; replica <= region.replicaCount(); replica++) {
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

    /** Returns the sites of all completed regions of a version: first those of the preferred region, then of its home. */
    static List<Site> completed(ImageVersionInfo version, RegionReplication preferred, GallerySettings settings) {
        return version.regions().stream()
                .filter(region -> region.state() == ReplicationState.COMPLETED)
                .sorted(Comparator.comparing((RegionReplication region) -> !region.equals(preferred))
                        .thenComparing(region -> !region.region().equals(version.location())))
                .flatMap(region -> of(region, settings).stream())
                .toList();
    }
}
