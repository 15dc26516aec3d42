// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.CostEstimate.Charge;
import io.github.imagegallery.model.CostEstimate.Item;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a version costs (domain, Billing estimates): for each region its replicas × the occupied size × the snapshot
 * price, and for each region other than the source's the occupied size once × the source's egress price. Exact decimals,
 * nothing is rounded. Pure functions.
 */
public final class CostModel {
    private static final BigDecimal BYTES_PER_GB = BigDecimal.valueOf(1L << 30);

    private CostModel() {}

    /**
     * Estimates what a version costs as it is.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the book lacks a price that is needed, naming
     *     every such price
     */
    public static CostEstimate estimate(ImageVersionInfo version, PriceBook prices) {
        return estimate(version.billedBytes(), version.location(), version.regions(), prices);
    }

    /**
     * Estimates what an image costs, whether it exists or not.
     *
     * @param billedBytes the occupied size of one replica, not negative
     * @param source the region that it is copied from
     * @param regions where its replicas are, each region once; all but the source are charged egress
     * @throws io.github.imagegallery.error.InvalidParameterException if the size is negative or the book lacks a price
     *     that is needed, naming every such price
     */
    public static CostEstimate estimate(
            long billedBytes, RegionName source, Collection<RegionReplication> regions, PriceBook prices) {
        BigDecimal gigabytes = BigDecimal.valueOf(billedBytes).divide(BYTES_PER_GB);
        List<Item> items = new ArrayList<>();
        List<Violation> violations = new ArrayList<>();
        if (billedBytes < 0) {
            violations.add(Violation.invalid("billedBytes", billedBytes, "a size is not negative", "give 0 or more"));
        }
        for (RegionReplication region : regions) {
            Optional<BigDecimal> price = prices.storagePerGbMonth(region.region(), region.storageType());
            price.ifPresentOrElse(
                    found -> items.add(item(
                            Charge.STORAGE_PER_MONTH,
                            region.region(),
                            region.replicaCount(),
                            billedBytes,
                            gigabytes,
                            found)),
                    () -> violations.add(missing(region.storageType() + " in " + region.region())));
        }
        Optional<BigDecimal> egress = prices.egressPerGb(source);
        List<RegionName> others = regions.stream()
                .map(RegionReplication::region)
                .filter(region -> !region.equals(source))
                .toList();
        if (egress.isEmpty() && !others.isEmpty()) {
            violations.add(missing("egress from " + source));
        }
        egress.ifPresent(price -> others.forEach(
                region -> items.add(item(Charge.EGRESS_ONCE, region, 1, billedBytes, gigabytes, price))));
        if (!violations.isEmpty()) {
            throw GalleryException.of("Cannot estimate the cost", violations);
        }
        return new CostEstimate(prices.currency(), items);
    }

    private static Item item(
            Charge charge, RegionName region, int count, long bytes, BigDecimal gigabytes, BigDecimal price) {
        BigDecimal amount = gigabytes.multiply(price).multiply(BigDecimal.valueOf(count));
        return new Item(charge, region, count, bytes, gigabytes, price, amount);
    }

    private static Violation missing(String what) {
        return Violation.invalid("prices", what, "the price book has no price for it", "add the price to the book");
    }
}
