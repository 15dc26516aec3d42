// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * The prices that an estimate is made with. The library knows none: they are yours to give. A price for a region goes
 * before the price for every region.
 */
@Value.Immutable
@GalleryStyle
public abstract class PriceBook {
    PriceBook() {}

    /** Returns the currency of all prices, such as {@code EUR}. */
    public abstract String currency();

    /** Returns what one GB (2^30 bytes) of a snapshot costs for a month, by storage type, where no region says else. */
    public abstract Map<StorageType, BigDecimal> storagePerGbMonth();

    /** Returns what one GB (2^30 bytes) that leaves a region costs, where no region says else. */
    public abstract Optional<BigDecimal> egressPerGb();

    /** Returns the prices of single regions. */
    public abstract Map<RegionName, RegionPrices> regions();

    /** Returns what one GB of a snapshot costs for a month in that region; empty if this book does not say. */
    public Optional<BigDecimal> storagePerGbMonth(RegionName region, StorageType type) {
        return Optional.ofNullable(regions().get(region))
                .map(prices -> prices.storagePerGbMonth().get(type))
                .or(() -> Optional.ofNullable(storagePerGbMonth().get(type)));
    }

    /** Returns what one GB that leaves that region costs; empty if this book does not say. */
    public Optional<BigDecimal> egressPerGb(RegionName region) {
        return Optional.ofNullable(regions().get(region))
                .flatMap(RegionPrices::egressPerGb)
                .or(this::egressPerGb);
    }

    /** Refuses negative prices. */
    @Value.Check
    void check() {
        storagePerGbMonth().forEach((type, price) -> RegionPrices.refuseNegative(type.toString(), price));
        egressPerGb().ifPresent(price -> RegionPrices.refuseNegative("egress", price));
    }

    /** Starts a price book. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers a price book; the currency is required. Not for use by several threads. */
    public static final class Builder extends ImmutablePriceBook.Builder {
        Builder() {}
    }

    /**
     * The prices of one region.
     *
     * @param storagePerGbMonth what one GB of a snapshot costs for a month, by storage type
     * @param egressPerGb what one GB that leaves the region costs
     */
    public record RegionPrices(Map<StorageType, BigDecimal> storagePerGbMonth, Optional<BigDecimal> egressPerGb) {
        public RegionPrices {
            storagePerGbMonth = Map.copyOf(storagePerGbMonth);
            storagePerGbMonth.forEach((type, price) -> refuseNegative(type.toString(), price));
            egressPerGb.ifPresent(price -> refuseNegative("egress", price));
        }

        static void refuseNegative(String what, BigDecimal price) {
            if (price.signum() < 0) {
                throw new IllegalArgumentException("The price of " + what + " is negative: " + price);
            }
        }
    }
}
