// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.ReplicaAdvice;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ReplicaSizingProperties {

    @Property
    void equalsCountingInstanceByInstance(
            @ForAll @IntRange(max = 3_000) int machines, @ForAll("scaleSets") List<Integer> scaleSets) {
        assertThat(ReplicaSizing.classic().forDeployments(machines, scaleSets).replicas())
                .isEqualTo(Math.max(1, count(machines, 20, scaleSets)));
        assertThat(ReplicaSizing.current().forDeployments(machines, scaleSets).replicas())
                .isEqualTo(Math.max(3, count(machines, 50, scaleSets)));
    }

    @Property
    void moreIsNeverFewer(
            @ForAll("sizings") ReplicaSizing sizing,
            @ForAll @IntRange(max = 1_000_000) int machines,
            @ForAll @IntRange(max = 1_000) int more,
            @ForAll("scaleSets") List<Integer> scaleSets,
            @ForAll("scaleSets") List<Integer> moreSets) {
        ReplicaAdvice fewer = sizing.forDeployments(machines, scaleSets);
        ReplicaAdvice larger = sizing.forDeployments(machines + more, joined(scaleSets, moreSets));
        assertThat(larger.replicas()).isGreaterThanOrEqualTo(fewer.replicas());
        assertThat(larger.recommended()).isGreaterThanOrEqualTo(fewer.recommended());
    }

    @Property
    void scaleSetsAddUp(@ForAll("someScaleSets") List<Integer> some, @ForAll("someScaleSets") List<Integer> others) {
        ReplicaSizing sizing = ReplicaSizing.classic();
        assertThat(sizing.forDeployments(0, joined(some, others)).replicas())
                .isEqualTo(sizing.forDeployments(0, some).replicas()
                        + sizing.forDeployments(0, others).replicas());
    }

    @Property
    void theAdviceIsConsistent(
            @ForAll("sizings") ReplicaSizing sizing,
            @ForAll @IntRange(max = 10_000) int machines,
            @ForAll("scaleSets") List<Integer> scaleSets) {
        ReplicaAdvice advice = sizing.forDeployments(machines, scaleSets);
        assertThat(advice.replicas()).isBetween(1, advice.recommended());
        assertThat(advice.exceedsLimit()).isEqualTo(advice.replicas() > advice.limit());
        if (advice.exceedsLimit()) {
            assertThat(advice.advice()).contains("waves", "more regions", "second version");
        } else {
            assertThat(advice.recommended()).isLessThanOrEqualTo(advice.limit());
            assertThat(advice.advice()).contains("at least " + advice.replicas(), "better " + advice.recommended());
        }
    }

    /** Fills one replica after the other. */
    private static int count(int machines, int perReplica, List<Integer> scaleSets) {
        int replicas = 0;
        for (int left = machines; left > 0; left -= perReplica) {
            replicas++;
        }
        for (int instances : scaleSets) {
            replicas += instances > 600 ? 2 : 1;
        }
        return replicas;
    }

    private static List<Integer> joined(List<Integer> some, List<Integer> others) {
        List<Integer> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    @Provide
    Arbitrary<ReplicaSizing> sizings() {
        Arbitrary<Integer> figures = Arbitraries.integers().between(1, 100);
        Arbitrary<ReplicaSizing> own = Combinators.combine(figures, figures, figures)
                .as((machines, least, limit) -> ReplicaSizing.of(GalleryRules.classic().toBuilder()
                        .machinesPerReplica(machines)
                        .minAdvisedReplicas(least)
                        .maxReplicasPerRegion(limit)
                        .build()));
        return Arbitraries.oneOf(Arbitraries.of(ReplicaSizing.classic(), ReplicaSizing.current()), own);
    }

    @Provide
    Arbitrary<List<Integer>> scaleSets() {
        return Arbitraries.integers()
                .between(1, ScaleSetRule.MAX_INSTANCES)
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Integer>> someScaleSets() {
        return scaleSets().filter(sets -> !sets.isEmpty());
    }
}
