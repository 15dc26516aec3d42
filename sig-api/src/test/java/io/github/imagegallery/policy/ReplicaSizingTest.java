// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ReplicaAdvice;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaSizingTest {
    private static final ReplicaSizing CLASSIC = ReplicaSizing.classic();
    private static final ReplicaSizing CURRENT = ReplicaSizing.current();

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "20, 1", "21, 2", "119, 6", "120, 6", "121, 7", "2147483647, 107374183"})
    void classicAsksForOneReplicaEveryTwentyMachines(int machines, int replicas) {
        assertThat(CLASSIC.forVirtualMachines(machines).replicas()).isEqualTo(replicas);
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 3", "150, 3", "151, 4", "200, 4", "5000, 100", "5001, 101"})
    void currentAsksForOneEveryFiftyAndAtLeastThree(int machines, int replicas) {
        assertThat(CURRENT.forVirtualMachines(machines).replicas()).isEqualTo(replicas);
    }

    @Test
    void scaleSetsOfUpToSixHundredNeedOneEach() {
        assertThat(CLASSIC.forScaleSets(600, 600, 600, 600, 600).replicas()).isEqualTo(5);
        assertThat(CLASSIC.forScaleSets(1, 1, 1).replicas()).isEqualTo(3);
        assertThat(CLASSIC.forScaleSets().replicas()).isEqualTo(1);
    }

    @Test
    void aLargerScaleSetNeedsTwo() {
        assertThat(CLASSIC.forScaleSets(601).replicas()).isEqualTo(2);
        assertThat(CLASSIC.forScaleSets(1_000).replicas()).isEqualTo(2);
    }

    @Test
    void machinesAndScaleSetsAddUp() {
        assertThat(CLASSIC.forDeployments(120, List.of(600, 1_000)).replicas()).isEqualTo(6 + 1 + 2);
        assertThat(CLASSIC.forDeployments(1, List.of(1)).replicas()).isEqualTo(2);
        assertThat(CURRENT.forDeployments(100, List.of(600, 1_000)).replicas()).isEqualTo(2 + 1 + 2);
    }

    @ParameterizedTest
    @CsvSource({"20, 1, 2", "100, 5, 6", "120, 6, 8", "160, 8, 10", "180, 9, 10", "200, 10, 10", "220, 11, 14"})
    void aFifthMoreIsBetterButWithinTheLimitIfTheFewestAre(int machines, int replicas, int recommended) {
        assertThat(CLASSIC.forVirtualMachines(machines)).isEqualTo(new ReplicaAdvice(replicas, recommended, 10));
    }

    @Test
    void withinTheLimitTheAdviceNamesBothNumbers() {
        ReplicaAdvice advice = CLASSIC.forVirtualMachines(120);
        assertThat(advice.exceedsLimit()).isFalse();
        assertThat(advice.advice()).isEqualTo("Keep at least 6, better 8, replicas in the region");
    }

    @Test
    void overTheLimitTheAdviceSaysWhatToDo() {
        assertThat(CLASSIC.forVirtualMachines(200).exceedsLimit()).isFalse();
        ReplicaAdvice advice = CLASSIC.forVirtualMachines(401);
        assertThat(advice.exceedsLimit()).isTrue();
        assertThat(advice.advice())
                .isEqualTo(
                        "One version has at most 10 replicas in a region: deploy in 3 waves, spread over more regions,"
                                + " or publish a second version");
        assertThat(CLASSIC.forVirtualMachines(400).advice()).contains("in 2 waves");
    }

    @Test
    void onesOwnRulesCount() {
        ReplicaSizing own = ReplicaSizing.of(GalleryRules.classic().toBuilder()
                .machinesPerReplica(30)
                .minAdvisedReplicas(2)
                .maxReplicasPerRegion(4)
                .build());
        assertThat(own.forVirtualMachines(1)).isEqualTo(new ReplicaAdvice(2, 3, 4));
        assertThat(own.forVirtualMachines(120)).isEqualTo(new ReplicaAdvice(4, 4, 4));
        assertThat(own.forVirtualMachines(121).advice()).contains("at most 4 replicas", "2 waves");
    }

    @Test
    void fewerThanTheLimitAreNeverTooMany() {
        ReplicaSizing own = ReplicaSizing.of(
                GalleryRules.current().toBuilder().maxReplicasPerRegion(2).build());
        assertThat(own.forVirtualMachines(1)).isEqualTo(new ReplicaAdvice(2, 2, 2));
    }

    @Test
    void moreReplicasThanCanBeCountedAreAsManyAsCan() {
        ReplicaSizing own = ReplicaSizing.of(
                GalleryRules.classic().toBuilder().machinesPerReplica(1).build());
        assertThat(own.forDeployments(Integer.MAX_VALUE, List.of(1)))
                .isEqualTo(new ReplicaAdvice(Integer.MAX_VALUE, Integer.MAX_VALUE, 10));
    }

    @Test
    void allFaultsAreReportedTogether() {
        assertThat(faults(-1, 600, 1_001, 0, -5, 1_000))
                .extracting(Violation::target, Violation::asked, Violation::remedy)
                .containsExactly(
                        tuple("virtualMachines", "-1", "give 0 or more"),
                        tuple("scaleSet", "1001", "split it into several scale sets"),
                        tuple("scaleSet", "0", "give at least 1 instance, or leave it out"),
                        tuple("scaleSet", "-5", "give at least 1 instance, or leave it out"));
    }

    @Test
    void aRefusalSaysWhatIsSo() {
        assertThat(faults(0, 1_001))
                .singleElement()
                .satisfies(violation -> assertThat(violation.actual())
                        .isEqualTo("a scale set from a gallery image has 1 to 1000 instances"));
    }

    private static List<Violation> faults(int machines, Integer... scaleSets) {
        return catchThrowableOfType(
                        InvalidParameterException.class, () -> CLASSIC.forDeployments(machines, List.of(scaleSets)))
                .violations();
    }
}
