// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * The difference that a change makes in money, item by item, in exact decimals.
 *
 * @param before what is charged every month as it is, for what is stored; nothing once
 * @param after what is charged every month after the change, when all that it makes is stored, and once for making it
 */
public record CostChange(CostEstimate before, CostEstimate after) {

    /**
     * Refuses two currencies.
     *
     * @throws IllegalArgumentException if they differ
     */
    public CostChange {
        requireSame(before.currency(), after.currency());
    }

    /** Returns the change that costs nothing and saves nothing. */
    public static CostChange none(String currency) {
        CostEstimate nothing = new CostEstimate(currency, List.of());
        return new CostChange(nothing, nothing);
    }

    /** Returns the currency of all amounts. */
    public String currency() {
        return after.currency();
    }

    /** Returns how much more is charged for every month; negative if it is less. */
    public BigDecimal monthlyDifference() {
        return after.monthly().subtract(before.monthly());
    }

    /** Returns what is charged once; nothing is refunded, so it is not negative. */
    public BigDecimal once() {
        return after.once();
    }

    /**
     * Returns this change and another one together, with the items of both.
     *
     * @throws IllegalArgumentException if their currencies differ
     */
    public CostChange plus(CostChange other) {
        requireSame(currency(), other.currency());
        return new CostChange(both(before, other.before), both(after, other.after));
    }

    private static CostEstimate both(CostEstimate one, CostEstimate other) {
        return new CostEstimate(
                one.currency(),
                Stream.concat(one.items().stream(), other.items().stream()).toList());
    }

    private static void requireSame(String currency, String other) {
        if (!currency.equals(other)) {
            throw new IllegalArgumentException("Amounts in " + currency + " and in " + other + " do not add up");
        }
    }
}
