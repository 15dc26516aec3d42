// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.HOME;
import static io.github.imagegallery.policy.Samples.NOW;
import static io.github.imagegallery.policy.Samples.definition;
import static io.github.imagegallery.policy.Samples.in;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LifecyclePlan;
import io.github.imagegallery.model.LifecyclePlan.Kept;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.LifecycleRule;
import io.github.imagegallery.model.LifecycleStep;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.SafetyProfile;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.VersionNumber;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** What holds of every plan, shown by doing it to a model that knows only what a step says. */
class LifecycleRulesProperties {
    private static final List<RegionName> REGIONS = List.of(HOME, RegionName.of("eastus"), RegionName.of("japaneast"));
    private static final PriceBook PRICES = PriceBook.builder()
            .currency("EUR")
            .putStoragePerGbMonth(StorageType.STANDARD_LRS, new BigDecimal("0.047"))
            .build();

    /** A definition with its versions, and the rules of its gallery. */
    private record World(ImageDefinitionInfo definition, List<ImageVersionInfo> versions, GalleryRules rules) {

        LifecyclePlan plan(LifecyclePolicy policy) {
            return LifecycleRules.plan(policy, definition, versions, NOW, rules);
        }

        World with(Collection<ImageVersionInfo> others) {
            return new World(definition, List.copyOf(others), rules);
        }

        boolean ended() {
            return definition.endOfLifeDate().filter(NOW::isAfter).isPresent();
        }

        boolean eligible(ImageVersionInfo version, RegionName region) {
            return LatestRule.ineligible(version, region, NOW, rules).isEmpty();
        }

        Optional<VersionNumber> latest(RegionName region) {
            return LatestRule.explain(versions, region, NOW, rules).chosen().map(ImageVersionInfo::number);
        }

        Optional<ImageVersionInfo> version(ResourceId id) {
            return versions.stream().filter(one -> one.id().equals(id)).findFirst();
        }

        /** Tells whether so many newer versions are eligible at their homes. */
        boolean isOlder(ImageVersionInfo version, int newest) {
            return versions.stream()
                            .filter(one -> one.number().compareTo(version.number()) > 0)
                            .filter(one -> eligible(one, one.location()))
                            .count()
                    >= newest;
        }

        /** Does the steps, and requires of each that it can be done; empty if the definition is deleted. */
        Optional<World> after(LifecyclePlan plan) {
            TreeMap<VersionNumber, ImageVersionInfo> there = new TreeMap<>();
            versions.forEach(version -> there.put(version.number(), version));
            boolean deleted = false;
            for (LifecycleStep step : plan.steps()) {
                assertThat(deleted).as("the definition is deleted last").isFalse();
                assertThat(step.reason()).isNotBlank();
                if (step instanceof LifecycleStep.DeleteDefinition end) {
                    assertThat(end.definition()).isEqualTo(definition);
                    assertThat(there).as("versions are deleted before").isEmpty();
                    deleted = true;
                } else if (step instanceof LifecycleStep.DeleteVersion delete) {
                    requireDeletable(delete.version());
                    assertThat(there.remove(delete.version().number())).isEqualTo(delete.version());
                } else if (step instanceof LifecycleStep.WithdrawRegion withdraw) {
                    requireWithdrawable(withdraw);
                    assertThat(there.put(withdraw.version().number(), withdraw.remaining()))
                            .isEqualTo(withdraw.version());
                }
            }
            return deleted ? Optional.empty() : Optional.of(with(there.values()));
        }

        private static void requireDeletable(ImageVersionInfo version) {
            assertThat(version.provisioningState()).isNotIn(ProvisioningState.CREATING, ProvisioningState.DELETING);
            boolean published =
                    version.publishedDate().isPresent() || version.provisioningState() != ProvisioningState.FAILED;
            if (version.safetyProfile().blockDeletionBeforeEndOfLife() && published) {
                assertThat(version.endOfLifeDate().orElseThrow()).isBeforeOrEqualTo(NOW);
            }
        }

