// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"eastus2", "East US 2", "EASTUS2", " east\tus 2 ", "EastUs2"})
    void theDisplayNameIsTheSameRegion(String text) {
        assertThat(RegionName.of(text))
                .isEqualTo(new RegionName("eastus2"))
                .hasSameHashCodeAs(RegionName.of("eastus2"))
                .hasToString("eastus2");
    }

    @Test
    void namesAreOrderedAsText() {
        assertThat(Stream.of("West US", "eastus2", "East US", "japaneast")
                        .map(RegionName::of)
                        .sorted())
                .extracting(RegionName::value)
                .containsExactly("eastus", "eastus2", "japaneast", "westus");
    }

    @Property
    void theCanonicalFormIsItsOwn(@ForAll String text) {
        RegionName name = RegionName.of(text);
        assertThat(RegionName.of(name.value())).isEqualTo(name);
    }
}
