// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Region;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.RegionName;
import java.util.Comparator;
import java.util.Optional;

/** Which regions there are, and which of them may be used (domain, Replication). Pure functions. */
public final class RegionRule {
    private RegionRule() {}

    /**
     * Returns that a region is unknown, or that it is only for subscriptions on its allow list, empty if it may be used.
     *
     * @param target the property that names the region
     */
    public static Optional<Violation> check(String target, RegionName region, RegionCatalog catalog) {
        return checkKnown(target, region, catalog).or(() -> checkPermitted(target, region, catalog));
    }

    /**
     * Returns that a region is unknown, empty if it is known: whoever only looks, or leaves a region, need not be permitted
     * to use it.
     *
     * @param target the property that names the region
     */
    public static Optional<Violation> checkKnown(String target, RegionName region, RegionCatalog catalog) {
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

    private static Optional<Violation> checkPermitted(String target, RegionName region, RegionCatalog catalog) {
        return catalog.permits(region)
                ? Optional.empty()
                : Optional.of(
                        Violation.invalid(
                                target,
                                region,
                                "the subscription is not on the allow list of that region",
                                "use another region" + example(catalog)
                                        + "; or ask for a place on the list, then allow the region where the galleries are opened"));
    }

    private static String example(RegionCatalog catalog) {
        return catalog.regions().stream()
                .filter(region -> catalog.permits(region.name()))
                .max(Comparator.comparingInt(Region::zones))
                .map(region -> ", such as " + region.name())
                .orElse("");
    }
}
