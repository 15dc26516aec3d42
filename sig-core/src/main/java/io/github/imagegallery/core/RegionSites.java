// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.storage.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** At which sites the replicas of a version are (domain, Replication). Pure functions. */
final class RegionSites {
    private RegionSites() {}

    /** Returns the sites of a region: one for each replica, or one for each replica and zone. */
    static List<Site> of(RegionReplication region, String subscription) {
        return sites(region, region.replicaCount(), subscription);
    }

    /** Returns how many sites a region has. */
    static int count(RegionReplication region) {
        return region.replicaCount() * Math.max(1, region.zones());
    }

    private static List<Site> sites(RegionReplication region, int replicas, String subscription) {
        List<Site> sites = new ArrayList<>();
        for (int replica = 1; replica <= replicas; replica++) {
            if (region.zones() > 0) {
                for (int zone = 1; zone <= region.zones(); zone++) {
                    sites.add(site(region, zone, replica, subscription));
                }
            } else {
                sites.add(site(region, 0, replica, subscription));
            }
        }
        return sites;
    }

    private static Site site(RegionReplication region, int zone, int replica, String subscription) {
        return new Site(subscription, region.region().value(), zone, replica);
    }

    /** Returns the sites of all available replicas: first those in the preferred region. */
    static List<Site> available(List<RegionReplication> regions, RegionName preferred, String subscription) {
        return regions.stream()
                .sorted(Comparator.comparing(
                        (RegionReplication region) -> !region.region().equals(preferred)))
                .flatMap(region -> sites(region, region.availableReplicas(), subscription).stream())
                .toList();
    }
}
