// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.ABROAD;
import static io.github.imagegallery.policy.Samples.HOME;
import static io.github.imagegallery.policy.Samples.in;
import static io.github.imagegallery.policy.Samples.targets;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationMode;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.SafetyProfile;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.TargetRegion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplicationRuleTest {
    private static final GalleryRules CLASSIC = GalleryRules.classic();
    private static final TargetRegion TARGET = TargetRegion.of(HOME);
    private static final String NO_ZONES = "West US";

    @Test
    void goodTargetsAreTaken() {
        assertThat(check(
                        TargetRegion.of("West Europe").replicas(10).zoneRedundant(),
                        TargetRegion.of(NO_ZONES).storage(StorageType.PREMIUM_LRS),
                        TargetRegion.of("eastus2").excludedFromLatest()))
                .isEmpty();
        assertThat(check()).isEmpty();
    }

    @Test
    void anUnknownRegionIsRefused() {
        assertThat(check(TargetRegion.of("Atlantis"))).singleElement().satisfies(violation -> {
            assertThat(violation.target()).isEqualTo("targetRegions");
            assertThat(violation.asked()).isEqualTo("atlantis");
            assertThat(violation.actual()).isEqualTo("the public cloud has no such region");
        });
    }

    @Test
    void oneRegionByTwoNamesIsRepeated() {
        assertThat(check(TargetRegion.of("East US 2"), TargetRegion.of("eastus2")))
                .containsExactly(Violation.invalid(
                        "targetRegions", "eastus2", "it is named more than once", "name each region once"));
    }

    @Test
    void anUnknownRegionIsCalledUnknownOnce() {
        assertThat(check(TargetRegion.of("Atlantis"), TargetRegion.of("Atlantis")))
                .extracting(Violation::actual)
                .containsExactly("the public cloud has no such region", "it is named more than once");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void classicAllowsTenReplicas(int count) {
        assertThat(check(TARGET.replicas(count))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0,           'ask for at least 1, or withdraw the region'",
        "-1,          'ask for at least 1, or withdraw the region'",
        "-2147483648, 'ask for at least 1, or withdraw the region'",
        "11,          'ask for at most 10'",
        "2147483647,  'ask for at most 10'"
    })
    void classicRefusesOtherCounts(int count, String remedy) {
        assertThat(check(TARGET.replicas(count)))
                .containsExactly(Violation.invalid(
                        "westeurope.replicaCount", count, "a version has 1 to 10 replicas in a region", remedy));
    }

    @Test
    void todaysServiceAllowsAHundred() {
        GalleryRules current = GalleryRules.current();
        assertThat(ReplicationRule.checkCount("replicaCount", 1, current)).isEmpty();
        assertThat(ReplicationRule.checkCount("replicaCount", 100, current)).isEmpty();
        assertThat(ReplicationRule.checkCount("replicaCount", 0, current)).isPresent();
        assertThat(ReplicationRule.checkCount("replicaCount", 101, current)
                        .orElseThrow()
                        .remedy())
                .isEqualTo("ask for at most 100");
    }

    @Test
    void zoneRedundancyNeedsZones() {
        assertThat(check(TargetRegion.of(NO_ZONES).zoneRedundant()))
                .containsExactly(Violation.invalid(
                        "westus.storageType",
                        "Standard_ZRS",
                        "the region has no availability zones",
                        "use Standard_LRS or Premium_LRS there"));
    }

    @Test
    void allFaultsAreReportedTogether() {
        assertThat(targets(check(
                        TargetRegion.of("Atlantis").replicas(0).zoneRedundant(),
                        TargetRegion.of(NO_ZONES).replicas(11).zoneRedundant(),
                        TargetRegion.of("westus").replicas(1))))
                .containsExactly(
                        "targetRegions",
                        "atlantis.replicaCount",
                        "westus.replicaCount",
                        "westus.storageType",
                        "targetRegions");
    }

    @Test
    void theHomeRegionIsOneOfTheTargets() {
        TargetRegion abroad = TargetRegion.of(ABROAD);
        assertThat(ReplicationRule.checkHome(HOME, List.of(abroad, TARGET))).isEmpty();
        assertThat(ReplicationRule.checkHome(HOME, List.of())).isPresent();
        assertThat(ReplicationRule.checkHome(HOME, List.of(abroad))).hasValueSatisfying(violation -> {
            assertThat(violation.target()).isEqualTo("targetRegions");
            assertThat(violation.asked()).isEqualTo("[japaneast]");
            assertThat(violation.actual()).isEqualTo("the version's home region westeurope is not among them");
            assertThat(violation.remedy()).contains("add westeurope");
        });
    }

    @Test
    void theStorageTypeOfARegionNeverChanges() {
        RegionReplication zrs = in(HOME).storageType(StorageType.STANDARD_ZRS).build();
        assertThat(ReplicationRule.checkStorage(zrs, TARGET)).isEmpty();
        assertThat(ReplicationRule.checkStorage(zrs, TARGET.zoneRedundant())).isEmpty();
        assertThat(ReplicationRule.checkStorage(zrs, TARGET.storage(StorageType.STANDARD_LRS)))
                .contains(new Violation(
                        ErrorCode.PROPERTY_CHANGE_NOT_ALLOWED,
                        "westeurope.storageType",
                        "Standard_LRS",
                        "the region has Standard_ZRS, which never changes",
                        "withdraw the region and replicate to it anew"));
    }

    @Test
    void aNewTargetTakesTheDefaults() {
        RegionReplication resolved = ReplicationRule.resolve(TARGET, 3, Optional.empty(), RegionCatalog.publicCloud());
        assertThat(resolved)
                .isEqualTo(in(HOME).replicaCount(3)
                        .storageType(StorageType.STANDARD_LRS)
                        .state(ReplicationState.REPLICATING)
                        .build());
        assertThat(resolved.progressPercent()).isZero();
        assertThat(resolved.excludeFromLatest()).isEmpty();
    }

    @Test
    void aNewZoneRedundantTargetIsInEveryZone() {
        assertThat(ReplicationRule.resolve(TARGET.zoneRedundant(), 1, Optional.empty(), RegionCatalog.publicCloud())
                        .zones())
                .isEqualTo(3);
    }

    @Test
    void whatATargetLeavesOpenStaysAsItIs() {
        RegionReplication present = in(HOME).replicaCount(5)
                .storageType(StorageType.PREMIUM_LRS)
                .excludeFromLatest(true)
                .build();
        RegionReplication resolved =
                ReplicationRule.resolve(TARGET, 3, Optional.of(present), RegionCatalog.publicCloud());
        assertThat(resolved.replicaCount()).isEqualTo(5);
        assertThat(resolved.storageType()).isEqualTo(StorageType.PREMIUM_LRS);
        assertThat(resolved.excludeFromLatest()).contains(true);
    }

    @ParameterizedTest
    @EnumSource
    void whatATargetSaysGoesBeforeAll(StorageType type) {
        RegionReplication present = in(HOME).replicaCount(5)
                .storageType(StorageType.PREMIUM_LRS)
                .excludeFromLatest(true)
                .build();
        TargetRegion target = TARGET.replicas(2).storage(type).includedInLatest();
        RegionReplication resolved =
                ReplicationRule.resolve(target, 3, Optional.of(present), RegionCatalog.publicCloud());
        assertThat(resolved.replicaCount()).isEqualTo(2);
        assertThat(resolved.storageType()).isEqualTo(type);
        assertThat(resolved.excludeFromLatest()).contains(false);
    }

    @Test
    void theModeFullAllowsAll() {
        assertThat(ReplicationRule.checkMode(
                        ReplicationMode.FULL, HOME, 3, List.of(TARGET.replicas(2), TargetRegion.of(ABROAD))))
                .isEmpty();
        assertThat(ReplicationRule.checkMode(version("1.0.0")
                        .addRegions(in(HOME).replicaCount(2).build(), in(ABROAD).build())
                        .build()))
                .isEmpty();
    }

    @Test
    void theModeShallowIsOneReplicaAtHome() {
        assertThat(shallow(1)).isEmpty();
        assertThat(shallow(1, TARGET)).isEmpty();
        assertThat(shallow(1, TARGET.replicas(1).storage(StorageType.PREMIUM_LRS)))
                .isEmpty();
    }

    @Test
    void allThatGoesBeyondShallowIsNamed() {
        assertThat(shallow(2, TARGET.replicas(3), TargetRegion.of(ABROAD).replicas(4)))
                .allSatisfy(violation -> {
                    assertThat(violation.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
                    assertThat(violation.actual()).contains("Shallow");
                })
                .extracting(violation -> violation.target() + "=" + violation.asked())
                .containsExactly("replicaCount=2", "westeurope.replicaCount=3", "targetRegions=japaneast");
    }

    @Test
    void aShallowVersionStaysShallow() {
        ImageVersionInfo shallow = version("1.0.0")
                .replicationMode(ReplicationMode.SHALLOW)
                .addRegions(in(HOME).build())
                .build();
        assertThat(ReplicationRule.checkMode(shallow)).isEmpty();
        ImageVersionInfo deeper = ImageVersionInfo.builder()
                .from(shallow)
                .regions(List.of(in(ABROAD).build(), in(HOME).replicaCount(2).build()))
                .build();
        assertThat(ReplicationRule.checkMode(deeper))
                .allSatisfy(violation -> {
                    assertThat(violation.code()).isEqualTo(ErrorCode.OPERATION_NOT_ALLOWED);
                    assertThat(violation.actual()).contains("Shallow");
                })
                .extracting(violation -> violation.target() + "=" + violation.asked())
                .containsExactly("targetRegions=japaneast", "westeurope.replicaCount=2");
    }

    private static List<Violation> shallow(int defaultCount, TargetRegion... targets) {
        return ReplicationRule.checkMode(ReplicationMode.SHALLOW, HOME, defaultCount, List.of(targets));
    }

    @Test
    void theHomeIsNeverDropped() {
        assertThat(ReplicationRule.checkWithdrawal(version("1.0.0").build(), HOME, GalleryRules.current()))
                .hasValueSatisfying(violation -> assertThat(violation.actual()).contains("home region"));
    }

    @Test
    void aRegionIsDroppedIfTheProfileAllowsIt() {
        ImageVersionInfo keeping =
                version("1.0.0").safetyProfile(new SafetyProfile(false, false)).build();
        assertThat(ReplicationRule.checkWithdrawal(version("1.0.0").build(), ABROAD, CLASSIC))
                .isEmpty();
        assertThat(ReplicationRule.checkWithdrawal(keeping, ABROAD, CLASSIC)).hasValueSatisfying(violation -> {
            assertThat(violation.code()).isEqualTo(ErrorCode.OPERATION_NOT_ALLOWED);
            assertThat(violation.remedy()).contains("publish another version");
        });
        assertThat(ReplicationRule.checkWithdrawal(keeping, ABROAD, GalleryRules.current()))
                .hasValueSatisfying(
                        violation -> assertThat(violation.remedy()).contains("allowDeletionOfReplicatedLocations"));
    }

    private static List<Violation> check(TargetRegion... targets) {
        return ReplicationRule.checkTargets(List.of(targets), RegionCatalog.publicCloud(), CLASSIC);
    }

    @Test
    void oneReplicaThatIsThereIsEnough() {
        RegionReplication growing = in(HOME).replicaCount(3)
                .state(ReplicationState.REPLICATING)
                .availableReplicas(1)
                .build();
        ImageVersionInfo version = version("1.0.0").addRegions(growing).build();
        assertThat(ReplicationRule.checkAvailable(version, HOME)).isEmpty();
    }

    @Test
    void whereNoReplicaIsThereItIsSaidWhy() {
        ImageVersionInfo failed = version("1.0.0")
                .addRegions(in(HOME).state(ReplicationState.FAILED).build())
                .build();
        assertThat(ReplicationRule.checkAvailable(failed, HOME)).get().satisfies(violation -> {
            assertThat(violation.code()).isEqualTo(ErrorCode.GALLERY_IMAGE_NOT_FOUND);
            assertThat(violation.actual()).isEqualTo("its replication there is Failed");
            assertThat(violation.remedy()).isEqualTo("repeat its publication to finish it");
        });
        assertThat(ReplicationRule.checkAvailable(failed, ABROAD))
                .get()
                .extracting(Violation::asked, Violation::actual)
                .containsExactly(ABROAD.toString(), "it is replicated to [" + HOME + "]");
    }
}
