// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescriptionRuleTest {
    @Test
    void wellFormedTextIsTaken() {
        assertThat(DescriptionRule.check("")).isEmpty();
        assertThat(DescriptionRule.check("Golden images 😀")).isEmpty();
        assertThat(DescriptionRule.check("x".repeat(DescriptionRule.MAX_LENGTH)))
                .isEmpty();
    }

    @Test
    void aNovelIsRefused() {
        assertThat(DescriptionRule.check("x".repeat(DescriptionRule.MAX_LENGTH + 1)))
                .get()
                .asString()
                .contains("4097 characters", "at most 4096");
    }

    @Test
    void halfACharacterIsRefused() {
        assertThat(DescriptionRule.check("a\ud83d")).get().asString().contains("surrogate");
    }
}
