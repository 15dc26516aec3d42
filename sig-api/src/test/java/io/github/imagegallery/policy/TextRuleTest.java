// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.error.Violation;
import org.junit.jupiter.api.Test;

class TextRuleTest {
    @Test
    void wellFormedTextIsTaken() {
        assertThat(TextRule.check("eula", "", 10)).isEmpty();
        assertThat(TextRule.check("eula", "golden 😀", 10)).isEmpty();
        assertThat(TextRule.check("eula", "x".repeat(10), 10)).isEmpty();
    }

    @Test
    void aNovelIsRefused() {
        assertThat(TextRule.check("eula", "x".repeat(41), 40))
                .contains(Violation.invalid("eula", "x".repeat(40) + "…", "it has 41 characters", "use at most 40"));
    }

    @Test
    void halfACharacterIsRefused() {
        assertThat(TextRule.check("eula", "a\ud83d", 10))
                .contains(Violation.invalid(
                        "eula", "a\ufffd", "it holds half of a surrogate pair", "give well-formed text"));
    }
}
