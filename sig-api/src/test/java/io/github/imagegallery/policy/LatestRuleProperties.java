// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.LatestResolution.PassedOver;
import io.github.imagegallery.model.LatestResolution.Reason;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.VersionNumber;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against an oracle that tries every version, and knows a number only as one large integer. */
class LatestRuleProperties {
    private static final BigInteger BASE = BigInteger.ONE.shiftLeft(31);
    private static final List<RegionName> REGIONS =
            List.of(RegionName.of("westeurope"), RegionName.of("eastus2"), RegionName.of("japaneast"));

    @Property
    void equalsTheOracle(
            @ForAll("definitions") List<ImageVersionInfo> versions,
            @ForAll("regions") RegionName region,
            @ForAll("instants") Instant at,
            @ForAll("rules") GalleryRules rules) {
        LatestResolution resolution = LatestRule.explain(versions, region, at, rules);

        Optional<ImageVersionInfo> expected = versions.stream()
                .filter(version -> obstacles(version, region, at, rules).isEmpty())
                .max(Comparator.comparing(LatestRuleProperties::rank));
        List<VersionNumber> newer = versions.stream()
                .filter(version -> expected.isEmpty() || rank(version).compareTo(rank(expected.get())) > 0)
                .sorted(Comparator.comparing(LatestRuleProperties::rank).reversed())
                .map(ImageVersionInfo::number)
                .toList();

        assertThat(resolution.region()).isEqualTo(region);
        assertThat(resolution.chosen()).isEqualTo(expected);
        assertThat(resolution.passedOver()).extracting(PassedOver::version).isEqualTo(newer);
    }

    @Property
    void everyReasonIsTrue(
            @ForAll("definitions") List<ImageVersionInfo> versions,
            @ForAll("regions") RegionName region,
            @ForAll("instants") Instant at,
            @ForAll("rules") GalleryRules rules) {
        for (PassedOver passed : LatestRule.explain(versions, region, at, rules).passedOver()) {
            ImageVersionInfo version = versions.stream()
                    .filter(each -> each.number().equals(passed.version()))
                    .findAny()
                    .orElseThrow();
            assertThat(obstacles(version, region, at, rules)).contains(passed.reason());
            assertThat(passed.explanation()).isNotBlank();
        }
    }

    @Property
    void theOrderInWhichVersionsAreGivenDoesNotMatter(
            @ForAll("definitions") List<ImageVersionInfo> versions,
            @ForAll("regions") RegionName region,
            @ForAll("instants") Instant at,
            @ForAll("rules") GalleryRules rules) {
        List<ImageVersionInfo> backwards = new ArrayList<>(versions);
        Collections.reverse(backwards);
        assertThat(LatestRule.explain(backwards, region, at, rules))
                .isEqualTo(LatestRule.explain(versions, region, at, rules));
    }

    @Property
    void theShortCallIsClassic(@ForAll("definitions") List<ImageVersionInfo> versions, @ForAll("instants") Instant at) {
        assertThat(LatestRule.explain(versions, "East US 2", at))
                .isEqualTo(LatestRule.explain(versions, RegionName.of("eastus2"), at, GalleryRules.classic()));
    }

    /** Everything that stands against a version, each found for itself. */
    private static Set<Reason> obstacles(ImageVersionInfo version, RegionName region, Instant at, GalleryRules rules) {
        Map<RegionName, RegionReplication> replicas = new HashMap<>();
        version.regions().forEach(each -> replicas.put(each.region(), each));
        RegionReplication there = replicas.get(region);
        Optional<Boolean> flag = there == null ? Optional.empty() : there.excludeFromLatest();
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        if (version.provisioningState().name().equals("DELETING")) {
            reasons.add(Reason.DELETING);
        }
        if (there == null) {
            reasons.add(Reason.NOT_REPLICATED);
        } else if (there.state() != ReplicationState.COMPLETED) {
            reasons.add(Reason.NOT_COMPLETED);
        }
        if (flag.equals(Optional.of(true))) {
            reasons.add(Reason.EXCLUDED_IN_REGION);
        }
        if (flag.isEmpty() && version.excludeFromLatest()) {
            reasons.add(Reason.EXCLUDED);
        }
        if (rules == GalleryRules.classic()
                && version.endOfLifeDate().isPresent()
                && nanos(at).compareTo(nanos(version.endOfLifeDate().get())) > 0) {
            reasons.add(Reason.PAST_END_OF_LIFE);
        }
        return reasons;
    }

    private static BigInteger rank(ImageVersionInfo version) {
        VersionNumber number = version.number();
        return BigInteger.valueOf(number.major())
                .multiply(BASE)
                .add(BigInteger.valueOf(number.minor()))
                .multiply(BASE)
                .add(BigInteger.valueOf(number.patch()));
    }

    private static BigInteger nanos(Instant instant) {
        return BigInteger.valueOf(instant.getEpochSecond())
                .multiply(BigInteger.valueOf(1_000_000_000))
                .add(BigInteger.valueOf(instant.getNano()));
    }

    @Provide
    Arbitrary<List<ImageVersionInfo>> definitions() {
        return versions().list().ofMaxSize(8).uniqueElements(ImageVersionInfo::number);
    }

    private Arbitrary<ImageVersionInfo> versions() {
        Arbitrary<Integer> part = Arbitraries.of(0, 1, 2, 9, 10, Integer.MAX_VALUE);
        Arbitrary<String> number =
                Combinators.combine(part, part, part).as((major, minor, patch) -> major + "." + minor + "." + patch);
        // half of the versions are healthy, or the newest would hardly ever be chosen
        Arbitrary<ProvisioningState> states = Arbitraries.oneOf(
                Arbitraries.just(ProvisioningState.SUCCEEDED), Arbitraries.of(ProvisioningState.class));
        return Combinators.combine(
                        number,
                        states,
                        Arbitraries.of(false, false, true),
                        instants().optional(),
                        replications().list().ofMaxSize(3).uniqueElements(RegionReplication::region))
                .as((text, state, excluded, end, regions) -> Samples.version(text)
                        .provisioningState(state)
                        .excludeFromLatest(excluded)
                        .endOfLifeDate(end)
                        .regions(regions)
                        .build());
    }

    private Arbitrary<RegionReplication> replications() {
        Arbitrary<ReplicationState> states =
                Arbitraries.oneOf(Arbitraries.just(ReplicationState.COMPLETED), Arbitraries.of(ReplicationState.class));
        return Combinators.combine(
                        regions(), states, Arbitraries.of(true, false).optional(0.3))
                .as((region, state, flag) -> RegionReplication.builder()
                        .region(region)
                        .state(state)
                        .excludeFromLatest(flag)
                        .build());
    }

    @Provide
    Arbitrary<RegionName> regions() {
        return Arbitraries.of(REGIONS);
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.integers().between(-2, 2).map(NOW::plusNanos);
    }

    @Provide
    Arbitrary<GalleryRules> rules() {
        return Arbitraries.of(GalleryRules.classic(), GalleryRules.current());
    }
}
