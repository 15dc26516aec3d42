// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.HOME;
import static io.github.imagegallery.policy.Samples.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.StorageType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Against sums of whole numbers: bytes × millionths of the currency, over 2^30. */
class CostModelProperties {
    private static final BigDecimal BYTES_PER_GB = BigDecimal.valueOf(1L << 30);

    @Property
    void nothingIsRounded(
            @ForAll @LongRange(min = 0) long bytes,
            @ForAll("regions") List<RegionReplication> regions,
            @ForAll("prices") List<Integer> millionths) {
        CostEstimate estimate = CostModel.estimate(bytes, HOME, regions, book(millionths));

        BigInteger storage = BigInteger.ZERO;
        BigInteger egress = BigInteger.ZERO;
        for (RegionReplication region : regions) {
            storage = storage.add(BigInteger.valueOf(region.replicaCount())
                    .multiply(BigInteger.valueOf(bytes))
                    .multiply(BigInteger.valueOf(
                            millionths.get(region.storageType().ordinal()))));
            if (!region.region().equals(HOME)) {
                egress = egress.add(BigInteger.valueOf(bytes).multiply(BigInteger.valueOf(millionths.get(3))));
            }
        }
        assertSame(estimate.monthly(), storage);
        assertSame(estimate.once(), egress);
        assertSame(estimate.total(), storage.add(egress));
    }

    @Property
    void regionsAddUp(
            @ForAll @LongRange(min = 0) long bytes,
            @ForAll("regions") List<RegionReplication> regions,
            @ForAll("prices") List<Integer> millionths) {
        BigDecimal one = regions.stream()
                .map(region -> CostModel.estimate(bytes, HOME, List.of(region), book(millionths))
                        .total())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(CostModel.estimate(bytes, HOME, regions, book(millionths)).total())
                .isEqualByComparingTo(one);
    }

    @Property
    void oneReplicaMoreCostsOneStoragePriceMoreAndNoEgress(
            @ForAll @LongRange(min = 0) long bytes,
            @ForAll("region") RegionReplication region,
            @ForAll("prices") List<Integer> millionths) {
        RegionReplication more = RegionReplication.builder()
                .from(region)
                .replicaCount(region.replicaCount() + 1)
                .build();
        RegionReplication single = RegionReplication.builder()
                .from(region)
                .replicaCount(1)
                .availableReplicas(1)
                .build();
        CostEstimate before = CostModel.estimate(bytes, HOME, List.of(region), book(millionths));
        CostEstimate after = CostModel.estimate(bytes, HOME, List.of(more), book(millionths));
        assertThat(after.once()).isEqualByComparingTo(before.once());
        assertThat(after.monthly().subtract(before.monthly()))
                .isNotNegative()
                .isEqualByComparingTo(CostModel.estimate(bytes, HOME, List.of(single), book(millionths))
                        .monthly());
    }

    @Property
    void everyAmountIsTheProductOfItsLine(
            @ForAll @LongRange(min = 0) long bytes,
            @ForAll("regions") List<RegionReplication> regions,
            @ForAll("prices") List<Integer> millionths) {
        CostEstimate estimate = CostModel.estimate(bytes, HOME, regions, book(millionths));
        assertThat(estimate.items()).allSatisfy(item -> {
            assertThat(item.amount())
                    .isEqualByComparingTo(
                            item.gigabytes().multiply(item.pricePerGb()).multiply(BigDecimal.valueOf(item.count())));
            assertThat(item.gigabytes().multiply(BYTES_PER_GB)).isEqualByComparingTo(BigDecimal.valueOf(item.bytes()));
            assertThat(item.bytes()).isEqualTo(bytes);
        });
    }

    /** Compares without dividing: an amount × 2^30 × 10^6 is a whole number. */
    private static void assertSame(BigDecimal amount, BigInteger byteMillionths) {
        assertThat(amount.multiply(BYTES_PER_GB).movePointRight(6))
                .isEqualByComparingTo(new BigDecimal(byteMillionths));
    }

    private static PriceBook book(List<Integer> millionths) {
        PriceBook.Builder book = PriceBook.builder().currency("EUR");
        for (StorageType type : StorageType.values()) {
            book.putStoragePerGbMonth(type, BigDecimal.valueOf(millionths.get(type.ordinal()), 6));
        }
        return book.egressPerGb(BigDecimal.valueOf(millionths.get(3), 6)).build();
    }

    @Provide
    Arbitrary<List<Integer>> prices() {
        return Arbitraries.integers().between(0, 999_999_999).list().ofSize(4);
    }

    @Provide
    Arbitrary<List<RegionReplication>> regions() {
        return region().list()
                .ofMaxSize(6)
                .uniqueElements(RegionReplication::region)
                .map(ArrayList::new);
    }

    @Provide
    Arbitrary<RegionReplication> region() {
        Arbitrary<RegionName> names = Arbitraries.of(
                        "westeurope", "eastus", "eastus2", "japaneast", "uksouth", "westus")
                .map(RegionName::of);
        return Combinators.combine(names, Arbitraries.integers().between(1, 100), Arbitraries.of(StorageType.class))
                .as((name, count, type) ->
                        in(name).replicaCount(count).storageType(type).build());
    }
}
