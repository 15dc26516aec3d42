// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.model.VersionOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A version whose publication was cut off before its disks were known has no sizes, which is not the size zero. */
class HalfPublishedTest {
    private static final RegionName HOME = RegionName.of("westeurope");
    private static final ImageVersionInfo VERSION = ImageVersionInfo.builder()
            .id(ResourceId.gallery("s", "g", "golden").definition("web").version(VersionNumber.parse("1.0.0")))
            .location(HOME)
            .provisioningState(ProvisioningState.CREATING)
            .addRegions(RegionReplication.builder()
                    .region(HOME)
                    .state(ReplicationState.REPLICATING)
                    .build())
            .build();

    @Test
    void nobodySaysZeroBytes() throws Exception {
        assertThat(ResourceTexts.version(VERSION)).contains("sizes not known yet");
        assertThat(ResourceTexts.wholeVersion(VERSION))
                .anyMatch(line -> line.matches(" +sizes +not known yet"))
                .noneMatch(line -> line.contains("bytes"));
        assertThat(Documents.version(VERSION).toJson()).doesNotContain("billedBytes");
        assertThat(Documents.outcome(new VersionOutcome(VERSION, 0, 0, List.of()))
                        .toJson())
                .doesNotContain("billedBytes");
    }

    @Test
    void howItIsFinishedIsSaidWithItsSubscription() {
        assertThat(VersionCommands.updated(new VersionOutcome(VERSION, 0, 0, List.of()))
                        .warnings())
                .containsExactly("golden/web/1.0.0 is Creating: not every region has its replicas"
                        + " (gallery update golden/web/1.0.0 --subscription s resumes)");
    }

    @Test
    void itsCostIsNotZeroButUnknown() {
        assertThatThrownBy(() -> CostCommands.Estimate.estimate(VERSION, Quickstart.prices()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("golden/web/1.0.0")
                .hasMessageContaining("Creating")
                .hasMessageContaining("its sizes are not known yet");
    }
}
