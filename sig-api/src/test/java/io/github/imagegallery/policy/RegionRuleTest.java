// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Region;
import io.github.imagegallery.model.RegionCatalog;
import io.github.imagegallery.model.RegionName;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegionRuleTest {
    private static final RegionCatalog OWN =
            RegionCatalog.of("space cloud", List.of(Region.of("Moon Base", "Moon", 0), Region.of("Mars", "Mars", 3)));

    @Test
    void aRegionOfTheCatalogueIsTaken() {
        assertThat(RegionRule.check("location", RegionName.of("MOON base"), OWN))
                .isEmpty();
    }

    @Test
    void anotherCloudsRegionIsRefusedNamingTheCloud() {
        assertThat(RegionRule.check("location", RegionName.of("West Europe"), OWN))
                .contains(Violation.invalid(
                        "location",
                        "westeurope",
                        "the space cloud has no such region",
                        "use one of its 2 regions, such as mars; another cloud's region cannot be used"));
    }

    @Test
    void aRegionOnAllowListOnlyIsRefusedUnlessAllowed() {
        RegionCatalog cloud = RegionCatalog.publicCloud();
        RegionName central = RegionName.of("Australia Central");
        assertThat(RegionRule.check("location", central, cloud))
                .contains(Violation.invalid(
                        "location",
                        "australiacentral",
                        "the subscription is not on the allow list of that region",
                        "use another region, such as australiaeast; or ask for a place on the list, then allow the region"
                                + " where the galleries are opened"));
        assertThat(RegionRule.check("location", central, cloud.allowing(Set.of(central))))
                .isEmpty();
        assertThat(RegionRule.checkKnown("location", central, cloud)).isEmpty();
        assertThat(RegionRule.checkKnown("location", RegionName.of("atlantis"), cloud))
                .isNotEmpty();
    }

    @Test
    void theExampleMayBeUsed() {
        Region shut = Region.of("Pluto", "Pluto", 5).onAllowListOnly();
        RegionCatalog space = RegionCatalog.of("space cloud", List.of(shut, Region.of("Mars", "Mars", 3)));
        assertThat(RegionRule.check("location", RegionName.of("x"), space)
                        .orElseThrow()
                        .remedy())
                .contains("such as mars");
        assertThat(RegionRule.check(
                                "location",
                                RegionName.of("x"),
                                RegionCatalog.of("void", List.of(shut)).allowing(Set.of(shut.name())))
                        .orElseThrow()
                        .remedy())
                .contains("such as pluto");
    }

    @Test
    void anEmptyCatalogueHasNoExample() {
        RegionCatalog none = RegionCatalog.of("void", List.of());
        assertThat(RegionRule.check("location", RegionName.of("x"), none)
                        .orElseThrow()
                        .remedy())
                .isEqualTo("use one of its 0 regions; another cloud's region cannot be used");
    }
}
