// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Region;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.RegionName;
import java.util.Comparator;
import java.util.Optional;

/** Which regions there are (domain, Replication). Pure functions. */
public final class RegionRule {
    private RegionRule() {}

    /**
     * Returns that a region is unknown, empty if it is known.
     *
     * @param target the property that names the region
     */
    public static Optional<Violation> check(String target, RegionName region, RegionCatalog catalog) {
        if (catalog.find(region).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(Violation.invalid(
                target,
                region,
                "the " + catalog.cloud() + " has no such region",
                "use one of its " + catalog.regions().size() + " regions" + example(catalog)
                        + "; another cloud's region cannot be used"));
    }

    private static String example(RegionCatalog catalog) {
        return catalog.regions().stream()
                .max(Comparator.comparingInt(Region::zones))
                .map(region -> ", such as " + region.name())
                .orElse("");
    }
}
