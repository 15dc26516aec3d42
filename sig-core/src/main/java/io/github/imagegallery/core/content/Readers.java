// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.storage.Site;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Spreads the disks that are being read over the copies of a region: each is read from the copy from which the fewest are, the
 * first of those in the given order. Safe for use by many threads.
 */
final class Readers {
    private final Map<Site, Integer> reading = new HashMap<>();

    /**
     * Chooses a copy for a disk, which counts until it {@linkplain #leave leaves}.
     *
     * @param sites at least one; those of the first one's region are equally good
     * @return all of them, the chosen one first; those of its region by how many disks are read from them
     */
    synchronized List<Site> enter(List<Site> sites) {
        String region = sites.get(0).region();
        List<Site> ordered = sites.stream()
                .sorted(Comparator.comparing((Site site) -> !site.region().equals(region))
                        .thenComparing(site -> site.region().equals(region) ? reading.getOrDefault(site, 0) : 0))
                .toList();
        reading.merge(ordered.get(0), 1, Integer::sum);
        return ordered;
    }

    /** Notes that a disk is no longer read from a copy. */
    synchronized void leave(Site site) {
        reading.computeIfPresent(site, (same, count) -> count == 1 ? null : count - 1);
    }
}
