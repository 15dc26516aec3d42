// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.ABROAD;
import static io.github.imagegallery.policy.Samples.HOME;
import static io.github.imagegallery.policy.Samples.NOW;
import static io.github.imagegallery.policy.Samples.in;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.LatestResolution.PassedOver;
import io.github.imagegallery.model.LatestResolution.Reason;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.VersionNumber;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LatestRuleTest {
    private static final GalleryRules CLASSIC = GalleryRules.classic();
    private static final GalleryRules CURRENT = GalleryRules.current();
    private static final ImageVersionInfo OLD = deployable("1.0.9").build();

    @Test
    void tenIsLaterThanNine() {
        assertChosen("1.0.10", OLD, deployable("1.0.10").build());
    }

    @Test
    void nothingEligibleIsAnOutcome() {
        LatestResolution none = LatestRule.explain(List.of(), "West Europe", NOW);
        assertThat(none.chosen()).isEmpty();
        assertThat(none.passedOver()).isEmpty();
        assertThat(none.region()).isEqualTo(HOME);
    }

    @Test
    void onlyTheRegionsOwnStateMatters() {
        ImageVersionInfo elsewhereBroken = version("2.0.0")
                .addRegions(in(HOME).build())
                .addRegions(in(ABROAD).state(ReplicationState.FAILED).build())
                .provisioningState(ProvisioningState.FAILED)
                .build();
        assertChosen("2.0.0", OLD, elsewhereBroken);
        assertThat(LatestRule.explain(List.of(elsewhereBroken), ABROAD, NOW, CLASSIC)
                        .chosen())
                .isEmpty();
    }

    @Test
    void aVersionThatIsNotReplicatedThereIsPassedOver() {
        assertPassedOver(
                version("2.0.0").addRegions(in(ABROAD).build()).build(),
                Reason.NOT_REPLICATED,
                "it is not replicated to westeurope");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMPLETED")
    void intentIsNotAvailability(ReplicationState state) {
        assertPassedOver(
                version("2.0.0").addRegions(in(HOME).state(state).build()).build(),
                Reason.NOT_COMPLETED,
                "its replication to westeurope is " + state);
    }

    @Test
    void askingForMoreReplicasDoesNotTakeAwayThoseThatAreThere() {
        assertChosen(
                "2.0.0",
                OLD,
                version("2.0.0")
                        .addRegions(in(HOME).state(ReplicationState.REPLICATING)
                                .replicaCount(3)
                                .availableReplicas(1)
                                .build())
                        .build());
    }

    @Test
    void aVersionThatIsBeingDeletedIsPassedOver() {
        assertPassedOver(
                deployable("2.0.0")
                        .provisioningState(ProvisioningState.DELETING)
                        .build(),
                Reason.DELETING,
                "it is being deleted");
    }

    @Test
    void anExcludedVersionIsPassedOver() {
        assertPassedOver(
                deployable("2.0.0").excludeFromLatest(true).build(), Reason.EXCLUDED, "it is excluded from latest");
    }

    @Test
    void theRegionsFlagExcludesThereOnly() {
        ImageVersionInfo excludedAtHome = version("2.0.0")
                .addRegions(in(HOME).excludeFromLatest(true).build())
                .addRegions(in(ABROAD).build())
                .build();
        assertPassedOver(excludedAtHome, Reason.EXCLUDED_IN_REGION, "it is excluded from latest in westeurope");
        assertThat(LatestRule.explain(List.of(excludedAtHome), ABROAD, NOW, CLASSIC)
                        .chosen())
                .contains(excludedAtHome);
    }

    @Test
    void theRegionsFlagIncludesWhatTheVersionsExcludes() {
        assertChosen(
                "2.0.0",
                OLD,
                version("2.0.0")
                        .excludeFromLatest(true)
                        .addRegions(in(HOME).excludeFromLatest(false).build())
                        .build());
    }

    @Test
    void atItsEndOfLifeAVersionIsStillEligible() {
        assertChosen("2.0.0", OLD, deployable("2.0.0").endOfLifeDate(NOW).build());
    }

    @Test
    void aNanosecondAfterItsEndOfLifeItIsNot() {
        assertPassedOver(
                deployable("2.0.0").endOfLifeDate(NOW.minusNanos(1)).build(),
                Reason.PAST_END_OF_LIFE,
                "its end of life was 2021-03-04T05:06:07.000000007Z");
    }

    @Test
    void todaysServiceOnlyWarnsOfTheEndOfLife() {
        ImageVersionInfo ended =
                deployable("2.0.0").endOfLifeDate(NOW.minusNanos(1)).build();
        assertThat(LatestRule.explain(List.of(OLD, ended), HOME, NOW, CURRENT).chosen())
                .contains(ended);
    }

    @Test
    void versionsArePassedOverNewestFirstAndNoneOlderThanTheChosen() {
        LatestResolution resolution = LatestRule.explain(
                List.of(
                        version("0.9.0").build(),
                        version("1.0.10").build(),
                        OLD,
                        version("2.0.0").build()),
                HOME,
                NOW,
                CLASSIC);
        assertThat(resolution.chosen()).contains(OLD);
        assertThat(resolution.passedOver())
                .extracting(PassedOver::version)
                .containsExactly(VersionNumber.parse("2.0.0"), VersionNumber.parse("1.0.10"));
    }

    private static ImageVersionInfo.Builder deployable(String number) {
        return version(number).addRegions(in(HOME).build());
    }

    private static void assertChosen(String number, ImageVersionInfo... versions) {
        LatestResolution resolution = LatestRule.explain(List.of(versions), HOME, NOW, CLASSIC);
        assertThat(resolution.chosen().map(ImageVersionInfo::number)).contains(VersionNumber.parse(number));
        assertThat(resolution.passedOver()).isEmpty();
    }

    private static void assertPassedOver(ImageVersionInfo newer, Reason reason, String explanation) {
        LatestResolution resolution = LatestRule.explain(List.of(newer, OLD), HOME, NOW, CLASSIC);
        assertThat(resolution.chosen()).contains(OLD);
        assertThat(resolution.passedOver()).containsExactly(new PassedOver(newer.number(), reason, explanation));
    }
}
