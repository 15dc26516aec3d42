// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.CostEstimate.Charge;
import io.github.imagegallery.model.CostEstimate.Item;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LifecyclePlan;
import io.github.imagegallery.model.LifecycleStep;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ResourceId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a version costs (domain, Billing estimates): for each region its replicas × the occupied size × the snapshot
 * price, and for each region other than the source's the occupied size once × the source's egress price. What is stored is
 * billed: of a version that is there its available replicas, however many were asked for; of one that is to be there all
 * that are asked for. Exact decimals, nothing is rounded. Pure functions.
 */
public final class CostModel {
    private static final BigDecimal BYTES_PER_GB = BigDecimal.valueOf(1L << 30);

    private static final String CHANGE = "Cannot estimate the cost of the change";

    private CostModel() {}

    /**
     * Estimates what a version costs as it is: its available replicas, and egress for each region, other than the home, that
     * has any. What a region still lacks, since it is replicating or failed, is neither stored nor charged; a
     * {@linkplain #change change} that completes it says what it will cost.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the book lacks a price that is needed, naming
     *     every such price
     */
    public static CostEstimate estimate(ImageVersionInfo version, PriceBook prices) {
        return estimate(version.billedBytes(), version.location(), stored(version), prices);
    }

    /** Returns a version's regions as if no more had been asked for than what is there. */
    private static List<RegionReplication> stored(ImageVersionInfo version) {
        return version.regions().stream()
                .filter(region -> region.availableReplicas() > 0)
                .map(region -> RegionReplication.builder()
                        .from(region)
                        .replicaCount(region.availableReplicas())
                        .build())
                .toList();
    }

    /**
     * Estimates what an image costs when all its replicas are made, whether it exists or not.
     *
     * @param billedBytes the occupied size of one replica, not negative
     * @param source the region that it is copied from
     * @param regions where its replicas are asked for, each region once; all but the source are charged egress
     * @throws io.github.imagegallery.error.InvalidParameterException if the size is negative or the book lacks a price
     *     that is needed, naming every such price
     */
    public static CostEstimate estimate(
            long billedBytes, RegionName source, Collection<RegionReplication> regions, PriceBook prices) {
        Bill bill = new Bill(prices);
        bill.keep(billedBytes, regions);
        bill.send(
                billedBytes,
                source,
                regions.stream()
                        .map(RegionReplication::region)
                        .filter(region -> !region.equals(source))
                        .toList());
        refuse("Cannot estimate the cost", bill.violations);
        return bill.estimate();
    }

    /**
     * Estimates the difference that a change of a version makes which completes all its replicas. Storage is charged for the
     * replicas that are available before, and for all that are asked for after; egress once for each region, other than the
     * home, that the version has after and in which no replica was available before. What a region gives up is not refunded.
     *
     * @param before the version as it is, empty if it is to be published
     * @param after the version as it shall be, empty if it is to be deleted
     * @throws io.github.imagegallery.error.InvalidParameterException if the book lacks a price that is needed, naming
     *     every such price
     */
    public static CostChange change(
            Optional<ImageVersionInfo> before, Optional<ImageVersionInfo> after, PriceBook prices) {
        Bill now = new Bill(prices);
        before.ifPresent(now::keepStored);
        Bill then = new Bill(prices);
        after.ifPresent(version -> {
            then.keep(version.billedBytes(), version.regions());
            then.send(version.billedBytes(), version.location(), reached(before, version));
        });
        return difference(CHANGE, now, then);
    }

    /**
     * Estimates the difference that a change of a version makes for which nothing is copied: it sets flags, dates or a safety
     * profile, or gives up regions. Storage is charged for the replicas that are available before and after; nothing is
     * charged once.
     *
     * @param before the version as it is
     * @param after the version as it shall be
     * @throws io.github.imagegallery.error.InvalidParameterException if the book lacks a price that is needed, naming
     *     every such price
     */
    public static CostChange changeWithoutCopying(ImageVersionInfo before, ImageVersionInfo after, PriceBook prices) {
        Bill now = new Bill(prices);
        now.keepStored(before);
        Bill then = new Bill(prices);
        then.keepStored(after);
        return difference(CHANGE, now, then);
    }

