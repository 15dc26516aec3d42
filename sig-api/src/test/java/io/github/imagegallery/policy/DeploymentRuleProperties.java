// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.ABROAD;
import static io.github.imagegallery.policy.Samples.HOME;
import static io.github.imagegallery.policy.Samples.NOW;
import static io.github.imagegallery.policy.Samples.definition;
import static io.github.imagegallery.policy.Samples.in;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.Advice;
import io.github.imagegallery.model.Deployment;
import io.github.imagegallery.model.DeploymentPlan;
import io.github.imagegallery.model.DeploymentPlan.Share;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

class DeploymentRuleProperties {

    @Property
    void theSpreadIsEvenAndComplete(@ForAll("large") Deployment deployment, @ForAll("replicas") int replicas) {
        List<Share> shares = DeploymentSpread.over(replicas, deployment);
        assertThat(shares)
                .extracting(Share::replica)
                .isEqualTo(IntStream.rangeClosed(1, replicas).boxed().toList());
        requireEven(shares, Share::instances, deployment.instances());
        requireEven(shares, Share::virtualMachines, deployment.virtualMachines());
        for (int set = 0; set < deployment.scaleSets().size(); set++) {
            int number = set;
            requireEven(
                    shares,
                    share -> share.scaleSets().get(number),
                    deployment.scaleSets().get(set));
        }
    }

    private static void requireEven(List<Share> shares, ToLongFunction<Share> part, long whole) {
        LongStream parts = shares.stream().mapToLong(part);
        LongSummaryStatistics summary = parts.summaryStatistics();
        assertThat(summary.getSum()).isEqualTo(whole);
        assertThat(summary.getMin()).isNotNegative();
        assertThat(summary.getMax() - summary.getMin()).isLessThanOrEqualTo(1);
    }

    /** Tries every obstacle on its own, in words of its own. */
    @Property
    void everythingThatSpeaksAgainstItIsToldAndNothingElse(
            @ForAll("definitions") ImageDefinitionInfo definition,
            @ForAll("versions") ImageVersionInfo version,
            @ForAll("deployments") Deployment deployment,
            @ForAll("rules") GalleryRules rules) {
        List<String> expected = obstacles(definition, version, deployment, rules);
        Statistics.collect(expected.isEmpty());
        Statistics.coverage(both -> {
            both.check(true).count(planned -> planned >= 10);
            both.check(false).count(refused -> refused >= 100);
        });
        assertThat(DeploymentRule.check(definition, version, deployment, NOW, rules))
                .extracting(violation -> violation.code() + " " + violation.target())
                .isEqualTo(expected);
        if (expected.isEmpty()) {
            requireSound(DeploymentRule.plan(definition, version, deployment, NOW, rules), version, deployment, rules);
        } else {
            assertThat(catchThrowableOfType(
                                    GalleryException.class,
                                    () -> DeploymentRule.plan(definition, version, deployment, NOW, rules))
                            .violations())
                    .isEqualTo(DeploymentRule.check(definition, version, deployment, NOW, rules));
        }
    }

    private static List<String> obstacles(
            ImageDefinitionInfo definition, ImageVersionInfo version, Deployment deployment, GalleryRules rules) {
        List<String> obstacles = new ArrayList<>();
        boolean nothing =
                deployment.virtualMachines() == 0 && deployment.scaleSets().isEmpty();
        addIf(obstacles, nothing, "InvalidParameter deployment");
        addIf(obstacles, deployment.virtualMachines() < 0, "InvalidParameter virtualMachines");
        for (int instances : deployment.scaleSets()) {
            addIf(obstacles, instances <= 0 || instances >= 1_001, "InvalidParameter scaleSet");
        }
        for (DiskType type : definition.disallowedDiskTypes()) {
            addIf(obstacles, deployment.osDiskType().equals(Optional.of(type)), "InvalidParameter osDiskType");
        }
        boolean needed = definition.osState() == OsState.GENERALIZED;
        addIf(obstacles, needed != deployment.osProfile(), "InvalidParameter osProfile");
        long there = version.regions().stream()
                .filter(region -> region.region().equals(deployment.region()))
                .mapToLong(RegionReplication::availableReplicas)
                .sum();
        addIf(obstacles, there == 0, "GalleryImageNotFound region");
        boolean deleting = version.provisioningState() == ProvisioningState.DELETING;
        addIf(obstacles, deleting, "OperationNotAllowed version");
        boolean ended = version.endOfLifeDate().isPresent()
                && version.endOfLifeDate().get().compareTo(NOW) < 0;
        addIf(obstacles, ended && rules.equals(GalleryRules.classic()), "OperationNotAllowed version");
        return obstacles;
    }

