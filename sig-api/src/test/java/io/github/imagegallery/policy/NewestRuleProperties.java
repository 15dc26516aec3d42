// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.NOW;
import static io.github.imagegallery.policy.Samples.in;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.policy.NewestRule.Placement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of every placement, shown by making it in a model. */
class NewestRuleProperties {
    private static final GalleryRules RULES = GalleryRules.classic();
    private static final List<RegionName> REGIONS = List.of("eastus", "japaneast", "uksouth", "westeurope").stream()
            .map(RegionName::of)
            .toList();

    private static List<Placement> place(List<ImageVersionInfo> versions, List<TargetRegion> wanted, int most) {
        return NewestRule.place(versions, wanted, most, NOW, RULES);
    }

    @Property
    void noVersionLosesItsHomeOrWhatItLacks(
            @ForAll("versions") List<ImageVersionInfo> versions,
            @ForAll("wanted") List<TargetRegion> wanted,
            @ForAll @IntRange(min = 1, max = 3) int most) {
        Map<Object, ImageVersionInfo> byNumber = byNumber(versions);
        assertThat(place(versions, wanted, most)).allSatisfy(placement -> {
            ImageVersionInfo version = byNumber.get(placement.version());
            assertThat(placement.withdraw()).doesNotContain(version.location()).doesNotHaveDuplicates();
            assertThat(placement.withdraw())
                    .allMatch(region -> version.region(region).isPresent());
            assertThat(placement.replicate().isEmpty())
                    .isNotEqualTo(placement.withdraw().isEmpty());
        });
    }

    @Property
    void theNewestEndUpWhereTheyAreWanted(
            @ForAll("versions") List<ImageVersionInfo> versions,
            @ForAll("wanted") List<TargetRegion> wanted,
            @ForAll @IntRange(min = 1, max = 3) int most) {
        Map<Object, ImageVersionInfo> after = byNumber(applied(versions, place(versions, wanted, most)));
        Set<RegionName> everywhere = wanted.isEmpty()
                ? regions(versions)
                : wanted.stream().map(TargetRegion::region).collect(Collectors.toSet());
        for (ImageVersionInfo newest : NewestRule.newest(versions, most, NOW, RULES)) {
            for (RegionName region : everywhere) {
                RegionReplication there =
                        after.get(newest.number()).region(region).orElseThrow();
                assertThat(there.state()).isEqualTo(ReplicationState.COMPLETED);
                int expected = wanted.stream()
                        .filter(target -> target.region().equals(region))
                        .flatMap(target -> target.replicaCount().stream())
                        .findFirst()
                        .orElse(highest(versions, region));
                assertThat(there.replicaCount()).isEqualTo(expected);
                newest.region(region)
                        .ifPresent(before -> assertThat(there.storageType()).isEqualTo(before.storageType()));
            }
        }
    }

    private static int highest(List<ImageVersionInfo> versions, RegionName region) {
        int highest = 0;
        for (ImageVersionInfo version : versions) {
            for (RegionReplication present : version.regions()) {
                highest = present.region().equals(region) ? Math.max(highest, present.replicaCount()) : highest;
            }
        }
        return Math.max(1, highest);
    }

    private static Set<RegionName> regions(List<ImageVersionInfo> versions) {
        Set<RegionName> regions = new HashSet<>();
        versions.forEach(version -> version.regions().forEach(region -> regions.add(region.region())));
        return regions;
    }

    @Property
    void latestLosesNoRegionThatIsWanted(
            @ForAll("versions") List<ImageVersionInfo> versions,
            @ForAll("wanted") List<TargetRegion> wanted,
            @ForAll @IntRange(min = 1, max = 3) int most) {
        List<ImageVersionInfo> newest = NewestRule.newest(versions, most, NOW, RULES);
        List<ImageVersionInfo> after = applied(versions, place(versions, wanted, most));
        Set<RegionName> everywhere = wanted.isEmpty()
                ? regions(versions)
                : wanted.stream().map(TargetRegion::region).collect(Collectors.toSet());
        for (RegionName region : everywhere) {
            boolean before = latest(versions, region).isPresent();
            boolean included = newest.stream()
                    .anyMatch(version -> !version.region(region)
                            .flatMap(RegionReplication::excludeFromLatest)
                            .orElse(version.excludeFromLatest()));
            assertThat(latest(after, region).isPresent())
                    .as("latest in %s", region)
                    .isEqualTo(before || included);
        }
    }

