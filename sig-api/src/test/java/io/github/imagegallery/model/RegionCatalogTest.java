// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
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
        Region alias = new Region(RegionName.of("MOON BASE 1"), "Luna", "Moon", 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RegionCatalog.of("space cloud", List.of(MOON, MARS, alias)))
                .withMessage("The catalogue of the space cloud names moonbase1 twice");
    }

    @Test
    void negativeZonesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Region.of("Moon", "Moon", -1))
                .withMessageContaining("-1");
    }
}
