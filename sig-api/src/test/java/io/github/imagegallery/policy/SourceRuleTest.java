// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.ABROAD;
import static io.github.imagegallery.policy.Samples.HOME;
import static io.github.imagegallery.policy.Samples.targets;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.SourceInfo;
import io.github.imagegallery.model.SourceInfo.Disk;
import io.github.imagegallery.model.SourceKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceRuleTest {
    private static final String OWN = "subscription";
    private static final String ID = "/subscriptions/%s/resourceGroups/rg/providers/Microsoft.Compute/%s/%s";
    private static final ImageDefinitionInfo DEFINITION = Samples.definition().build();
    private static final RegionCatalog REGIONS = RegionCatalog.publicCloud();
    private static final PurchasePlan PLAN = new PurchasePlan("monthly", "Contoso", "web");

    private static Disk disk(Integer lun, SourceKind kind, String id) {
        return new Disk(Optional.ofNullable(lun), kind, Optional.ofNullable(id), Optional.empty());
    }

    private static SourceInfo.Builder file() {
        return SourceInfo.builder().addDisks(disk(null, SourceKind.FILE, null));
    }

    private static SourceInfo.Builder described(SourceKind kind, String id) {
        SourceInfo.Builder source = file().kind(kind).id(id).addRegions(HOME);
        return source.osType(OsType.LINUX).osState(OsState.GENERALIZED).hyperVGeneration(HyperVGeneration.V1);
    }

    private static SourceInfo.Builder machine() {
        return described(SourceKind.VIRTUAL_MACHINE, "vm");
    }

    private static SourceInfo snapshot(String id) {
        return SourceInfo.builder()
                .addDisks(disk(null, SourceKind.SNAPSHOT, id))
                .addRegions(HOME)
                .build();
    }

    private static List<Violation> check(SourceInfo.Builder source) {
        return SourceRule.check(source.build(), OWN);
    }

    private static List<Violation> fit(SourceInfo.Builder source) {
        return SourceRule.check(source.build(), DEFINITION, HOME, REGIONS);
    }

    @Test
    void ofAFileNothingNeedBeKnown() {
        assertThat(check(file())).isEmpty();
        assertThat(fit(file())).isEmpty();
        ImageDefinitionInfo planned = Samples.definition().purchasePlan(PLAN).build();
        assertThat(SourceRule.check(file().build(), planned, HOME, REGIONS)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL_MACHINE", "MANAGED_IMAGE"})
    void whatIsRequiredIsMissed(SourceKind kind) {
        List<Violation> violations = check(file().kind(kind).id("x"));
        assertThat(targets(violations))
                .containsExactly("source.region", "source.osType", "source.osState", "source.hyperVGeneration");
        assertThat(violations.get(0))
                .hasToString("source.region: asked for '', but of a " + kind + " it is required (say what the " + kind
                        + " has) [InvalidParameter]");
        assertThat(check(described(kind, "x"))).isEmpty();
        assertThat(fit(described(kind, "x"))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"MANAGED_DISK", "SNAPSHOT"})
    void theRegionOfADiskIsRequiredUnlessTheSourceHasOne(SourceKind kind) {
        SourceInfo.Builder unplaced = SourceInfo.builder().addDisks(disk(null, kind, "os"), disk(3, kind, "data"));
        assertThat(targets(check(unplaced))).containsExactly("osDisk.region", "dataDisk 3.region");
        assertThat(check(unplaced.addRegions(HOME))).isEmpty();
        Disk placed = new Disk(Optional.empty(), kind, Optional.of("os"), Optional.of(HOME));
        assertThat(check(SourceInfo.builder().addDisks(placed))).isEmpty();
        assertThat(targets(check(SourceInfo.builder()
                        .kind(SourceKind.VIRTUAL_MACHINE)
                        .id("vm")
                        .addDisks(disk(null, kind, "os")))))
                .as("the machine's is missed, not each disk's")
                .contains("source.region")
                .doesNotContain("osDisk.region");
    }

    @Test
    void aSourceAndADiskInTheHomeRegionFit() {
        Disk atHome = new Disk(Optional.empty(), SourceKind.SNAPSHOT, Optional.of("s"), Optional.of(HOME));
        assertThat(fit(SourceInfo.builder().addDisks(atHome))).isEmpty();
        assertThat(fit(SourceInfo.builder().addDisks(atHome).addRegions(HOME))).isEmpty();
    }

    @Test
    void aSourceOrDiskInAnotherRegionIsRefusedNamingBoth() {
        assertThat(fit(file().addRegions(ABROAD)))
                .containsExactly(Violation.invalid(
                        "source.region",
                        "japaneast",
                        "the version's home region is westeurope",
                        "publish with the location japaneast, or bring the source to westeurope"));
        Disk abroad = new Disk(Optional.of(3), SourceKind.SNAPSHOT, Optional.of("s"), Optional.of(ABROAD));
        assertThat(targets(fit(file().addDisks(abroad)))).containsExactly("dataDisk 3.region");
    }

    @Test
    void anUnknownRegionIsNotRecommendedAsTheHome() {
        RegionName atlantis = RegionName.of("atlantis");
        Disk sunk = new Disk(Optional.of(3), SourceKind.SNAPSHOT, Optional.of("s"), Optional.of(atlantis));
        assertThat(fit(file().addRegions(atlantis).addDisks(sunk)))
                .containsExactly(
                        RegionRule.checkKnown("source.region", atlantis, REGIONS)
                                .orElseThrow(),
                        RegionRule.checkKnown("dataDisk 3.region", atlantis, REGIONS)
                                .orElseThrow());
    }

    @Test
    void whatDiffersFromTheDefinitionIsRefusedAllTogether() {
        List<Violation> violations = fit(file().osType(OsType.WINDOWS)
                .osState(OsState.SPECIALIZED)
                .hyperVGeneration(HyperVGeneration.V2)
                .architecture(Architecture.ARM64)
                .purchasePlan(PLAN));
        assertThat(targets(violations))
                .containsExactly(
                        "source.osType",
                        "source.osState",
                        "source.hyperVGeneration",
                        "source.architecture",
                        "source.purchasePlan");
        assertThat(violations.get(0))
                .isEqualTo(Violation.invalid(
                        "source.osType",
                        OsType.WINDOWS,
                        "the definition has Linux",
                        "use a source of Linux, or a definition of Windows"));
    }

    @Test
    void thePlanIsTheDefinitionsOwn() {
        ImageDefinitionInfo planned = Samples.definition().purchasePlan(PLAN).build();
        assertThat(SourceRule.check(machine().purchasePlan(PLAN).build(), planned, HOME, REGIONS))
                .isEmpty();
        assertThat(SourceRule.check(machine().build(), planned, HOME, REGIONS))
                .extracting(Violation::asked, Violation::actual)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("none", "the definition has the plan Contoso:web:monthly"));
        assertThat(targets(SourceRule.check(snapshot("s"), planned, HOME, REGIONS)))
                .containsExactly("source.purchasePlan");
        assertThat(fit(machine().purchasePlan(PLAN)))
                .extracting(Violation::actual)
                .containsExactly("the definition has no plan");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"FILE", "IMAGE_VERSION"},
            mode = EnumSource.Mode.EXCLUDE)
    void anIdIsANameOrOfTheKindAndOfTheOwnSubscription(SourceKind kind) {
        String type = kind.resourceType().orElseThrow();
        for (String own : List.of("x", "a_b-c.d", String.format(ID, "SUBscription", type, "x"))) {
            assertThat(checkId(kind, own)).isEmpty();
            assertThat(checkId(kind, own.toUpperCase(java.util.Locale.ROOT))).isEmpty();
        }
        assertThat(checkId(kind, String.format(ID, "other", type, "x")))
                .singleElement()
                .satisfies(refused -> {
                    assertThat(refused.target()).isEqualTo("osDisk.id");
                    assertThat(refused.actual())
                            .isEqualTo("the " + kind
                                    + " is in another subscription than the gallery, which is in subscription");
                });
        for (String malformed : List.of(
                "",
                "a b",
                "x/y",
                "-x",
                "a".repeat(81),
                String.format(ID, OWN, "galleries", "x"),
                String.format(ID, OWN, type, "x/y"),
                String.format(ID, OWN, type, ""))) {
            assertThat(checkId(kind, malformed))
                    .extracting(Violation::actual)
                    .containsExactly("it is neither the name nor the id of a " + kind);
        }
    }

    private static List<Violation> checkId(SourceKind kind, String id) {
        return check(SourceInfo.builder().addRegions(HOME).addDisks(disk(null, kind, id)));
    }

    @Test
    void aSourcesOwnIdIsCheckedToo() {
        assertThat(targets(check(described(SourceKind.VIRTUAL_MACHINE, "a b")))).containsExactly("source.id");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 64, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aLogicalUnitNumberOutOfRangeIsRefused(int lun) {
        assertThat(check(file().addDisks(disk(lun, SourceKind.FILE, null))))
                .containsExactly(Violation.invalid(
                        "dataDisk.lun", lun, "a logical unit number is 0 to 63", "choose another number"));
    }

    @Test
    void logicalUnitNumbersFrom0To63AreUsedOnceEach() {
        SourceInfo.Builder source =
                file().addDisks(disk(0, SourceKind.FILE, null)).addDisks(disk(63, SourceKind.FILE, null));
        assertThat(check(source)).isEmpty();
        assertThat(targets(check(source.addDisks(disk(63, SourceKind.FILE, null)))))
                .containsExactly("dataDisk 63");
    }

    @Test
    void aDiskIsUsedOnce() {
        SourceInfo twice = SourceInfo.builder()
                .addRegions(HOME)
                .addDisks(disk(null, SourceKind.SNAPSHOT, "s"), disk(1, SourceKind.MANAGED_DISK, "s"))
                .addDisks(disk(2, SourceKind.SNAPSHOT, "S"))
                .build();
        assertThat(SourceRule.check(twice, OWN))
                .containsExactly(
                        Violation.invalid("dataDisk 2", "S", "it is the osDisk as well", "use each disk once"));
    }

    @Test
    void aNameAndAnIdMayBeThoseOfOneDisk() {
        String id = String.format(ID, "SUBscription", "disks", "D");
        String second = String.format(ID, OWN, "disks", "d").replace("/rg/", "/other/");
        assertThat(targets(used("d", id))).containsExactly("dataDisk 1");
        assertThat(targets(used(id, "d"))).containsExactly("dataDisk 1");
        assertThat(used(id, "e")).isEmpty();
        assertThat(used(id, second)).as("disks of two resource groups").isEmpty();
        assertThat(targets(used("d", String.format(ID, "other", "disks", "d"))))
                .as("a disk of another subscription is another one")
                .containsExactly("dataDisk 1.id");
    }

    private static List<Violation> used(String osDisk, String dataDisk) {
        return check(SourceInfo.builder()
                .addRegions(HOME)
                .addDisks(disk(null, SourceKind.MANAGED_DISK, osDisk), disk(1, SourceKind.MANAGED_DISK, dataDisk)));
    }

    @Test
    void aDiskOverTheLimitIsRefused() {
        GalleryRules rules =
                GalleryRules.classic().toBuilder().maxDiskBytes(512).build();
        assertThat(SourceRule.checkSize("osDisk", "os.raw", 512, rules)).isEmpty();
        assertThat(SourceRule.checkSize("osDisk", "os.raw", 513, rules))
                .map(Violation::code)
                .contains(ErrorCode.SOURCE_EXCEEDS_MAX_SIZE);
    }

    @Test
    void aVersionIsASourceWhereItIsAvailable() {
        RegionName further = RegionName.of("uksouth");
        SourceInfo source = SourceInfo.of(
                DEFINITION,
                Samples.version("1.0.0")
                        .addRegions(
                                Samples.in(HOME).availableReplicas(1).build(),
                                Samples.in(further)
                                        .replicaCount(2)
                                        .availableReplicas(1)
                                        .state(ReplicationState.REPLICATING)
                                        .build(),
                                Samples.in(ABROAD)
                                        .state(ReplicationState.FAILED)
                                        .build())
                        .build());
        assertThat(source.kind()).isEqualTo(SourceKind.IMAGE_VERSION);
        assertThat(SourceRule.check(source, "another subscription")).isEmpty();
        assertThat(SourceRule.check(source, DEFINITION, HOME, REGIONS)).isEmpty();
        assertThat(SourceRule.check(source, DEFINITION, further, REGIONS)).isEmpty();
        assertThat(SourceRule.check(source, DEFINITION, ABROAD, REGIONS))
                .containsExactly(new Violation(
                        ErrorCode.GALLERY_IMAGE_NOT_FOUND,
                        "source.region",
                        "japaneast",
                        "the source is available in [uksouth, westeurope] only",
                        "replicate the source to japaneast first, or publish with the location uksouth"));
        SourceInfo nowhere = SourceInfo.of(DEFINITION, Samples.version("1.0.0").build());
        assertThat(SourceRule.check(nowhere, DEFINITION, HOME, REGIONS))
                .extracting(Violation::actual)
                .containsExactly("the source is available nowhere yet");
    }

    @Test
    void aVersionOfAnotherDefinitionMustFitLikeAnyOtherSource() {
        ImageDefinitionInfo other = Samples.definition()
                .osType(OsType.WINDOWS)
                .osState(OsState.SPECIALIZED)
                .hyperVGeneration(HyperVGeneration.V2)
                .architecture(Architecture.ARM64)
                .purchasePlan(PLAN)
                .build();
        SourceInfo source = SourceInfo.of(
                other,
                Samples.version("1.0.0")
                        .addRegions(Samples.in(HOME).availableReplicas(1).build())
                        .build());
        assertThat(SourceRule.check(source, DEFINITION, HOME, REGIONS)).hasSize(5);
        assertThat(SourceRule.check(source, other, HOME, REGIONS)).isEmpty();
    }
}
