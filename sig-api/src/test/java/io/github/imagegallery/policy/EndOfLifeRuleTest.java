// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.error.ErrorCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndOfLifeRuleTest {

    @Test
    void itHasPassedFromTheInstantAfterTheDate() {
        assertThat(EndOfLifeRule.hasPassed(Optional.of(NOW), NOW.minusNanos(1))).isFalse();
        assertThat(EndOfLifeRule.hasPassed(Optional.of(NOW), NOW)).isFalse();
        assertThat(EndOfLifeRule.hasPassed(Optional.of(NOW), NOW.plusNanos(1))).isTrue();
    }

    @Test
    void noDateIsNoEnd() {
        assertThat(EndOfLifeRule.hasPassed(Optional.empty(), NOW)).isFalse();
        assertThat(EndOfLifeRule.checkFuture(Optional.empty(), NOW)).isEmpty();
    }

    @Test
    void aNewDateLiesInTheFuture() {
        assertThat(EndOfLifeRule.checkFuture(Optional.of(NOW.plusNanos(1)), NOW))
                .isEmpty();
        assertThat(EndOfLifeRule.checkFuture(Optional.of(NOW), NOW)).isPresent();
        assertThat(EndOfLifeRule.checkFuture(Optional.of(NOW.minusNanos(1)), NOW))
                .hasValueSatisfying(violation -> {
                    assertThat(violation.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
                    assertThat(violation.target()).isEqualTo("endOfLifeDate");
                    assertThat(violation.asked()).isEqualTo("2021-03-04T05:06:07.000000007Z");
                    assertThat(violation.actual()).contains("2021-03-04T05:06:07.000000008Z");
                });
    }
}
