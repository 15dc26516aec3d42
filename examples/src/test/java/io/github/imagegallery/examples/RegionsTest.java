// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.imagegallery.model.RegionCatalog;
import org.junit.jupiter.api.Test;

/** The regions of the public cloud are listed without a store. */
class RegionsTest {

    @Test
    void everyRegionIsOneLine() {
        Run run = Run.of("regions").done();

        assertThat(run.out().lines())
                .hasSameSizeAs(RegionCatalog.publicCloud().regions())
                .anyMatch(line -> line.matches("westeurope +West Europe +Europe +3 zones"))
                .anyMatch(
                        line -> line.matches("australiacentral +Australia Central +Australia +no zones +by allow list"))
                .anyMatch(line -> line.matches("westus +West US +United States +no zones"));
    }

    @Test
    void jsonHasTheCatalogue() {
        JsonNode catalog = Run.of("regions", "--json").done().json();

        assertThat(catalog.get("cloud").textValue()).isEqualTo("public cloud");
        assertThat(catalog.get("regions"))
                .hasSameSizeAs(RegionCatalog.publicCloud().regions());
        JsonNode region = catalog.get("regions").get(0);
        assertThat(region.fieldNames())
                .toIterable()
                .containsExactly("name", "displayName", "geography", "zones", "needsAllowList");
        assertThat(region.get("zones").isInt()).isTrue();
    }
}