    @Property
    void latestNeverGoesBack(
            @ForAll("versions") List<ImageVersionInfo> versions, @ForAll @IntRange(min = 1, max = 3) int most) {
        List<ImageVersionInfo> after = applied(versions, place(versions, List.of(), most));
        for (RegionName region : REGIONS) {
            latest(versions, region)
                    .ifPresent(before -> assertThat(
                                    latest(after, region).orElseThrow().number())
                            .isGreaterThanOrEqualTo(before.number()));
        }
    }

    private static Optional<ImageVersionInfo> latest(List<ImageVersionInfo> versions, RegionName region) {
        return LatestRule.explain(versions, region, NOW, RULES).chosen();
    }

    @Property
    void whatIsDoneIsNotDoneAgain(
            @ForAll("versions") List<ImageVersionInfo> versions,
            @ForAll("wanted") List<TargetRegion> wanted,
            @ForAll @IntRange(min = 1, max = 3) int most) {
        List<ImageVersionInfo> after = applied(versions, place(versions, wanted, most));
        assertThat(place(after, wanted, most)).isEmpty();
    }

    @Property
    void whatIsNotOlderThanTheNewestIsLeftAsItIs(
            @ForAll("versions") List<ImageVersionInfo> versions, @ForAll @IntRange(min = 1, max = 3) int most) {
        List<ImageVersionInfo> newest = NewestRule.newest(versions, most, NOW, RULES);
        Map<Object, ImageVersionInfo> after = byNumber(applied(versions, place(versions, List.of(), most)));
        for (ImageVersionInfo version : versions) {
            boolean older = !newest.isEmpty()
                    && newest.stream().allMatch(one -> version.number().compareTo(one.number()) < 0);
            if (!older && !newest.contains(version)) {
                assertThat(after.get(version.number())).isEqualTo(version);
            }
        }
    }

    @Property
    void olderOnesAreAtHomeOnlyWhereNothingIsExcluded(
            @ForAll("plainVersions") List<ImageVersionInfo> versions, @ForAll @IntRange(min = 1, max = 3) int most) {
        List<ImageVersionInfo> newest = NewestRule.newest(versions, most, NOW, RULES);
        assertThat(newest).hasSize(Math.min(most, versions.size()));
        for (ImageVersionInfo version : applied(versions, place(versions, List.of(), most))) {
            boolean older = newest.stream().noneMatch(one -> one.number().equals(version.number()));
            assertThat(version.regions())
                    .extracting(RegionReplication::region)
                    .hasSize(older ? 1 : regions(versions).size())
                    .contains(version.location());
        }
    }

    /** Makes placements in the model: every replica is made at once. */
    private static List<ImageVersionInfo> applied(List<ImageVersionInfo> versions, List<Placement> placements) {
        Map<Object, Placement> byVersion =
                placements.stream().collect(Collectors.toMap(Placement::version, Function.identity()));
        return versions.stream()
                .map(version -> Optional.ofNullable(byVersion.get(version.number()))
                        .map(placement -> applied(version, placement))
                        .orElse(version))
                .toList();
    }

