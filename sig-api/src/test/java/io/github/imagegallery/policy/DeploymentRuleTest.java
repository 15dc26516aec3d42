// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.ABROAD;
import static io.github.imagegallery.policy.Samples.HOME;
import static io.github.imagegallery.policy.Samples.NOW;
import static io.github.imagegallery.policy.Samples.definition;
import static io.github.imagegallery.policy.Samples.in;
import static io.github.imagegallery.policy.Samples.targets;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.OperationNotAllowedException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Advice;
import io.github.imagegallery.model.Deployment;
import io.github.imagegallery.model.DeploymentPlan;
import io.github.imagegallery.model.DeploymentPlan.Share;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.IntRange;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.ReplicaAdvice;
import io.github.imagegallery.model.ReplicationState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeploymentRuleTest {
    private static final GalleryRules CLASSIC = GalleryRules.classic();
    private static final GalleryRules CURRENT = GalleryRules.current();
    private static final ImageDefinitionInfo GENERALIZED = definition().build();
    private static final ImageDefinitionInfo SPECIALIZED =
            definition().osState(OsState.SPECIALIZED).build();

    private static ImageVersionInfo.Builder withReplicas(int replicas) {
        return version("1.0.0").addRegions(in(HOME).replicaCount(replicas).build());
    }

    private static Deployment.Builder deployment() {
        return Deployment.builder().region(HOME).osProfile(true);
    }

    private static Deployment machines(int number) {
        return deployment().virtualMachines(number).build();
    }

    private static Deployment specialized(int number) {
        return deployment().virtualMachines(number).osProfile(false).build();
    }

    private static DeploymentPlan plan(ImageVersionInfo version, Deployment deployment) {
        return DeploymentRule.plan(GENERALIZED, version, deployment, NOW, CLASSIC);
    }

    private static List<Violation> check(ImageVersionInfo.Builder version, Deployment deployment) {
        return DeploymentRule.check(GENERALIZED, version.build(), deployment, NOW, CLASSIC);
    }

    @Test
    void oneHundredAndTwentyMachinesComeFromSixReplicasTwentyEach() {
        ImageVersionInfo version = withReplicas(6).build();
        DeploymentPlan plan = plan(version, machines(120));
        assertThat(plan.version()).isEqualTo(version);
        assertThat(plan.deployment()).isEqualTo(machines(120));
        assertThat(plan.shares())
                .containsExactly(
                        new Share(1, 20, List.of()),
                        new Share(2, 20, List.of()),
                        new Share(3, 20, List.of()),
                        new Share(4, 20, List.of()),
                        new Share(5, 20, List.of()),
                        new Share(6, 20, List.of()));
        assertThat(plan.sizing()).isEqualTo(new ReplicaAdvice(6, 8, 10));
        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void whatIsLeftOverGoesRound() {
        Deployment mixed =
                deployment().virtualMachines(4).addScaleSets(4, 1, 600).build();
        assertThat(plan(withReplicas(3).build(), mixed).shares())
                .containsExactly(
                        new Share(1, 2, List.of(1, 0, 200)),
                        new Share(2, 1, List.of(2, 0, 200)),
                        new Share(3, 1, List.of(1, 1, 200)));
    }

    @Test
    void onlyReplicasThatAreThereAreDeployedFrom() {
        ImageVersionInfo growing = version("1.0.0")
                .addRegions(in(HOME).replicaCount(5)
                        .state(ReplicationState.REPLICATING)
                        .availableReplicas(2)
                        .build())
                .build();
        DeploymentPlan plan = plan(growing, machines(60));
        assertThat(plan.shares())
                .extracting(Share::replica, Share::instances)
                .containsExactly(tuple(1, 30L), tuple(2, 30L));
        assertThat(plan.warnings())
                .containsExactly(new Advice(
                        "golden/web/1.0.0",
                        "2 of the 3 replicas that this needs are available in westeurope",
                        "Keep at least 3, better 4, replicas in the region"));
    }

    @Test
    void overTheLimitTheWarningSaysWhatToDo() {
        assertThat(plan(withReplicas(10).build(), machines(201)).warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.remedy()).contains("2 waves", "second version"));
    }

    @Test
    void replicasAreSizedByTheRules() {
        ImageVersionInfo version = withReplicas(2).build();
        DeploymentPlan plan = DeploymentRule.plan(GENERALIZED, version, machines(1), NOW, CURRENT);
        assertThat(plan.sizing()).isEqualTo(new ReplicaAdvice(3, 4, 100));
        assertThat(plan.warnings()).hasSize(1);
        GalleryRules own = CURRENT.toBuilder().maxReplicasPerRegion(2).build();
        assertThat(DeploymentRule.plan(GENERALIZED, version, machines(1), NOW, own)
                        .warnings())
                .isEmpty();
    }

    @Test
    void atItsEndOfLifeAVersionMayStillBeDeployedAndNoLongerTheInstantAfter() {
        assertThat(check(withReplicas(1).endOfLifeDate(NOW), machines(1))).isEmpty();
        Instant end = NOW.minusNanos(1);
        assertThat(check(withReplicas(1).endOfLifeDate(end), machines(1)))
                .containsExactly(new Violation(
                        ErrorCode.OPERATION_NOT_ALLOWED,
                        "version",
                        "golden/web/1.0.0",
                        "its end of life was " + end + "; it is " + NOW + " now",
                        "deploy a newer version, or give this one a later end of life"));
        assertThatThrownBy(() -> plan(withReplicas(1).endOfLifeDate(end).build(), machines(1)))
                .isInstanceOf(OperationNotAllowedException.class)
                .hasMessageContaining("Cannot deploy golden/web/1.0.0 in westeurope");
    }

    @Test
    void todaysServiceOnlyWarnsOfTheEndOfLife() {
        ImageVersionInfo ended =
                withReplicas(3).endOfLifeDate(NOW.minusNanos(1)).build();
        assertThat(DeploymentRule.plan(GENERALIZED, ended, machines(1), NOW, CURRENT)
                        .warnings())
                .containsExactly(new Advice(
                        "golden/web/1.0.0", "its end of life was " + NOW.minusNanos(1), "deploy a newer version"));
    }

    @Test
    void aDefinitionPastItsEndOfLifeIsOnlyWarnedOf() {
        ImageDefinitionInfo ended =
                definition().endOfLifeDate(NOW.minusNanos(1)).build();
        ImageDefinitionInfo ending = definition().endOfLifeDate(NOW).build();
        ImageVersionInfo version = withReplicas(1).build();
        assertThat(DeploymentRule.plan(ended, version, machines(1), NOW, CLASSIC)
                        .warnings())
                .containsExactly(new Advice(
                        "golden/web", "its end of life was " + NOW.minusNanos(1), "deploy from another definition"));
        assertThat(DeploymentRule.plan(ending, version, machines(1), NOW, CLASSIC)
                        .warnings())
                .isEmpty();
    }

    @Test
    void exclusionFromLatestDoesNotMatter() {
        assertThat(check(
                        version("1.0.0")
                                .excludeFromLatest(true)
                                .addRegions(in(HOME).excludeFromLatest(true).build()),
                        machines(1)))
                .isEmpty();
    }

    @Test
    void onlyTheRegionsOwnStateMatters() {
        ImageVersionInfo.Builder failedElsewhere = withReplicas(1)
                .addRegions(in(ABROAD).state(ReplicationState.FAILED).build())
                .provisioningState(ProvisioningState.FAILED);
        assertThat(check(failedElsewhere, machines(1))).isEmpty();
        Deployment abroad = deployment().region(ABROAD).virtualMachines(1).build();
        assertThat(check(failedElsewhere, abroad)).singleElement().satisfies(violation -> {
            assertThat(violation.code()).isEqualTo(ErrorCode.GALLERY_IMAGE_NOT_FOUND);
            assertThat(violation.actual()).isEqualTo("its replication there is Failed");
        });
    }

    @Test
    void aVersionThatIsBeingDeletedIsRefused() {
        assertThat(check(withReplicas(1).provisioningState(ProvisioningState.DELETING), machines(1)))
                .singleElement()
                .extracting(Violation::code, Violation::actual)
                .containsExactly(ErrorCode.OPERATION_NOT_ALLOWED, "it is being deleted");
    }

    @Test
    void thereMustBeSomethingToDeploy() {
        assertThat(targets(DeploymentRule.check(machines(0)))).containsExactly("deployment");
        assertThat(DeploymentRule.check(deployment().addScaleSets(1).build())).isEmpty();
        assertThat(DeploymentRule.check(machines(Integer.MAX_VALUE))).isEmpty();
    }

    @Test
    void numbersOutOfRangeAreAllTold() {
        Deployment bad = deployment()
                .virtualMachines(-1)
                .addScaleSets(0, 1_000, 1_001, -7)
                .build();
        assertThat(DeploymentRule.check(bad))
                .extracting(violation -> violation.target() + "=" + violation.asked())
                .containsExactly("virtualMachines=-1", "scaleSet=0", "scaleSet=1001", "scaleSet=-7");
    }

    @Test
    void theOsDiskMayNotBeOfAKindThatTheDefinitionDisallows() {
        ImageDefinitionInfo fussy = definition()
                .addDisallowedDiskTypes(DiskType.STANDARD_LRS, DiskType.ULTRA_SSD_LRS)
                .build();
        Deployment slow = deployment()
                .virtualMachines(1)
                .osDiskType(DiskType.STANDARD_LRS)
                .build();
        assertThat(DeploymentRule.check(fussy, slow)).singleElement().satisfies(violation -> {
            assertThat(violation.asked()).isEqualTo("Standard_LRS");
            assertThat(violation.remedy()).contains("Premium_LRS").doesNotContain("Standard_LRS,", "UltraSSD_LRS");
        });
        assertThat(DeploymentRule.check(
                        definition().addDisallowedDiskTypes(DiskType.values()).build(), slow))
                .singleElement()
                .satisfies(violation -> assertThat(violation.remedy()).contains("another definition"));
        assertThat(DeploymentRule.plan(fussy, withReplicas(1).build(), machines(1), NOW, CLASSIC)
                        .warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning.actual())
                        .isEqualTo("it disallows OS disks of [Standard_LRS, UltraSSD_LRS]"));
        assertThat(DeploymentRule.plan(
                                fussy,
                                withReplicas(1).build(),
                                deployment()
                                        .virtualMachines(1)
                                        .osDiskType(DiskType.PREMIUM_LRS)
                                        .build(),
                                NOW,
                                CLASSIC)
                        .warnings())
                .isEmpty();
    }

    @Test
    void anOsProfileMustFitTheOsState() {
        assertThat(DeploymentRule.check(GENERALIZED, machines(1))).isEmpty();
        assertThat(DeploymentRule.check(SPECIALIZED, specialized(1))).isEmpty();
        assertThat(DeploymentRule.check(GENERALIZED, specialized(1)))
                .singleElement()
                .satisfies(violation -> assertThat(violation.remedy()).isEqualTo("give an OS profile"));
        assertThat(DeploymentRule.check(SPECIALIZED, machines(1)))
                .singleElement()
                .satisfies(violation -> assertThat(violation.remedy()).contains("leave it out", "managed identity"));
    }

    @Test
    void specializedMachinesHaveTheNameAndTheAccountsOfTheirSourceAndNoSecrets() {
        DeploymentPlan plan = DeploymentRule.plan(SPECIALIZED, withReplicas(1).build(), specialized(2), NOW, CLASSIC);
        assertThat(plan.warnings())
                .extracting(Advice::actual)
                .containsExactly(
                        "every machine has the computer name of the source",
                        "the accounts of the source work on every machine",
                        "there is no OS profile to pass secrets through, such as keys and certificates");
        assertThat(plan.warnings()).extracting(Advice::remedy).contains("use a managed identity");
        assertThat(plan.notes()).singleElement().asString().contains("faster");
    }

    @Test
    void generalizingIsNamedForEachSystem() {
        ImageVersionInfo version = withReplicas(1).build();
        ImageDefinitionInfo windows = definition().osType(OsType.WINDOWS).build();
        assertThat(plan(version, machines(1)).notes())
                .singleElement()
                .asString()
                .contains("waagent -deprovision was", "-deprovision+user")
                .doesNotContain("Sysprep");
        assertThat(DeploymentRule.plan(windows, version, machines(1), NOW, CLASSIC)
                        .notes())
                .singleElement()
                .asString()
                .contains("Sysprep")
                .doesNotContain("waagent");
    }

    @Test
    void whatTheDefinitionRecommendsIsSaid() {
        ImageDefinitionInfo large = definition()
                .recommendedVcpus(new IntRange(2, 16))
                .recommendedMemoryMiB(new IntRange(4096, 65536))
                .build();
        assertThat(DeploymentRule.plan(large, withReplicas(1).build(), machines(1), NOW, CLASSIC)
                        .notes())
                .contains(
                        "A machine should have 2..16 virtual CPUs", "A machine should have 4096..65536 MiB of memory");
    }

    @Test
    void allReasonsAreInOneRefusal() {
        ImageDefinitionInfo fussy =
                definition().addDisallowedDiskTypes(DiskType.PREMIUM_LRS).build();
        Deployment bad = Deployment.builder()
                .region(ABROAD)
                .virtualMachines(-1)
                .addScaleSets(1_001)
                .osDiskType(DiskType.PREMIUM_LRS)
                .build();
        ImageVersionInfo ended =
                withReplicas(1).endOfLifeDate(NOW.minusNanos(1)).build();
        GalleryException refusal = catchThrowableOfType(
                InvalidParameterException.class, () -> DeploymentRule.plan(fussy, ended, bad, NOW, CLASSIC));
        assertThat(targets(refusal.violations()))
                .containsExactly("virtualMachines", "scaleSet", "osDiskType", "osProfile", "region", "version");
    }
}
