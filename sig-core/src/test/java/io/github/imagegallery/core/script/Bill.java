// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.script;

import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.StorageType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all that the model keeps costs.
 *
 * @param monthly for every month
 * @param sent for each version in each region but its home, what it cost to send it there
 */
record Bill(BigDecimal monthly, Map<String, BigDecimal> sent) {
    private static final BigDecimal LRS = new BigDecimal("0.05");
    private static final BigDecimal LRS_EASTUS = new BigDecimal("0.07");
    private static final BigDecimal ZRS = new BigDecimal("0.11");
    private static final BigDecimal PREMIUM = new BigDecimal("0.13");
    private static final BigDecimal EGRESS = new BigDecimal("0.017");
    private static final BigDecimal EGRESS_EASTUS = new BigDecimal("0.019");
    private static final BigDecimal GB = BigDecimal.valueOf(1 << 30);

    /** The prices that are reckoned with, for the engine. */
    static final PriceBook PRICES = PriceBook.builder()
            .currency("EUR")
            .putStoragePerGbMonth(StorageType.STANDARD_LRS, LRS)
            .putStoragePerGbMonth(StorageType.STANDARD_ZRS, ZRS)
            .putStoragePerGbMonth(StorageType.PREMIUM_LRS, PREMIUM)
            .egressPerGb(EGRESS)
            .putRegions(
                    RegionName.of("eastus"),
                    new PriceBook.RegionPrices(
                            Map.of(StorageType.STANDARD_LRS, LRS_EASTUS), Optional.of(EGRESS_EASTUS)))
            .build();

    static Bill of(Kept kept) {
        List<BigDecimal> monthly = new ArrayList<>();
        Map<String, BigDecimal> sent = new HashMap<>();
        kept.eachVersion((place, version) -> {
            long bytes =
                    version.disks.values().stream().mapToLong(Picture::occupied).sum();
            BigDecimal size = BigDecimal.valueOf(bytes).divide(GB);
            version.regions.forEach((name, region) -> {
                monthly.add(size.multiply(price(name, region.storage)).multiply(BigDecimal.valueOf(region.count)));
                if (!name.equals(version.home)) {
                    sent.put(place + name, size.multiply(version.home.equals("eastus") ? EGRESS_EASTUS : EGRESS));
                }
            });
        });
        return new Bill(monthly.stream().reduce(BigDecimal.ZERO, BigDecimal::add), sent);
    }

    private static BigDecimal price(String region, String storage) {
        return switch (storage) {
            case "Standard_ZRS" -> ZRS;
            case "Premium_LRS" -> PREMIUM;
            default -> region.equals("eastus") ? LRS_EASTUS : LRS;
        };
    }

    /** Returns what was sent since then. */
    BigDecimal onceSince(Bill before) {
        BigDecimal once = BigDecimal.ZERO;
        for (Map.Entry<String, BigDecimal> one : sent.entrySet()) {
            once = before.sent.containsKey(one.getKey()) ? once : once.add(one.getValue());
        }
        return once;
    }
}