    private static ImageVersionInfo applied(ImageVersionInfo version, Placement placement) {
        Map<RegionName, RegionReplication> regions = new TreeMap<>();
        version.regions().forEach(region -> regions.put(region.region(), region));
        placement.withdraw().forEach(regions::remove);
        placement.replicate().forEach(target -> {
            RegionReplication made = ReplicationRule.resolve(
                    target,
                    1,
                    Optional.ofNullable(regions.get(target.region())),
                    io.github.imagegallery.model.RegionCatalog.publicCloud());
            regions.put(
                    target.region(),
                    RegionReplication.builder()
                            .from(made)
                            .state(ReplicationState.COMPLETED)
                            .availableReplicas(made.replicaCount())
                            .progressPercent(100)
                            .build());
        });
        return ImageVersionInfo.builder()
                .from(version)
                .regions(List.copyOf(regions.values()))
                .build();
    }

    private static Map<Object, ImageVersionInfo> byNumber(List<ImageVersionInfo> versions) {
        return versions.stream().collect(Collectors.toMap(ImageVersionInfo::number, Function.identity()));
    }

    @Provide
    Arbitrary<List<TargetRegion>> wanted() {
        return Combinators.combine(
                        Arbitraries.of(REGIONS), Arbitraries.integers().between(0, 4))
                .as((region, count) -> count == 0
                        ? TargetRegion.of(region)
                        : TargetRegion.of(region).replicas(count))
                .list()
                .ofMaxSize(4)
                .uniqueElements(TargetRegion::region)
                .map(ArrayList::new);
    }

    @Provide
    Arbitrary<List<ImageVersionInfo>> plainVersions() {
        return versions(Combinators.combine(numbers(), Arbitraries.of(REGIONS), completed())
                .as((number, home, others) ->
                        with(version(number).location(home), home, others).build()));
    }

    @Provide
    Arbitrary<List<ImageVersionInfo>> versions() {
        return versions(Combinators.combine(
                        numbers(),
                        Arbitraries.of(REGIONS),
                        region(
                                        Arbitraries.of(ReplicationState.class),
                                        Arbitraries.of(true, false).optional())
                                .list()
                                .ofMaxSize(4)
                                .uniqueElements(RegionReplication::region),
                        Arbitraries.of(false, false, true),
                        Arbitraries.of(Optional.<Instant>empty(), Optional.of(NOW.minusSeconds(1))),
                        Arbitraries.of(
                                ProvisioningState.SUCCEEDED, ProvisioningState.SUCCEEDED, ProvisioningState.DELETING))
                .as((number, home, others, excluded, end, state) -> with(
                                version(number).location(home), home, others)
                        .excludeFromLatest(excluded)
                        .endOfLifeDate(end)
                        .provisioningState(state)
                        .build()));
    }

    private static ImageVersionInfo.Builder with(
            ImageVersionInfo.Builder version, RegionName home, List<RegionReplication> regions) {
        Map<RegionName, RegionReplication> byName = new TreeMap<>();
        byName.put(home, in(home).build());
        regions.forEach(region -> byName.put(region.region(), region));
        return version.addAllRegions(byName.values());
    }

    private static Arbitrary<String> numbers() {
        return Arbitraries.integers().between(0, 20).map(minor -> "1." + minor + ".0");
    }

    private static Arbitrary<List<ImageVersionInfo>> versions(Arbitrary<ImageVersionInfo> version) {
        return version.list()
                .ofMaxSize(6)
                .uniqueElements(ImageVersionInfo::number)
                .map(ArrayList::new);
    }

    private static Arbitrary<List<RegionReplication>> completed() {
        return region(Arbitraries.of(ReplicationState.COMPLETED), Arbitraries.just(Optional.empty()))
                .list()
                .ofMaxSize(4)
                .uniqueElements(RegionReplication::region);
    }

    private static Arbitrary<RegionReplication> region(
            Arbitrary<ReplicationState> states, Arbitrary<Optional<Boolean>> flags) {
        return Combinators.combine(
                        Arbitraries.of(REGIONS),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(StorageType.STANDARD_LRS, StorageType.PREMIUM_LRS),
                        states,
                        flags)
                .as((name, count, type, state, flag) -> in(name).replicaCount(count)
                        .storageType(type)
                        .state(state)
                        .excludeFromLatest(flag)
                        .build());
    }
}
