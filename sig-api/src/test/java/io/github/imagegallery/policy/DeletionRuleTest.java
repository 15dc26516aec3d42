// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.NOW;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.SafetyProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeletionRuleTest {
    private static final SafetyProfile BLOCKING = new SafetyProfile(true, true);

    private static ImageVersionInfo.Builder blocking() {
        return version("1.0.0").safetyProfile(BLOCKING).publishedDate(NOW.minusSeconds(9));
    }

    private static boolean allowed(ImageVersionInfo.Builder version) {
        return DeletionRule.check(version.build(), NOW).isEmpty();
    }

    @Test
    void aVersionWithoutBlockIsDeletedAtAnyTime() {
        assertThat(allowed(version("1.0.0"))).isTrue();
        assertThat(allowed(version("1.0.0").endOfLifeDate(NOW.plusSeconds(1)))).isTrue();
    }

    @Test
    void aBlockHoldsToTheEndOfLife() {
        assertThat(allowed(blocking().endOfLifeDate(NOW.plusNanos(1)))).isFalse();
        assertThat(allowed(blocking().endOfLifeDate(NOW))).isTrue();
        assertThat(allowed(blocking().endOfLifeDate(NOW.minusNanos(1)))).isTrue();
    }

    @Test
    void anEndOfLifeThatIsNotSetIsNotReached() {
        assertThat(DeletionRule.check(blocking().build(), NOW)).hasValueSatisfying(violation -> {
            assertThat(violation.code()).isEqualTo(ErrorCode.DELETION_BLOCKED_BEFORE_END_OF_LIFE);
            assertThat(violation.actual()).contains("it has none");
            assertThat(violation.remedy()).contains("set an end of life", "blockDeletionBeforeEndOfLife");
        });
    }

    @Test
    void theRefusalNamesTheDate() {
        assertThat(DeletionRule.check(
                        blocking().endOfLifeDate(NOW.plusSeconds(60)).build(), NOW))
                .hasValueSatisfying(violation -> {
                    assertThat(violation.actual()).contains(NOW.plusSeconds(60).toString(), NOW.toString());
                    assertThat(violation.remedy()).contains("wait for that");
                });
    }

    @Test
    void whatWasNeverThereIsAlwaysDeleted() {
        ImageVersionInfo.Builder unpublished = version("1.0.0").safetyProfile(BLOCKING);
        assertThat(allowed(unpublished.provisioningState(ProvisioningState.FAILED)))
                .isTrue();
        assertThat(allowed(unpublished.provisioningState(ProvisioningState.CREATING)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATING", "FAILED", "UPDATING", "SUCCEEDED"})
    void whatWasThereOnceIsBlocked(ProvisioningState state) {
        assertThat(allowed(blocking().provisioningState(state))).isFalse();
    }
}
