// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.HOME;
import static io.github.imagegallery.policy.Samples.in;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.CostEstimate.Charge;
import io.github.imagegallery.model.CostEstimate.Item;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.PriceBook.RegionPrices;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.StorageType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CostModelTest {
    private static final long GB = 1L << 30;
    private static final RegionName JAPAN = RegionName.of("japaneast");
    private static final RegionName US = RegionName.of("eastus2");
    private static final PriceBook PRICES = PriceBook.builder()
            .currency("EUR")
            .putStoragePerGbMonth(StorageType.STANDARD_LRS, new BigDecimal("0.05"))
            .egressPerGb(new BigDecimal("0.08"))
            .build();

    /** The worked example of the billing rules: 127 GB holding 10 GB, and 32 GB holding nothing. */
    @Test
    void sixSnapshotsOfTenAndTwoEgressesOfTen() {
        ImageVersionInfo version = version("1.0.0")
                .addDisks(disk(127 * GB, 10 * GB).build())
                .addDisks(disk(32 * GB, 0).lun(0).build())
                .addRegions(in(US).replicaCount(2).build())
                .addRegions(in(JAPAN).replicaCount(2).build())
                .addRegions(in(HOME).replicaCount(2).build())
                .build();

        CostEstimate estimate = CostModel.estimate(version, PRICES);

        assertThat(estimate.items())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactlyInAnyOrder(
                        item(Charge.STORAGE_PER_MONTH, US, 2, "0.05", "1.00"),
                        item(Charge.STORAGE_PER_MONTH, JAPAN, 2, "0.05", "1.00"),
                        item(Charge.STORAGE_PER_MONTH, HOME, 2, "0.05", "1.00"),
                        item(Charge.EGRESS_ONCE, US, 1, "0.08", "0.80"),
                        item(Charge.EGRESS_ONCE, JAPAN, 1, "0.08", "0.80"));
        assertThat(estimate.currency()).isEqualTo("EUR");
        assertThat(estimate.monthly()).isEqualByComparingTo("3");
        assertThat(estimate.once()).isEqualByComparingTo("1.6");
        assertThat(estimate.total()).isEqualByComparingTo("4.6");
    }

    @Test
    void nothingIsRounded() {
        CostEstimate estimate = CostModel.estimate(1, HOME, List.of(in(HOME).build()), PRICES);
        assertThat(estimate.total()).isEqualByComparingTo("0.000000000046566128730773925781250");
    }

    @Test
    void aRegionsPriceGoesBeforeTheGeneralOne() {
        PriceBook dear = PriceBook.builder()
                .from(PRICES)
                .putRegions(
                        HOME,
                        new RegionPrices(
                                Map.of(StorageType.STANDARD_LRS, new BigDecimal("7")),
                                Optional.of(new BigDecimal("11"))))
                .build();
        CostEstimate estimate =
                CostModel.estimate(GB, HOME, List.of(in(HOME).build(), in(JAPAN).build()), dear);
        assertThat(estimate.monthly()).isEqualByComparingTo("7.05");
        assertThat(estimate.once()).isEqualByComparingTo("11");
    }

    @Test
    void egressIsPricedWhereItLeaves() {
        PriceBook dear = PriceBook.builder()
                .from(PRICES)
                .putRegions(JAPAN, new RegionPrices(Map.of(), Optional.of(new BigDecimal("11"))))
                .build();
        CostEstimate estimate =
                CostModel.estimate(GB, HOME, List.of(in(HOME).build(), in(JAPAN).build()), dear);
        assertThat(estimate.once()).isEqualByComparingTo("0.08");
    }

    @Test
    void everyMissingPriceIsNamed() {
        PriceBook nothing = PriceBook.builder().currency("EUR").build();
        InvalidParameterException refusal = catchThrowableOfType(
                InvalidParameterException.class,
                () -> CostModel.estimate(
                        GB,
                        HOME,
                        List.of(
                                in(HOME).storageType(StorageType.STANDARD_ZRS).build(),
                                in(JAPAN).storageType(StorageType.PREMIUM_LRS).build(),
                                in(US).build()),
                        nothing));
        assertThat(refusal.violations())
                .extracting(Violation::asked)
                .containsExactly(
                        "Standard_ZRS in westeurope",
                        "Premium_LRS in japaneast",
                        "Standard_LRS in eastus2",
                        "egress from westeurope");
        assertThat(refusal).hasMessageStartingWith("Cannot estimate the cost");
    }

    @Test
    void aPriceThatIsNotNeededMayBeMissing() {
        PriceBook noEgress = PriceBook.builder()
                .currency("EUR")
                .putStoragePerGbMonth(StorageType.STANDARD_LRS, BigDecimal.ONE)
                .build();
        assertThat(CostModel.estimate(GB, HOME, List.of(in(HOME).build()), noEgress)
                        .total())
                .isEqualByComparingTo("1");
    }

    @Test
    void aNegativeSizeIsRefused() {
        InvalidParameterException refusal = catchThrowableOfType(
                InvalidParameterException.class, () -> CostModel.estimate(-1, HOME, List.of(), PRICES));
        assertThat(refusal.violations()).extracting(Violation::target).containsExactly("billedBytes");
    }

    @Test
    void aChangeIsChargedForWhatItAddsAndRefundsNothing() {
        ImageVersionInfo before = version("1.0.0")
                .addDisks(disk(20 * GB, 10 * GB).build())
                .addRegions(in(HOME).replicaCount(2).build())
                .addRegions(in(US).replicaCount(3).build())
                .build();
        ImageVersionInfo after = version("1.0.0")
                .addDisks(disk(20 * GB, 10 * GB).build())
                .addRegions(in(HOME).replicaCount(4).build())
                .addRegions(in(JAPAN).replicaCount(2).build())
                .build();

        CostChange change = CostModel.change(Optional.of(before), Optional.of(after), PRICES);

        assertThat(change.currency()).isEqualTo("EUR");
        assertThat(change.before().items())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        item(Charge.STORAGE_PER_MONTH, HOME, 2, "0.05", "1.00"),
                        item(Charge.STORAGE_PER_MONTH, US, 3, "0.05", "1.50"));
        assertThat(change.after().items())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        item(Charge.STORAGE_PER_MONTH, HOME, 4, "0.05", "2.00"),
                        item(Charge.STORAGE_PER_MONTH, JAPAN, 2, "0.05", "1.00"),
                        item(Charge.EGRESS_ONCE, JAPAN, 1, "0.08", "0.80"));
        assertThat(change.monthlyDifference()).isEqualByComparingTo("0.5");
        assertThat(change.once()).isEqualByComparingTo("0.8");
    }

    @Test
    void whatHasNotArrivedIsSentAndChargedAgain() {
        ImageVersionInfo.Builder started =
                version("1.0.0").addDisks(disk(20 * GB, 10 * GB).build()).addRegions(in(HOME).build());
        ImageVersionInfo failed = started.addRegions(
                        in(JAPAN).replicaCount(2).state(ReplicationState.FAILED).build())
                .addRegions(in(US).replicaCount(2)
                        .state(ReplicationState.REPLICATING)
                        .availableReplicas(1)
                        .build())
                .build();

        CostChange change = CostModel.change(Optional.of(failed), Optional.of(failed), PRICES);

        assertThat(change.before().items())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        item(Charge.STORAGE_PER_MONTH, HOME, 1, "0.05", "0.50"),
                        item(Charge.STORAGE_PER_MONTH, US, 1, "0.05", "0.50"));
        assertThat(change.monthlyDifference()).isEqualByComparingTo("1.5");
        assertThat(change.after().items())
                .filteredOn(item -> item.charge() == Charge.EGRESS_ONCE)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(item(Charge.EGRESS_ONCE, JAPAN, 1, "0.08", "0.80"));
    }

    @Test
    void aPriceThatAChangeLacksIsNamedOnce() {
        ImageVersionInfo version = version("1.0.0").addRegions(in(HOME).build()).build();
        ImageVersionInfo more = ImageVersionInfo.builder()
                .from(version)
                .addRegions(in(US).build())
                .build();
        PriceBook nothing = PriceBook.builder().currency("EUR").build();

        InvalidParameterException refusal = catchThrowableOfType(
                InvalidParameterException.class,
                () -> CostModel.change(Optional.of(version), Optional.of(more), nothing));

        assertThat(refusal.violations())
                .extracting(Violation::asked)
                .containsExactly("Standard_LRS in westeurope", "Standard_LRS in eastus2", "egress from westeurope");
        assertThat(refusal).hasMessageStartingWith("Cannot estimate the cost of the change");
    }

    @Test
    void amountsInTwoCurrenciesDoNotAddUp() {
        assertThatThrownBy(() -> CostChange.none("EUR").plus(CostChange.none("USD")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EUR")
                .hasMessageContaining("USD");
        assertThatThrownBy(() -> new CostChange(new CostEstimate("EUR", List.of()), new CostEstimate("USD", List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Item item(Charge charge, RegionName region, int count, String price, String amount) {
        return new Item(charge, region, count, 10 * GB, BigDecimal.TEN, new BigDecimal(price), new BigDecimal(amount));
    }

    private static DiskInfo.Builder disk(long virtual, long billed) {
        return DiskInfo.builder().virtualSizeBytes(virtual).billedBytes(billed);
    }
}
