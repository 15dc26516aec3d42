// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.error.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleSetRuleTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 600, 601, 1_000})
    void fromAGalleryImageAScaleSetHasUpToAThousandInstances(int instances) {
        assertThat(ScaleSetRule.check(instances)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_001, Integer.MAX_VALUE})
    void fromAGalleryImageOthersAreRefused(int instances) {
        assertThat(ScaleSetRule.check(instances))
                .contains(Violation.invalid(
                        "scaleSet",
                        instances,
                        "a scale set from a gallery image has 1 to 1000 instances",
                        instances < 1
                                ? "give at least 1 instance, or leave it out"
                                : "split it into several scale sets"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 600})
    void fromAManagedImageAScaleSetHasUpToSixHundred(int instances) {
        assertThat(ScaleSetRule.checkFromManagedImage(instances)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 601, 1_001})
    void fromAManagedImageOthersAreRefused(int instances) {
        assertThat(ScaleSetRule.checkFromManagedImage(instances))
                .get()
                .extracting(Violation::target, Violation::asked, Violation::actual)
                .containsExactly(
                        "scaleSet",
                        String.valueOf(instances),
                        "a scale set from a managed image has 1 to 600 instances");
    }

    @Test
    void aGalleryHelpsWhereItCan() {
        assertThat(remedy(601)).contains("gallery").isEqualTo(remedy(1_000));
        assertThat(remedy(1_001)).isEqualTo("split it into several scale sets");
        assertThat(remedy(0)).contains("at least 1");
    }

    private static String remedy(int instances) {
        return ScaleSetRule.checkFromManagedImage(instances).orElseThrow().remedy();
    }
}