    private static CostChange difference(String request, Bill now, Bill then) {
        Set<Violation> violations = new LinkedHashSet<>(now.violations);
        violations.addAll(then.violations);
        refuse(request, violations);
        return new CostChange(now.estimate(), then.estimate());
    }

    /**
     * Estimates the difference that a lifecycle plan makes: storage is charged for the available replicas of each version that
     * it changes, before and after. Nothing is copied, so nothing is charged once.
     *
     * @throws io.github.imagegallery.error.InvalidParameterException if the book lacks a price that is needed, naming
     *     every such price
     */
    public static CostChange change(LifecyclePlan plan, PriceBook prices) {
        Map<ResourceId, ImageVersionInfo> before = new LinkedHashMap<>();
        Map<ResourceId, ImageVersionInfo> after = new LinkedHashMap<>();
        for (LifecycleStep step : plan.steps()) {
            step.before().ifPresent(version -> before.putIfAbsent(version.id(), version));
            step.after()
                    .ifPresentOrElse(version -> after.put(version.id(), version), () -> after.remove(step.target()));
        }
        Bill now = new Bill(prices);
        before.values().forEach(now::keepStored);
        Bill then = new Bill(prices);
        after.values().forEach(then::keepStored);
        return difference("Cannot estimate the cost of the plan", now, then);
    }

    /** Returns the regions other than the home that a version's bytes have yet to go to. */
    private static List<RegionName> reached(Optional<ImageVersionInfo> before, ImageVersionInfo after) {
        return after.regions().stream()
                .map(RegionReplication::region)
                .filter(region -> !region.equals(after.location()))
                .filter(region -> before.flatMap(version -> version.region(region))
                        .filter(present -> present.availableReplicas() > 0)
                        .isEmpty())
                .toList();
    }

    private static void refuse(String request, Collection<Violation> violations) {
        if (!violations.isEmpty()) {
            throw GalleryException.of(request, List.copyOf(violations));
        }
    }

    /** An estimate in the making, and what is wrong with it. */
    private static final class Bill {
        private final PriceBook prices;
        private final List<Item> items = new ArrayList<>();
        private final List<Violation> violations = new ArrayList<>();

        Bill(PriceBook prices) {
            this.prices = prices;
        }

        /** Charges for the replicas of a version that are available. */
        void keepStored(ImageVersionInfo version) {
            keep(version.billedBytes(), stored(version));
        }

        /** Charges for all replicas that are asked for. */
        void keep(long bytes, Collection<RegionReplication> regions) {
            if (bytes < 0) {
                violations.add(Violation.invalid("billedBytes", bytes, "a size is not negative", "give 0 or more"));
            }
            for (RegionReplication region : regions) {
                prices.storagePerGbMonth(region.region(), region.storageType())
                        .ifPresentOrElse(
                                price -> charge(
                                        Charge.STORAGE_PER_MONTH, region.region(), region.replicaCount(), bytes, price),
                                () -> violations.add(missing(region.storageType() + " in " + region.region())));
            }
        }

        /** Charges for bytes that leave a region for others. */
        void send(long bytes, RegionName source, List<RegionName> others) {
            Optional<BigDecimal> egress = prices.egressPerGb(source);
            if (egress.isEmpty() && !others.isEmpty()) {
                violations.add(missing("egress from " + source));
            }
            egress.ifPresent(price -> others.forEach(region -> charge(Charge.EGRESS_ONCE, region, 1, bytes, price)));
        }

        private void charge(Charge charge, RegionName region, int count, long bytes, BigDecimal price) {
            BigDecimal gigabytes = BigDecimal.valueOf(bytes).divide(BYTES_PER_GB);
            BigDecimal amount = gigabytes.multiply(price).multiply(BigDecimal.valueOf(count));
            items.add(new Item(charge, region, count, bytes, gigabytes, price, amount));
        }

        private static Violation missing(String what) {
            return Violation.invalid("prices", what, "the price book has no price for it", "add the price to the book");
        }

        CostEstimate estimate() {
            return new CostEstimate(prices.currency(), items);
        }
    }
}
