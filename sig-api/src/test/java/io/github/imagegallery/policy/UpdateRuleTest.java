// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.ABROAD;
import static io.github.imagegallery.policy.Samples.GALLERY;
import static io.github.imagegallery.policy.Samples.HOME;
import static io.github.imagegallery.policy.Samples.NOW;
import static io.github.imagegallery.policy.Samples.definition;
import static io.github.imagegallery.policy.Samples.in;
import static io.github.imagegallery.policy.Samples.targets;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageIdentifier;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.IntRange;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ReplicationMode;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.SafetyProfile;
import io.github.imagegallery.model.StorageType;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateRuleTest {
    private static final ImageIdentifier OTHER = new ImageIdentifier("Fabrikam", "Web", "iis");
    private static final GalleryRules CLASSIC = GalleryRules.classic();
    private static final GalleryRules CURRENT = GalleryRules.current();
    private static final ImageDefinitionInfo BEFORE = definition().build();

    @Test
    void restatingIsNoChange() {
        assertThat(UpdateRule.check(gallery().build(), gallery().build(), CLASSIC))
                .isEmpty();
        assertThat(check(definition().hyperVGeneration(HyperVGeneration.V1).architecture(Architecture.X64)))
                .isEmpty();
    }

    @Test
    void namesIgnoreCase() {
        ImageDefinitionInfo before = definition()
                .putFeatures("SecurityType", "TrustedLaunch")
                .putTags("Team", "web")
                .build();
        ImageDefinitionInfo.Builder restated = definition()
                .identifier(new ImageIdentifier("CONTOSO", "web", "IIS"))
                .putFeatures("securitytype", "TrustedLaunch")
                .putTags("team", "web");
        assertThat(UpdateRule.check(before, restated.build(), NOW, CLASSIC)).isEmpty();
        assertThat(targets(UpdateRule.check(
                        before,
                        restated.putFeatures("SECURITYTYPE", "trustedlaunch")
                                .putTags("TEAM", "Web")
                                .build(),
                        NOW,
                        CLASSIC)))
                .as("values do not")
                .containsExactly("features", "tags");
        assertThat(UpdateRule.check(
                        gallery().putTags("Team", "web").build(),
                        gallery()
                                .id(ResourceId.gallery("subscription", "GROUP", "golden"))
                                .putTags("team", "web")
                                .build(),
                        CLASSIC))
                .isEmpty();
    }

    @Test
    void whatMayChangeMayChange() {
        assertThat(UpdateRule.check(
                        gallery().build(), gallery().description("new").build(), CLASSIC))
                .isEmpty();
        assertThat(check(definition()
                        .description("new")
                        .endOfLifeDate(NOW.plusNanos(1))
                        .recommendedVcpus(new IntRange(1, 2))
                        .recommendedMemoryMiB(new IntRange(1, 2))))
                .isEmpty();
    }

    @Test
    void aGalleryStaysInItsResourceGroupHoweverThatIsWritten() {
        assertThat(UpdateRule.check(gallery().build(), inGroup("GROUP"), CURRENT))
                .isEmpty();
        assertThat(UpdateRule.check(gallery().build(), inGroup("other"), CURRENT))
                .singleElement()
                .satisfies(violation -> {
                    assertThat(violation.code()).isEqualTo(ErrorCode.PROPERTY_CHANGE_NOT_ALLOWED);
                    assertThat(violation.target()).isEqualTo("resourceGroup");
                    assertThat(violation.asked()).isEqualTo("other");
                });
    }

    private static GalleryInfo inGroup(String name) {
        return gallery()
                .id(ResourceId.gallery(GALLERY.subscription(), name, GALLERY.gallery()))
                .build();
    }

    @Test
    void aGalleryStaysWhereItIs() {
        assertThat(UpdateRule.check(
                        gallery().build(), gallery().location(ABROAD).build(), CURRENT))
                .containsExactly(new Violation(
                        ErrorCode.PROPERTY_CHANGE_NOT_ALLOWED,
                        "location",
                        "japaneast",
                        "it is 'westeurope' and never changes",
                        "leave it out, or create another resource"));
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("location", "japaneast", "westeurope", definition().location(ABROAD)),
                Arguments.of(
                        "identifier",
                        "Fabrikam:Web:iis",
                        "Contoso:Web:iis",
                        definition().identifier(OTHER)),
                Arguments.of("osType", "Windows", "Linux", definition().osType(OsType.WINDOWS)),
                Arguments.of(
                        "osState", "Specialized", "Generalized", definition().osState(OsState.SPECIALIZED)),
                Arguments.of("hyperVGeneration", "V2", "V1", definition().hyperVGeneration(HyperVGeneration.V2)),
                Arguments.of("architecture", "Arm64", "x64", definition().architecture(Architecture.ARM64)),
                Arguments.of("eula", "yours", "", definition().eula("yours")),
                Arguments.of(
                        "privacyStatementUri",
                        "https://example.org/p",
                        "",
                        definition().privacyStatementUri(URI.create("https://example.org/p"))),
                Arguments.of(
                        "purchasePlan",
                        "Contoso:web:monthly",
                        "",
                        definition().purchasePlan(new PurchasePlan("monthly", "Contoso", "web"))),
                Arguments.of(
                        "features",
                        "{SecurityType=TrustedLaunch}",
                        "{}",
                        definition().putFeatures("SecurityType", "TrustedLaunch")));
    }

    static Stream<Arguments> changesOfToday() {
        return Stream.of(
                Arguments.of("tags", definition().putTags("team", "web")),
                Arguments.of("disallowedDiskTypes", definition().addDisallowedDiskTypes(DiskType.STANDARD_LRS)),
                Arguments.of("releaseNoteUri", definition().releaseNoteUri(URI.create("https://example.org/r"))));
    }

    @ParameterizedTest
    @MethodSource("changesOfToday")
    void whatOnlyTodaysServiceChangesIsNamedByTheClassicOne(String property, ImageDefinitionInfo.Builder after) {
        assertThat(targets(check(after))).containsExactly(property);
        assertThat(UpdateRule.check(BEFORE, after.build(), NOW, CURRENT)).isEmpty();
    }

    @Test
    void theTagsOfAGalleryChangeToday() {
        GalleryInfo tagged = gallery().putTags("team", "web").build();
        assertThat(targets(UpdateRule.check(gallery().build(), tagged, CLASSIC)))
                .containsExactly("tags");
        assertThat(UpdateRule.check(gallery().build(), tagged, CURRENT)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void anImmutablePropertyIsNamed(String property, String asked, String present, ImageDefinitionInfo.Builder after) {
        assertThat(check(after)).singleElement().satisfies(violation -> {
            assertThat(violation.code()).isEqualTo(ErrorCode.PROPERTY_CHANGE_NOT_ALLOWED);
            assertThat(violation.target()).isEqualTo(property);
            assertThat(violation.asked()).isEqualTo(asked);
            assertThat(violation.actual()).isEqualTo("it is '" + present + "' and never changes");
        });
    }

    @Test
    void allFaultsAreReportedTogether() {
        List<Violation> all = check(definition()
                .location(ABROAD)
                .identifier(OTHER)
                .osType(OsType.WINDOWS)
                .osState(OsState.SPECIALIZED)
                .hyperVGeneration(HyperVGeneration.V2)
                .architecture(Architecture.ARM64)
                .endOfLifeDate(NOW));
        assertThat(targets(all))
                .containsExactlyInAnyOrder(
                        "location",
                        "identifier",
                        "osType",
                        "osState",
                        "hyperVGeneration",
                        "architecture",
                        "endOfLifeDate");
    }

    @Test
    void anEndOfLifeIsOnlyCheckedWhenItChanges() {
        Instant past = NOW.minusSeconds(1);
        ImageDefinitionInfo ended = definition().endOfLifeDate(past).build();
        assertThat(UpdateRule.check(
                        ended,
                        definition().endOfLifeDate(past).description("new").build(),
                        NOW,
                        CLASSIC))
                .isEmpty();
        assertThat(UpdateRule.check(ended, BEFORE, NOW, CLASSIC)).isEmpty();
        assertThat(targets(UpdateRule.check(
                        ended, definition().endOfLifeDate(past.plusNanos(1)).build(), NOW, CLASSIC)))
                .containsExactly("endOfLifeDate");
    }

    private static final ImageVersionInfo VERSION = version("1.0.0")
            .publishedDate(NOW)
            .addRegions(in(ABROAD).build(), in(HOME).build())
            .build();

    private static ImageVersionInfo.Builder changed() {
        return ImageVersionInfo.builder().from(VERSION);
    }

    private static List<Violation> check(ImageVersionInfo.Builder after, GalleryRules rules) {
        return UpdateRule.check(VERSION, after.build(), NOW, rules);
    }

    @Test
    void aVersionsRegionsCountsFlagAndEndOfLifeChange() {
        assertThat(check(changed(), CLASSIC)).isEmpty();
        assertThat(check(
                        changed()
                                .regions(List.of(
                                        in(HOME).replicaCount(3).build(),
                                        in(RegionName.of("eastus")).build()))
                                .excludeFromLatest(true)
                                .endOfLifeDate(NOW.plusNanos(1)),
                        CLASSIC))
                .isEmpty();
    }

    @Test
    void everythingElseOfAVersionStays() {
        DiskInfo disk =
                DiskInfo.builder().lun(1).virtualSizeBytes(512).billedBytes(0).build();
        for (GalleryRules rules : List.of(CLASSIC, CURRENT)) {
            assertThat(check(
                            changed()
                                    .location(ABROAD)
                                    .publishedDate(NOW.plusNanos(1))
                                    .addDisks(disk)
                                    .replicationMode(ReplicationMode.SHALLOW)
                                    .regions(List.of(
                                            in(ABROAD).build(),
                                            in(HOME).storageType(StorageType.PREMIUM_LRS)
                                                    .build()))
                                    .endOfLifeDate(NOW),
                            rules))
                    .extracting(Violation::target)
                    .containsExactly(
                            "location",
                            "publishedDate",
                            "disks",
                            "replicationMode",
                            "westeurope.storageType",
                            "targetRegions",
                            "endOfLifeDate");
        }
    }

    @Test
    void theSafetyProfileChangesToday() {
        ImageVersionInfo.Builder after = changed().safetyProfile(new SafetyProfile(false, true));
        assertThat(check(after, CURRENT)).isEmpty();
        assertThat(check(after, CLASSIC))
                .allSatisfy(violation -> assertThat(violation.code()).isEqualTo(ErrorCode.PROPERTY_CHANGE_NOT_ALLOWED))
                .extracting(Violation::target)
                .containsExactly("allowDeletionOfReplicatedLocations", "blockDeletionBeforeEndOfLife");
    }

    @Test
    void aRegionIsDroppedByTheProfileThatTheVersionIsAboutToHave() {
        ImageVersionInfo.Builder dropped = changed().regions(List.of(in(HOME).build()));
        assertThat(check(dropped, CURRENT)).isEmpty();
        assertThat(targets(check(dropped.safetyProfile(new SafetyProfile(false, false)), CURRENT)))
                .containsExactly("withdraw");
        assertThat(targets(check(changed().regions(List.of(in(ABROAD).build())), CURRENT)))
                .containsExactly("withdraw");
    }

    private static List<Violation> check(ImageDefinitionInfo.Builder after) {
        return UpdateRule.check(BEFORE, after.build(), NOW, CLASSIC);
    }

    private static GalleryInfo.Builder gallery() {
        return GalleryInfo.builder().id(GALLERY).location(HOME);
    }
}
