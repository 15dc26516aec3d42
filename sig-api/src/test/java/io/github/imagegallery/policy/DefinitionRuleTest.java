// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionRuleTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "4, 64", "2147483647, 2147483647"})
    void aPositiveRangeIsTaken(int min, int max) {
        assertThat(DefinitionRule.checkRange("recommendedVcpus", new IntRange(min, max)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, its minimum is not positive",
        "0, 5, its minimum is not positive",
        "-1, 5, its minimum is not positive",
        "-2147483648, -1, its minimum is not positive",
        "2, 1, its minimum is greater than its maximum",
        "1, 0, its minimum is greater than its maximum",
        "1, -1, its minimum is greater than its maximum"
    })
    void anyOtherIsRefusedSayingWhy(int min, int max, String reason) {
        assertThat(DefinitionRule.checkRange("recommendedVcpus", new IntRange(min, max)))
                .contains(Violation.invalid(
                        "recommendedVcpus",
                        min + ".." + max,
                        reason,
                        "give a minimum of at least 1 and a maximum that is not smaller"));
    }
}
