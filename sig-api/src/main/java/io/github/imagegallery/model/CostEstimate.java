// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a version costs, item by item, in exact decimals.
 *
 * @param currency the currency of all amounts
 * @param items what is charged
 */
public record CostEstimate(String currency, List<Item> items) {

    public CostEstimate {
        items = List.copyOf(items);
    }

    /** How often an item is charged. */
    public enum Charge {
        /** For every month that the replicas are kept. */
        STORAGE_PER_MONTH,
        /** Once, when the bytes leave the source region. */
        EGRESS_ONCE
    }

    /**
     * One line of the bill.
     *
     * @param charge what is charged, and how often
     * @param region where the replicas are, or go to
     * @param count how many times the size is charged: replicas for storage, 1 for egress
     * @param bytes the billed size of one
     * @param gigabytes the same in GB of 2^30 bytes, exactly
     * @param pricePerGb the price from the price book
     * @param amount count × gigabytes × price
     */
    public record Item(
            Charge charge,
            RegionName region,
            int count,
            long bytes,
            BigDecimal gigabytes,
            BigDecimal pricePerGb,
            BigDecimal amount) {}

    /** Returns what is charged for every month. */
    public BigDecimal monthly() {
        return sum(Charge.STORAGE_PER_MONTH);
    }

    /** Returns what is charged once. */
    public BigDecimal once() {
        return sum(Charge.EGRESS_ONCE);
    }

    /** Returns what is charged for the first month: {@link #once()} and {@link #monthly()}. */
    public BigDecimal total() {
        return once().add(monthly());
    }

    private BigDecimal sum(Charge charge) {
        return items.stream()
                .filter(item -> item.charge() == charge)
                .map(Item::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
