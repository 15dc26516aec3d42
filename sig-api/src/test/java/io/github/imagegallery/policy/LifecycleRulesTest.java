// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.ABROAD;
import static io.github.imagegallery.policy.Samples.HOME;
import static io.github.imagegallery.policy.Samples.NOW;
import static io.github.imagegallery.policy.Samples.definition;
import static io.github.imagegallery.policy.Samples.in;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.model.CostChange;
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
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.SafetyProfile;
import io.github.imagegallery.model.StorageType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleRulesTest {
    private static final Instant PAST = NOW.minusSeconds(1);
    private static final ImageDefinitionInfo LIVING = definition().build();
    private static final ImageDefinitionInfo ENDED =
            definition().endOfLifeDate(PAST).build();

    private static ImageVersionInfo.Builder at(String number, RegionName... regions) {
        ImageVersionInfo.Builder version = version(number);
        List.of(regions).forEach(region -> version.addRegions(in(region).build()));
        return version;
    }

    private static LifecyclePlan plan(
            LifecycleRule rule, ImageDefinitionInfo definition, ImageVersionInfo.Builder... versions) {
        return plan(GalleryRules.classic(), rule, definition, versions);
    }

    private static LifecyclePlan plan(
            GalleryRules rules,
            LifecycleRule rule,
            ImageDefinitionInfo definition,
            ImageVersionInfo.Builder... versions) {
        List<ImageVersionInfo> all =
                List.of(versions).stream().map(ImageVersionInfo.Builder::build).toList();
        return LifecycleRules.plan(LifecyclePolicy.of(rule), definition, all, NOW, rules);
    }

    private static List<String> steps(LifecyclePlan plan) {
        return plan.steps().stream().map(LifecycleStep::toString).toList();
    }

    private static List<String> kept(LifecyclePlan plan) {
        return plan.kept().stream().map(Kept::toString).toList();
    }

    @Test
    void theNewestAreKeptAndOlderOnesDeletedTheOldestFirst() {
        LifecyclePlan plan = plan(
                LifecycleRule.keepNewest(2),
                LIVING,
                at("1.0.10", HOME),
                at("1.0.9", HOME),
                at("1.0.2", HOME),
                at("1.0.1", HOME));
        assertThat(steps(plan))
                .containsExactly(
                        "delete golden/web/1.0.1: it is older than 1.0.9, the last of the newest 2 versions",
                        "delete golden/web/1.0.2: it is older than 1.0.9, the last of the newest 2 versions");
        assertThat(plan.kept()).isEmpty();
        assertThat(plan.at()).isEqualTo(NOW);
    }

    @Test
    void versionsThatAreNotEligibleAreNotCountedAndNotDeletedAmongTheNewest() {
        LifecyclePlan plan = plan(
                LifecycleRule.keepNewest(2),
                LIVING,
                at("5.0.0", HOME).excludeFromLatest(true),
                at("4.0.0", HOME),
                at("3.0.0", HOME).endOfLifeDate(PAST),
                at("2.0.0", HOME),
                at("1.0.0", HOME).excludeFromLatest(true));
        assertThat(steps(plan))
                .containsExactly("delete golden/web/1.0.0: it is older than 2.0.0, the last of the newest 2 versions");
    }

    @Test
    void fewerThanAreKeptAreAllKept() {
        assertThat(plan(
                                LifecycleRule.keepNewest(2),
                                LIVING,
                                at("2.0.0", HOME),
                                at("1.0.0", HOME).excludeFromLatest(true))
                        .isEmpty())
                .isTrue();
    }

    @Test
    void whatIsLatestInSomeRegionIsNotDeleted() {
        LifecyclePlan plan = plan(
                LifecycleRule.keepNewest(1),
                LIVING,
                at("3.0.0", HOME),
                at("2.0.0", HOME, ABROAD),
                at("1.0.0", HOME, ABROAD));
        assertThat(steps(plan)).containsExactly("delete golden/web/1.0.0: it is older than 3.0.0, the newest version");
        assertThat(kept(plan))
                .containsExactly(
                        "keep golden/web/2.0.0 against 'keep the newest version':" + " it is latest in japaneast");
    }

    @Test
    void versionsPastTheirEndOfLifeAreDeletedAWhileAfterIt() {
        LifecycleRule rule = LifecycleRule.deletePastEndOfLife(2);
        Instant twoDaysAgo = NOW.minus(Duration.ofDays(2));
        LifecyclePlan plan = plan(
                rule,
                LIVING,
                at("4.0.0", HOME),
                at("3.0.0", HOME).endOfLifeDate(PAST),
                at("2.0.0", HOME).endOfLifeDate(twoDaysAgo),
                at("1.0.0", HOME).endOfLifeDate(twoDaysAgo.minusNanos(1)));
        assertThat(steps(plan))
                .containsExactly("delete golden/web/1.0.0: its end of life was " + twoDaysAgo.minusNanos(1));
        assertThat(plan.kept()).isEmpty();
    }

    @Test
    void whereTheEndOfLifeOnlyWarnsTheLastVersionIsNotDeletedForIt() {
        ImageVersionInfo.Builder[] versions = {
            at("2.0.0", HOME).endOfLifeDate(PAST), at("1.0.0", HOME).endOfLifeDate(PAST)
        };
        LifecycleRule rule = LifecycleRule.deletePastEndOfLife();
        LifecyclePlan plan = plan(GalleryRules.current(), rule, LIVING, versions);
        assertThat(steps(plan)).containsExactly("delete golden/web/1.0.0: its end of life was " + PAST);
        assertThat(plan.kept()).extracting(Kept::reason).containsExactly(LifecyclePlan.Reason.LAST_ELIGIBLE);
        assertThat(plan(GalleryRules.classic(), rule, LIVING, versions).steps())
                .as("nothing may be deployed of them")
                .hasSize(2);
        assertThat(plan(GalleryRules.current(), rule, ENDED, versions).steps())
                .as("their definition is past its end of life too")
                .hasSize(2);
    }

    @Test
    void versionsThatEndAreNotCountedAmongTheNewest() {
        LifecyclePolicy policy = LifecyclePolicy.of(LifecycleRule.keepNewest(2), LifecycleRule.deletePastEndOfLife());
        LifecyclePlan plan = LifecycleRules.plan(
                policy,
                LIVING,
                List.of(
                        at("3.0.0", HOME).endOfLifeDate(PAST).build(),
                        at("2.0.0", HOME).build(),
                        at("1.0.0", HOME).build()),
                NOW,
                GalleryRules.current());
        assertThat(plan.steps()).extracting(step -> step.target().path()).containsExactly("golden/web/3.0.0");
    }

    @Test
    void whatIsProtectedIsKeptForEveryReason() {
        SafetyProfile blocked = new SafetyProfile(true, true);
        LifecyclePlan plan = plan(
                LifecycleRule.keepNewest(1),
                LIVING,
                at("5.0.0", HOME),
                at("4.0.0", HOME, ABROAD).safetyProfile(blocked),
                at("3.0.0", HOME).safetyProfile(blocked).endOfLifeDate(NOW),
                at("2.0.0", HOME).provisioningState(ProvisioningState.DELETING),
                at("1.0.0", HOME).provisioningState(ProvisioningState.CREATING));
        assertThat(kept(plan))
                .containsExactly(
                        "keep golden/web/1.0.0 against 'keep the newest version': it is still being published",
                        "keep golden/web/2.0.0 against 'keep the newest version': it is being deleted already",
                        "keep golden/web/4.0.0 against 'keep the newest version':"
                                + " it may not be deleted before its end of life, and it has none",
                        "keep golden/web/4.0.0 against 'keep the newest version':" + " it is latest in japaneast");
        assertThat(steps(plan)).containsExactly("delete golden/web/3.0.0: it is older than 5.0.0, the newest version");
    }

    @Test
    void aDefinitionIsRemovedAfterItsVersions() {
        LifecycleRule rule = LifecycleRule.removeDefinitionPastEndOfLife();
        assertThat(steps(plan(rule, ENDED, at("2.0.0", HOME), at("1.0.0", HOME))))
                .containsExactly(
                        "delete golden/web/1.0.0: its definition's end of life was " + PAST,
                        "delete golden/web/2.0.0: its definition's end of life was " + PAST,
                        "delete golden/web: its end of life was " + PAST);
        assertThat(steps(plan(rule, ENDED))).containsExactly("delete golden/web: its end of life was " + PAST);
        assertThat(plan(rule, LIVING, at("1.0.0", HOME)).isEmpty()).isTrue();
        assertThat(plan(LifecycleRule.removeDefinitionPastEndOfLife(1), ENDED).isEmpty())
                .isTrue();
    }

    @Test
    void aDefinitionOneOfWhoseVersionsMustStayIsKeptWhole() {
        LifecyclePlan plan = plan(
                LifecycleRule.removeDefinitionPastEndOfLife(),
                ENDED,
                at("2.0.0", HOME).safetyProfile(new SafetyProfile(true, true)),
                at("1.0.0", HOME));
        assertThat(plan.isEmpty()).isTrue();
        assertThat(kept(plan))
                .containsExactly(
                        "keep golden/web/2.0.0 against 'remove definitions past their end of life':"
                                + " it may not be deleted before its end of life, and it has none",
                        "keep golden/web against 'remove definitions past their end of life':"
                                + " it has versions that are kept: 2.0.0");
    }

    @Test
    void olderVersionsAreWithdrawnWhereANewerOneIsEligible() {
        RegionName far = RegionName.of("uksouth");
        LifecyclePlan plan = plan(
                LifecycleRule.olderAtHome(1),
                LIVING,
                at("4.0.0", HOME, ABROAD),
                at("3.0.0", HOME, ABROAD, far),
                at("2.0.0", HOME, far).excludeFromLatest(true),
                at("1.0.0", HOME));
        assertThat(steps(plan))
                .containsExactly(
                        "withdraw golden/web/3.0.0 from japaneast: it is older than 4.0.0, the newest version,"
                                + " and 4.0.0 is eligible as latest in japaneast",
                        "withdraw golden/web/2.0.0 from uksouth: it is older than 4.0.0, the newest version,"
                                + " and 3.0.0 is eligible as latest in uksouth");
        assertThat(kept(plan))
                .containsExactly(
                        "keep golden/web/3.0.0 in uksouth against"
                                + " 'older than the newest version at home only': no newer version is eligible as latest there");
    }

    @Test
    void olderVersionsThatAreBoundStayAbroad() {
        LifecyclePlan plan = plan(
                LifecycleRule.olderAtHome(1),
                LIVING,
                at("5.0.0", HOME, ABROAD),
                at("4.0.0", HOME, ABROAD).safetyProfile(new SafetyProfile(false, false)),
                at("3.0.0", ABROAD)
                        .addRegions(in(HOME).state(ReplicationState.FAILED).build())
                        .provisioningState(ProvisioningState.FAILED),
                at("2.0.0", HOME, ABROAD).provisioningState(ProvisioningState.CREATING),
                at("1.0.0", HOME).provisioningState(ProvisioningState.CREATING));
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.kept())
                .extracting(kept -> kept.resource().version().orElseThrow() + " " + kept.reason())
                .containsExactly(
                        "4.0.0 WITHDRAWAL_NOT_ALLOWED", "3.0.0 NOT_AVAILABLE_AT_HOME", "2.0.0 BEING_PUBLISHED");
    }

    @Test
    void aVersionThatLosesTheRegionThatFailedHasSucceeded() {
        LifecyclePlan plan = plan(
                LifecycleRule.olderAtHome(1),
                LIVING,
                at("2.0.0", HOME, ABROAD),
                at("1.0.0", HOME)
                        .addRegions(in(ABROAD).state(ReplicationState.FAILED).build())
                        .provisioningState(ProvisioningState.FAILED));
        assertThat(plan.steps().get(0).after().orElseThrow().provisioningState())
                .isEqualTo(ProvisioningState.SUCCEEDED);
    }

    @Test
    void aPolicyForOthersDoesNothing() {
        LifecyclePolicy policy = LifecyclePolicy.of(LifecycleRule.removeDefinitionPastEndOfLife())
                .onlyFor("db");
        assertThat(LifecycleRules.plan(policy, ENDED, List.of(), NOW, GalleryRules.classic()))
                .isEqualTo(LifecyclePlan.nothing(NOW));
    }

    @Test
    void whatAPlanSavesIsPricedVersionByVersion() {
        RegionName far = RegionName.of("uksouth");
        DiskInfo disk = DiskInfo.builder()
                .virtualSizeBytes(2L << 30)
                .billedBytes(1L << 30)
                .build();
        LifecyclePlan plan = plan(
                LifecycleRule.olderAtHome(1),
                LIVING,
                at("2.0.0", HOME, ABROAD, far).addDisks(disk),
                at("1.0.0", HOME, ABROAD, far).addDisks(disk));
        PriceBook.Builder prices = PriceBook.builder().currency("EUR");
        assertThatThrownBy(() -> CostModel.change(plan, prices.build()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContainingAll("westeurope", "japaneast", "uksouth");
        CostChange change = CostModel.change(
                plan,
                prices.putStoragePerGbMonth(StorageType.STANDARD_LRS, BigDecimal.ONE)
                        .build());
        assertThat(change.before().monthly()).isEqualByComparingTo("3");
        assertThat(change.after().monthly()).isEqualByComparingTo("1");
        assertThat(change.once()).isZero();
    }
}
