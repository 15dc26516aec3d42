// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.HOME;
import static io.github.imagegallery.policy.Samples.in;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.StorageType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The difference that a change makes, against estimates of the version before and after. */
class CostChangeProperties {
    private static final long BYTES = 123_456_789_123L;
    private static final BigDecimal EGRESS = new BigDecimal("0.0183");
    private static final PriceBook PRICES = PriceBook.builder()
            .currency("EUR")
            .putStoragePerGbMonth(StorageType.STANDARD_LRS, new BigDecimal("0.047"))
            .putStoragePerGbMonth(StorageType.STANDARD_ZRS, new BigDecimal("0.061"))
            .putStoragePerGbMonth(StorageType.PREMIUM_LRS, new BigDecimal("0.131"))
            .egressPerGb(EGRESS)
            .build();
    private static final BigDecimal ONE_EGRESS =
            BigDecimal.valueOf(BYTES).multiply(EGRESS).divide(BigDecimal.valueOf(1L << 30));

    @Property
    void whatIsThereIsBilledBeforeAndWhatIsAskedForAfter(
            @ForAll("regions") List<RegionReplication> before, @ForAll("regions") List<RegionReplication> after) {
        BigDecimal now = BigDecimal.ZERO;
        for (RegionReplication region : before) {
            now = now.add(monthly(region, region.availableReplicas()));
        }
        BigDecimal then = BigDecimal.ZERO;
        for (RegionReplication region : after) {
            then = then.add(monthly(region, region.replicaCount()));
        }
        CostChange change = change(before, after);
        assertThat(change.before().monthly()).isEqualByComparingTo(now);
        assertThat(change.after().monthly()).isEqualByComparingTo(then);
        assertThat(change.monthlyDifference()).isEqualByComparingTo(then.subtract(now));
    }

    private static BigDecimal monthly(RegionReplication region, int replicas) {
        return BigDecimal.valueOf(BYTES)
                .multiply(PRICES.storagePerGbMonth(region.region(), region.storageType())
                        .orElseThrow())
                .multiply(BigDecimal.valueOf(replicas))
                .divide(BigDecimal.valueOf(1L << 30));
    }

    @Property
    void aVersionCostsAsItIsWhatAChangeFindsAndWhatWasPaidToGetThere(
            @ForAll("regions") List<RegionReplication> regions) {
        CostEstimate estimate = estimate(regions);
        assertThat(estimate.monthly())
                .isEqualByComparingTo(change(regions, List.of()).before().monthly());
        assertThat(estimate.once())
                .isEqualByComparingTo(change(List.of(), regions)
                        .once()
                        .subtract(change(regions, regions).once()));
    }

    @Property
    void aPublicationCostsWhatTheVersionCostsWhenItIsComplete(@ForAll("regions") List<RegionReplication> regions) {
        CostChange published = CostModel.change(Optional.empty(), Optional.of(of(regions)), PRICES);
        assertThat(published.after()).isEqualTo(estimate(complete(regions)));
        assertThat(published.before().items()).isEmpty();
    }

    @Property
    void aDeletionSavesWhatIsThere(@ForAll("regions") List<RegionReplication> regions) {
        CostChange deleted = CostModel.change(Optional.of(of(regions)), Optional.empty(), PRICES);
        assertThat(deleted.monthlyDifference())
                .isEqualByComparingTo(estimate(regions).monthly().negate());
        assertThat(deleted.once()).isZero();
    }

    @Property
    void resumingCostsWhatIsLackingAndThenNothing(@ForAll("regions") List<RegionReplication> regions) {
        CostEstimate whole = estimate(complete(regions));
        CostEstimate part = estimate(regions);
        CostChange resumed = change(regions, regions);
        assertThat(resumed.monthlyDifference())
                .isNotNegative()
                .isEqualByComparingTo(whole.monthly().subtract(part.monthly()));
        assertThat(resumed.once()).isEqualByComparingTo(whole.once().subtract(part.once()));
        CostChange again = change(complete(regions), complete(regions));
        assertThat(again.monthlyDifference()).isZero();
        assertThat(again.once()).isZero();
    }

