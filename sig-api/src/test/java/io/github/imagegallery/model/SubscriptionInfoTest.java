// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.error.InvalidParameterException;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionInfoTest {

    @Test
    void idsAreInLowerCase() {
        SubscriptionInfo prod = SubscriptionInfo.of("PROD-1").inTenant("Contoso.COM");
        assertThat(prod).isEqualTo(new SubscriptionInfo("prod-1", "contoso.com", Set.of()));
        assertThat(SubscriptionInfo.of("a").tenant()).isEqualTo("default");
    }

    @Test
    void regionsOfAllowListsAreGathered() {
        assertThat(SubscriptionInfo.of("a")
                        .allowListed("Australia Central 2")
                        .allowListed("australiacentral")
                        .allowListedRegions())
                .containsExactly(RegionName.of("australiacentral"), RegionName.of("australiacentral2"));
    }

    @Test
    void malformedIdsAreAllNamed() {
        assertThatThrownBy(() -> new SubscriptionInfo("", "a/b", Set.of()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("subscription: asked for ''")
                .hasMessageContaining("tenant: asked for 'a/b'");
        assertThat(SubscriptionInfo.of("x".repeat(128)).id()).hasSize(128);
        assertThatThrownBy(() -> SubscriptionInfo.of("x".repeat(129))).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> SubscriptionInfo.of("-a")).isInstanceOf(InvalidParameterException.class);
    }
}