        private static void requireWithdrawable(LifecycleStep.WithdrawRegion step) {
            ImageVersionInfo version = step.version();
            assertThat(step.region()).isNotEqualTo(version.location());
            assertThat(version.region(step.region())).isPresent();
            assertThat(version.safetyProfile().allowDeletionOfReplicatedLocations())
                    .isTrue();
            assertThat(version.provisioningState()).isNotIn(ProvisioningState.CREATING, ProvisioningState.DELETING);
            assertThat(version.region(version.location()).orElseThrow().availableReplicas())
                    .isPositive();
            assertThat(step.remaining().regions())
                    .containsExactlyElementsOf(version.regions().stream()
                            .filter(region -> !region.region().equals(step.region()))
                            .toList());
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyStepCanBeDoneInItsOrder(@ForAll("worlds") World world, @ForAll("policies") LifecyclePolicy policy) {
        world.after(world.plan(policy));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void everyStepIsWhatItsRuleAsksFor(@ForAll("worlds") World world, @ForAll("policies") LifecyclePolicy policy) {
        LifecyclePlan plan = world.plan(policy);
        World after = world.after(plan).orElseGet(() -> world.with(List.of()));
        for (LifecycleStep step : plan.steps()) {
            assertThat(policy.rules()).contains(step.rule());
            if (step.rule() instanceof LifecycleRule.DeletePastEndOfLife rule) {
                Optional<Instant> end = step.before().orElseThrow().endOfLifeDate();
                assertThat(end.orElseThrow().plus(Duration.ofDays(rule.daysAfter())))
                        .isBefore(NOW);
            } else if (step.rule() instanceof LifecycleRule.RemoveDefinition rule) {
                Optional<Instant> end = world.definition().endOfLifeDate();
                assertThat(end.orElseThrow().plus(Duration.ofDays(rule.daysAfter())))
                        .isBefore(NOW);
            } else if (step.rule() instanceof LifecycleRule.KeepNewest rule) {
                assertThat(after.isOlder(step.before().orElseThrow(), rule.count()))
                        .isTrue();
            } else if (step.rule() instanceof LifecycleRule.OlderAtHome rule) {
                assertThat(after.isOlder(step.before().orElseThrow(), rule.newest()))
                        .isTrue();
            }
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void whereALivingDefinitionHadALatestItStillHasOne(
            @ForAll("worlds") World world, @ForAll("policies") LifecyclePolicy policy) {
        if (world.ended()) {
            return;
        }
        World after = world.after(world.plan(policy)).orElseThrow();
        for (RegionName region : REGIONS) {
            assertThat(after.latest(region).isPresent())
                    .isEqualTo(world.latest(region).isPresent());
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void keepingTheNewestAndWithdrawingOlderOnesNeverChangesLatest(
            @ForAll("worlds") World world, @ForAll("counts") int keep, @ForAll("counts") int everywhere) {
        if (world.ended()) {
            return;
        }
        LifecyclePolicy policy =
                LifecyclePolicy.of(LifecycleRule.keepNewest(keep), LifecycleRule.olderAtHome(everywhere));
        World after = world.after(world.plan(policy)).orElseThrow();
        for (RegionName region : REGIONS) {
            assertThat(after.latest(region)).isEqualTo(world.latest(region));
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void whatIsDoneIsNotPlannedAgain(@ForAll("worlds") World world, @ForAll("policies") LifecyclePolicy policy) {
        LifecyclePlan plan = world.plan(policy);
        world.after(plan).ifPresent(after -> {
            LifecyclePlan again = after.plan(policy);
            assertThat(again.steps()).isEmpty();
            assertThat(what(again.kept())).isEqualTo(what(plan.kept()));
        });
    }

    private static Set<List<Object>> what(List<Kept> kept) {
        return kept.stream()
                .map(each -> List.<Object>of(each.resource(), each.region(), each.rule()))
                .collect(Collectors.toSet());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void afterAnyBeginningOfThePlanTheRestIsPlanned(
            @ForAll("worlds") World world, @ForAll("policies") LifecyclePolicy policy) {
        LifecyclePlan plan = world.plan(policy);
        for (int done = 0; done < plan.steps().size(); done++) {
            World interrupted = world.after(new LifecyclePlan(NOW, plan.steps().subList(0, done), List.of(), List.of()))
                    .orElseThrow();
            assertThat(interrupted.plan(policy).steps())
                    .isEqualTo(plan.steps().subList(done, plan.steps().size()));
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void whatIsKeptStays(@ForAll("worlds") World world, @ForAll("policies") LifecyclePolicy policy) {
        LifecyclePlan plan = world.plan(policy);
        if (plan.kept().isEmpty()) {
            return;
        }
        World after = world.after(plan).orElseThrow();
        for (Kept kept : plan.kept()) {
            assertThat(policy.rules()).contains(kept.rule());
            assertThat(kept.explanation()).isNotBlank();
            if (kept.resource().version().isPresent()) {
                ImageVersionInfo version = after.version(kept.resource()).orElseThrow();
                kept.region()
                        .ifPresent(region -> assertThat(version.region(region))
                                .as("%s", kept)
                                .isPresent());
            }
        }
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void whatIsNeitherDoneNorKeptIsNotWhatARuleAsksFor(
            @ForAll("worlds") World world, @ForAll("policies") LifecyclePolicy policy) {
        LifecyclePlan plan = world.plan(policy);
        world.after(plan)
                .ifPresent(after -> after.versions()
                        .forEach(version -> policy.rules().forEach(rule -> {
                            if (asksForDeletion(rule, after, version)) {
                                assertThat(kept(plan, rule))
                                        .as("%s %s", rule, version)
                                        .contains(version.id());
                            }
                            if (rule instanceof LifecycleRule.OlderAtHome home
                                    && after.isOlder(version, home.newest())) {
                                boolean abroad = version.regions().stream()
                                        .anyMatch(region -> !region.region().equals(version.location()));
                                assertThat(kept(plan, rule).contains(version.id()))
                                        .isEqualTo(abroad);
                            }
                        })));
    }

    private static boolean asksForDeletion(LifecycleRule rule, World world, ImageVersionInfo version) {
        if (rule instanceof LifecycleRule.KeepNewest keep) {
            return world.isOlder(version, keep.count());
        }
        return rule instanceof LifecycleRule.DeletePastEndOfLife past
                && version.endOfLifeDate()
                        .filter(end ->
                                end.plus(Duration.ofDays(past.daysAfter())).isBefore(NOW))
                        .isPresent();
    }

    private static Set<ResourceId> kept(LifecyclePlan plan, LifecycleRule rule) {
        return plan.kept().stream()
                .filter(kept -> kept.rule().equals(rule))
                .map(Kept::resource)
                .collect(Collectors.toSet());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void neitherTheOrderOfRulesNorThatOfVersionsMatters(
            @ForAll("worlds") World world, @ForAll("policies") LifecyclePolicy policy) {
        List<LifecycleRule> rules = new ArrayList<>(policy.rules());
        Collections.reverse(rules);
        List<ImageVersionInfo> versions = new ArrayList<>(world.versions());
        Collections.reverse(versions);
        assertThat(world.with(versions).plan(new LifecyclePolicy(rules, Set.of())))
                .isEqualTo(world.plan(policy));
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void itSavesWhatTheVersionsThenCostLess(@ForAll("worlds") World world, @ForAll("policies") LifecyclePolicy policy) {
        LifecyclePlan plan = world.plan(policy);
        BigDecimal after =
                world.after(plan).map(then -> monthly(then.versions())).orElse(BigDecimal.ZERO);
        assertThat(CostModel.change(plan, PRICES).monthlyDifference())
                .isEqualByComparingTo(after.subtract(monthly(world.versions())));
        assertThat(CostModel.change(plan, PRICES).once()).isZero();
    }

    private static BigDecimal monthly(List<ImageVersionInfo> versions) {
        return versions.stream()
                .map(version -> CostModel.change(Optional.of(version), Optional.empty(), PRICES)
                        .before()
                        .monthly())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Provide
    Arbitrary<Integer> counts() {
        return Arbitraries.integers().between(1, 3);
    }

    @Provide
    Arbitrary<LifecyclePolicy> policies() {
        Arbitrary<Integer> days = Arbitraries.of(0, 1);
        return Combinators.combine(
                        counts().map(LifecycleRule::keepNewest).optional(),
                        days.map(LifecycleRule::deletePastEndOfLife).optional(),
                        days.map(LifecycleRule::removeDefinitionPastEndOfLife).optional(),
                        counts().map(LifecycleRule::olderAtHome).optional())
                .as((newest, past, definition, home) -> new LifecyclePolicy(
                        Stream.<Optional<? extends LifecycleRule>>of(newest, past, definition, home)
                                .<LifecycleRule>flatMap(Optional::stream)
                                .toList(),
                        Set.of()));
    }

    @Provide
    Arbitrary<World> worlds() {
        return Combinators.combine(
                        ends().optional(0.4),
                        versions().list().ofMaxSize(7).uniqueElements(ImageVersionInfo::number),
                        Arbitraries.of(GalleryRules.classic(), GalleryRules.current()))
                .as((end, versions, rules) ->
                        new World(definition().endOfLifeDate(end).build(), versions, rules));
    }

    private static Arbitrary<Instant> ends() {
        return Arbitraries.of(
                NOW.minus(Duration.ofDays(1)).minusNanos(1),
                NOW.minus(Duration.ofDays(1)),
                NOW.minusNanos(1),
                NOW,
                NOW.plusSeconds(1));
    }

    private Arbitrary<ImageVersionInfo> versions() {
        Arbitrary<SafetyProfile> profiles = Combinators.combine(
                        Arbitraries.of(true, true, true, false), Arbitraries.of(false, false, false, true))
                .as(SafetyProfile::new);
        return Combinators.combine(
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true)),
                        Arbitraries.of(false, false, false, true),
                        ends().optional(0.4),
                        profiles,
                        replications(),
                        Arbitraries.of(true, false))
                .as((number, deleting, excluded, end, profile, regions, everComplete) -> version("1." + number + ".0")
                        .provisioningState(
                                deleting ? ProvisioningState.DELETING : ProvisioningRule.state(everComplete, regions))
                        .excludeFromLatest(excluded)
                        .endOfLifeDate(end)
                        .safetyProfile(profile)
                        .publishedDate(Optional.of(NOW.minusSeconds(9))
                                .filter(date -> everComplete || regions.get(0).availableReplicas() > 0))
                        .addDisks(DiskInfo.builder()
                                .virtualSizeBytes(200)
                                .billedBytes(100 + number)
                                .build())
                        .regions(regions)
                        .build());
    }

    /** The home, and perhaps others. */
    private static Arbitrary<List<RegionReplication>> replications() {
        return Combinators.combine(
                        replication(HOME),
                        replication(REGIONS.get(1)).optional(0.7),
                        replication(REGIONS.get(2)).optional(0.5))
                .as((home, one, other) -> Stream.of(Optional.of(home), one, other)
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Arbitrary<RegionReplication> replication(RegionName region) {
        Arbitrary<ReplicationState> states = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.just(ReplicationState.COMPLETED)),
                Tuple.of(1, Arbitraries.of(ReplicationState.class)));
        return Combinators.combine(
                        states,
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(true, false).optional(0.2))
                .as((state, count, flag) -> in(region)
                        .state(state)
                        .replicaCount(count)
                        .excludeFromLatest(flag)
                        .build());
    }
}