    @Property
    void withoutCopyingOnlyWhatIsGivenUpMakesADifference(@ForAll("regions") List<RegionReplication> regions) {
        assertThat(withoutCopying(regions, regions).monthlyDifference()).isZero();
        for (RegionReplication gone : regions) {
            List<RegionReplication> rest =
                    regions.stream().filter(region -> !region.equals(gone)).toList();
            CostChange change = withoutCopying(regions, rest);
            assertThat(change.monthlyDifference())
                    .isEqualByComparingTo(
                            monthly(gone, gone.availableReplicas()).negate());
            assertThat(change.before().items()).containsAll(change.after().items());
        }
    }

    private static CostChange withoutCopying(List<RegionReplication> before, List<RegionReplication> after) {
        return CostModel.changeWithoutCopying(of(before), of(after), PRICES);
    }

    private static List<RegionReplication> complete(List<RegionReplication> regions) {
        return regions.stream()
                .map(region -> RegionReplication.builder()
                        .from(region)
                        .state(ReplicationState.COMPLETED)
                        .availableReplicas(region.replicaCount())
                        .build())
                .toList();
    }

    @Property
    void egressIsChargedForEachRegionThatIsReachedForTheFirstTime(
            @ForAll("regions") List<RegionReplication> before, @ForAll("regions") List<RegionReplication> after) {
        long reached = 0;
        for (RegionReplication region : after) {
            boolean there = false;
            for (RegionReplication present : before) {
                there |= present.region().equals(region.region()) && present.availableReplicas() > 0;
            }
            reached += there || region.region().equals(HOME) ? 0 : 1;
        }
        assertThat(change(before, after).once()).isEqualByComparingTo(ONE_EGRESS.multiply(BigDecimal.valueOf(reached)));
    }

    @Property
    void regionsAddUp(
            @ForAll("regions") List<RegionReplication> before, @ForAll("regions") List<RegionReplication> after) {
        CostChange sum = CostChange.none("EUR");
        for (RegionName name : NAMES) {
            sum = sum.plus(change(only(name, before), only(name, after)));
        }
        CostChange whole = change(before, after);
        assertThat(sum.monthlyDifference()).isEqualByComparingTo(whole.monthlyDifference());
        assertThat(sum.once()).isEqualByComparingTo(whole.once());
    }

    @Property
    void oneReplicaMoreIsNeverCheaper(
            @ForAll("regions") List<RegionReplication> before, @ForAll("regions") List<RegionReplication> after) {
        List<RegionReplication> more = after.stream()
                .map(region -> RegionReplication.builder()
                        .from(region)
                        .replicaCount(region.replicaCount() + 1)
                        .build())
                .toList();
        assertThat(change(before, more).monthlyDifference())
                .isGreaterThanOrEqualTo(change(before, after).monthlyDifference());
        assertThat(change(before, more).once())
                .isEqualByComparingTo(change(before, after).once());
    }

    private static List<RegionReplication> only(RegionName name, List<RegionReplication> regions) {
        return regions.stream().filter(region -> region.region().equals(name)).toList();
    }

    private static CostChange change(List<RegionReplication> before, List<RegionReplication> after) {
        return CostModel.change(Optional.of(of(before)), Optional.of(of(after)), PRICES);
    }

    private static CostEstimate estimate(List<RegionReplication> regions) {
        return CostModel.estimate(of(regions), PRICES);
    }

    private static ImageVersionInfo of(List<RegionReplication> regions) {
        return version("1.0.0")
                .addDisks(DiskInfo.builder()
                        .virtualSizeBytes(2 * BYTES)
                        .billedBytes(BYTES)
                        .build())
                .addAllRegions(regions)
                .build();
    }

    private static final List<RegionName> NAMES =
            List.of(HOME, RegionName.of("eastus"), RegionName.of("japaneast"), RegionName.of("uksouth"));

    @Provide
    Arbitrary<List<RegionReplication>> regions() {
        return Combinators.combine(
                        Arbitraries.of(NAMES),
                        Arbitraries.integers().between(1, 10),
                        Arbitraries.integers().between(0, 10),
                        Arbitraries.of(StorageType.class))
                .as((name, count, available, type) -> in(name).replicaCount(count)
                        .availableReplicas(Math.min(count, available))
                        .state(available >= count ? ReplicationState.COMPLETED : ReplicationState.REPLICATING)
                        .storageType(type)
                        .build())
                .list()
                .ofMaxSize(NAMES.size())
                .uniqueElements(RegionReplication::region)
                .map(ArrayList::new);
    }
}
