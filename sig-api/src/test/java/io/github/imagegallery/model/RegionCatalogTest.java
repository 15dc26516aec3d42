// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegionCatalogTest {
    private static final Region MOON = Region.of("Moon Base 1", "Moon", 0);
    private static final Region MARS = Region.of("Mars North", "Mars", 3);

    @Test
    void thePublicCloudKnowsItsRegions() {
        RegionCatalog cloud = RegionCatalog.publicCloud();
        assertThat(cloud.cloud()).isEqualTo("public cloud");
        assertThat(cloud.find(RegionName.of("West Europe")).orElseThrow().zones())
                .isEqualTo(3);
        assertThat(cloud.find(RegionName.of("australiacentral2")).orElseThrow().displayName())
                .isEqualTo("Australia Central 2");
        assertThat(cloud.find(RegionName.of("chinaeast"))).isEmpty();
        assertThat(cloud.find(RegionName.of(""))).isEmpty();
    }

    @Test
    void everyPublicRegionIsFoundByEitherName() {
        RegionCatalog cloud = RegionCatalog.publicCloud();
        assertThat(cloud.regions()).hasSizeGreaterThan(50).allSatisfy(region -> {
            assertThat(cloud.find(RegionName.of(region.displayName()))).contains(region);
            assertThat(cloud.find(region.name())).contains(region);
            assertThat(region.zones()).isIn(0, 3);
        });
    }

    @Test
    void aCatalogueOfOnesOwnKeepsItsOrderAndKnowsNoOtherRegion() {
        RegionCatalog own = RegionCatalog.of("space cloud", List.of(MOON, MARS));
        assertThat(own.regions()).containsExactly(MOON, MARS);
        assertThat(own.find(RegionName.of("moonbase1"))).contains(MOON);
        assertThat(own.find(RegionName.of("westeurope"))).isEmpty();
    }

    @Test
    void aCatalogueDoesNotChangeWithTheListItWasMadeOf() {
        List<Region> regions = new ArrayList<>(List.of(MOON));
        RegionCatalog own = RegionCatalog.of("space cloud", regions);
        regions.add(MARS);
        assertThat(own.regions()).containsExactly(MOON);
    }

    @Test
    void twoRegionsOfOneNameAreRefused() {
        Region alias = new Region(RegionName.of("MOON BASE 1"), "Luna", "Moon", 3, false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegionCatalog.of("space cloud", List.of(MOON, MARS, alias)))
                .withMessage("The catalogue of the space cloud names moonbase1 twice");
    }

    @Test
    void twoPublicRegionsNeedTheAllowList() {
        RegionCatalog cloud = RegionCatalog.publicCloud();
        assertThat(cloud.regions().stream().filter(region -> !cloud.permits(region.name())))
                .containsExactlyElementsOf(
                        cloud.regions().stream().filter(Region::needsAllowList).toList())
                .extracting(Region::displayName)
                .containsExactly("Australia Central", "Australia Central 2");
    }

    @Test
    void whatIsAllowedIsPermittedAndNothingElse() {
        RegionName moon = MOON.name();
        RegionName mars = MARS.name();
        RegionName nowhere = RegionName.of("nowhere");
        RegionCatalog own = RegionCatalog.of("space cloud", List.of(MOON.onAllowListOnly(), MARS));
        assertThat(own.permits(mars)).isTrue();
        assertThat(own.permits(moon)).isFalse();

        RegionCatalog allowing = own.allowing(Set.of(moon, nowhere));
        assertThat(allowing.permits(moon)).isTrue();
        assertThat(allowing.permits(mars)).isTrue();
        assertThat(allowing.permits(nowhere)).isFalse();
        assertThat(allowing.cloud()).isEqualTo("space cloud");
        assertThat(allowing.regions()).isEqualTo(own.regions());
        assertThat(own.permits(moon)).isFalse();
        assertThat(allowing.allowing(Set.of(mars)).permits(moon)).isTrue();
    }

    @Test
    void negativeZonesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Region.of("Moon", "Moon", -1))
                .withMessageContaining("-1");
    }
}