    private static void addIf(List<String> obstacles, boolean so, String obstacle) {
        if (so) {
            obstacles.add(obstacle);
        }
    }

    private static void requireSound(
            DeploymentPlan plan, ImageVersionInfo version, Deployment deployment, GalleryRules rules) {
        int available = version.region(deployment.region()).orElseThrow().availableReplicas();
        assertThat(plan.shares()).isEqualTo(DeploymentSpread.over(available, deployment));
        assertThat(plan.sizing())
                .isEqualTo(
                        ReplicaSizing.of(rules).forDeployments(deployment.virtualMachines(), deployment.scaleSets()));
        assertThat(plan.warnings().stream().map(Advice::actual).anyMatch(actual -> actual.contains("replicas")))
                .isEqualTo(available < plan.sizing().replicas());
        assertThat(plan.notes()).isNotEmpty();
    }

    @Property
    void moreInstancesNeverNeedFewerReplicas(
            @ForAll("large") Deployment some, @ForAll("large") Deployment more, @ForAll("rules") GalleryRules rules) {
        Deployment both = Deployment.builder()
                .from(some)
                .virtualMachines(some.virtualMachines() + more.virtualMachines())
                .addAllScaleSets(more.scaleSets())
                .build();
        assertThat(needed(both, rules)).isGreaterThanOrEqualTo(Math.max(needed(some, rules), needed(more, rules)));
    }

    private static int needed(Deployment deployment, GalleryRules rules) {
        return ReplicaSizing.of(rules)
                .forDeployments(deployment.virtualMachines(), deployment.scaleSets())
                .replicas();
    }

    @Provide
    Arbitrary<Integer> replicas() {
        return Arbitraries.integers().between(1, 100);
    }

    @Provide
    Arbitrary<GalleryRules> rules() {
        return Arbitraries.of(GalleryRules.classic(), GalleryRules.current());
    }

    @Provide
    Arbitrary<Deployment> large() {
        Arbitrary<List<Integer>> scaleSets =
                Arbitraries.integers().between(1, 1_000).list().ofMaxSize(6);
        return Combinators.combine(Arbitraries.integers().between(0, Integer.MAX_VALUE / 2), scaleSets)
                .as((machines, sets) -> Deployment.builder()
                        .region(HOME)
                        .virtualMachines(machines)
                        .scaleSets(sets)
                        .build());
    }

    @Provide
    Arbitrary<Deployment> deployments() {
        Arbitrary<Integer> machines = Arbitraries.of(-1, 0, 1, 20, 21, 300);
        Arbitrary<List<Integer>> scaleSets =
                Arbitraries.of(-1, 0, 1, 600, 601, 1_000, 1_001).list().ofMaxSize(2);
        return Combinators.combine(
                        regions(),
                        machines,
                        scaleSets,
                        Arbitraries.of(DiskType.class).optional(),
                        Arbitraries.of(true, false))
                .as((region, number, sets, disk, profile) -> Deployment.builder()
                        .region(region)
                        .virtualMachines(number)
                        .scaleSets(sets)
                        .osDiskType(disk)
                        .osProfile(profile)
                        .build());
    }

    private static Arbitrary<RegionName> regions() {
        return Arbitraries.of(HOME, ABROAD, RegionName.of("eastus"));
    }

    private static Arbitrary<Optional<Instant>> ends() {
        return Arbitraries.of(NOW.minusSeconds(1), NOW.minusNanos(1), NOW, NOW.plusNanos(1))
                .optional();
    }

    @Provide
    Arbitrary<ImageDefinitionInfo> definitions() {
        return Combinators.combine(
                        Arbitraries.of(OsState.class),
                        Arbitraries.of(DiskType.class).set().ofMaxSize(2),
                        ends())
                .as((state, disallowed, end) -> definition()
                        .osState(state)
                        .disallowedDiskTypes(disallowed)
                        .endOfLifeDate(end)
                        .build());
    }

    @Provide
    Arbitrary<ImageVersionInfo> versions() {
        return Combinators.combine(
                        replication(HOME),
                        replication(ABROAD).optional(),
                        ends(),
                        Arbitraries.of(ProvisioningState.class),
                        Arbitraries.of(true, false))
                .as((home, abroad, end, state, excluded) -> version("1.0.0")
                        .addRegions(home)
                        .addAllRegions(abroad.stream().toList())
                        .endOfLifeDate(end)
                        .provisioningState(state)
                        .excludeFromLatest(excluded)
                        .build());
    }

    private static Arbitrary<RegionReplication> replication(RegionName region) {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(0, 4))
                .as((count, available) -> in(region)
                        .replicaCount(count)
                        .availableReplicas(Math.min(count, available))
                        .state(available < count ? ReplicationState.REPLICATING : ReplicationState.COMPLETED)
                        .build());
    }
}
