// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GalleryRulesTest {

    @Test
    void theClassicLimitsAreThoseOfTheSeed() {
        GalleryRules classic = GalleryRules.classic();
        assertThat(classic.maxGalleries()).isEqualTo(100);
        assertThat(classic.maxDefinitions()).isEqualTo(1_000);
        assertThat(classic.maxVersions()).isEqualTo(10_000);
        assertThat(classic.maxReplicasPerRegion()).isEqualTo(10);
        assertThat(classic.maxDiskBytes()).isEqualTo(1_099_511_627_776L);
        assertThat(classic.machinesPerReplica()).isEqualTo(20);
        assertThat(classic.minAdvisedReplicas()).isEqualTo(1);
        assertThat(classic.endOfLifeBlocksDeployment()).isTrue();
        assertThat(classic.allowDeletionOfReplicatedLocations()).isTrue();
    }

    @Test
    void todaysServiceDiffersInSevenThings() {
        assertThat(GalleryRules.current())
                .isEqualTo(GalleryRules.classic().toBuilder()
                        .maxReplicasPerRegion(100)
                        .maxDiskBytes(2_199_023_255_552L)
                        .machinesPerReplica(50)
                        .minAdvisedReplicas(3)
                        .endOfLifeBlocksDeployment(false)
                        .allowDeletionOfReplicatedLocations(false)
                        .updatesBeyondClassic(true)
                        .build());
    }

    @Test
    void aLimitOfOneIsALimit() {
        assertThat(GalleryRules.classic().toBuilder().maxGalleries(1).build().maxGalleries())
                .isEqualTo(1);
    }

    @Test
    void limitsThatAreNotPositiveAreRefusedByName() {
        Map<String, UnaryOperator<GalleryRules.Builder>> settings = Map.of(
                "maxGalleries", rules -> rules.maxGalleries(0),
                "maxDefinitions", rules -> rules.maxDefinitions(0),
                "maxVersions", rules -> rules.maxVersions(0),
                "maxReplicasPerRegion", rules -> rules.maxReplicasPerRegion(0),
                "maxDiskBytes", rules -> rules.maxDiskBytes(0),
                "machinesPerReplica", rules -> rules.machinesPerReplica(0),
                "minAdvisedReplicas", rules -> rules.minAdvisedReplicas(0));
        settings.forEach((name, setting) -> assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> setting.apply(GalleryRules.classic().toBuilder()).build())
                .withMessage(name + " must be positive, and is 0"));
    }
}
