// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.CostEstimate.Charge;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Estimates as lines of text for people. */
final class CostTexts {
    private CostTexts() {}

    /** Returns an amount for reading: two decimals, more where it is small. */
    static String money(BigDecimal amount, String currency) {
        BigDecimal cents = amount.setScale(2, RoundingMode.HALF_UP);
        boolean small = amount.abs().compareTo(BigDecimal.ONE) < 0 && amount.signum() != 0;
        return (small ? amount.round(new MathContext(3, RoundingMode.HALF_UP)) : cents).toPlainString() + " "
                + currency;
    }

    /** Returns an estimate, item by item, rounded for reading. */
    static List<String> estimate(String indent, CostEstimate estimate) {
        List<List<String>> rows = new ArrayList<>();
        estimate.items().forEach(item -> rows.add(item(item, estimate.currency())));
        rows.add(List.of("every month", "", "", money(estimate.monthly(), estimate.currency())));
        rows.add(List.of("once", "", "", money(estimate.once(), estimate.currency())));
        return Texts.table(indent, rows);
    }

    /** Returns what is charged now and then, and the difference. */
    static List<String> change(String indent, CostChange change) {
        List<String> lines = new ArrayList<>();
        lines.add(indent + "now");
        lines.addAll(estimate(indent + "  ", change.before()));
        lines.add(indent + "then");
        lines.addAll(estimate(indent + "  ", change.after()));
        lines.add(indent + "difference");
        lines.addAll(Texts.table(
                indent + "  ",
                List.of(
                        List.of("every month", signed(change.monthlyDifference(), change.currency())),
                        List.of("once", signed(change.once(), change.currency())))));
        return lines;
    }

    private static String signed(BigDecimal amount, String currency) {
        return (amount.signum() > 0 ? "+" : "") + money(amount, currency);
    }

    private static List<String> item(CostEstimate.Item item, String currency) {
        return List.of(
                item.charge() == Charge.STORAGE_PER_MONTH ? "storage" : "egress",
                item.region().toString(),
                item.count() + " x " + Texts.size(item.bytes()) + " at "
                        + item.pricePerGb().toPlainString() + " per GB",
                money(item.amount(), currency));
    }
}
