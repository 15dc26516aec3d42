// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static io.github.imagegallery.policy.Samples.ABROAD;
import static io.github.imagegallery.policy.Samples.HOME;
import static io.github.imagegallery.policy.Samples.NOW;
import static io.github.imagegallery.policy.Samples.in;
import static io.github.imagegallery.policy.Samples.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.policy.NewestRule.Placement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Single cases, told; what holds of all is in {@link NewestRuleProperties}. */
class NewestRuleTest {
    private static final RegionName FAR = RegionName.of("uksouth");

    private static ImageVersionInfo of(String number, RegionReplication.Builder... regions) {
        ImageVersionInfo.Builder version = version(number);
        for (RegionReplication.Builder region : regions) {
            version.addRegions(region.build());
        }
        return version.build();
    }

    private static List<Placement> place(ImageVersionInfo... versions) {
        return NewestRule.place(List.of(versions), List.of(), 1, NOW, GalleryRules.classic());
    }

    private static Placement gets(String number, TargetRegion... regions) {
        return new Placement(VersionNumber.parse(number), List.of(regions), List.of());
    }

    private static Placement loses(String number, RegionName... regions) {
        return new Placement(VersionNumber.parse(number), List.of(), List.of(regions));
    }

    @Test
    void theNewestGoesWhereOlderOnesAreAndTheseGoHome() {
        assertThat(place(of("2.0.0", in(HOME)), of("1.0.0", in(HOME), in(ABROAD).replicaCount(2))))
                .containsExactly(
                        gets("2.0.0", TargetRegion.of(ABROAD).replicas(2).storage(StorageType.STANDARD_LRS)),
                        loses("1.0.0", ABROAD));
    }

    @Test
    void inANewRegionTheNewestIsKeptLikeTheNewestOneThere() {
        ImageVersionInfo premium = of("2.0.0", in(HOME), in(ABROAD).storageType(StorageType.PREMIUM_LRS));
        ImageVersionInfo standard = of("1.0.0", in(HOME), in(ABROAD).replicaCount(3));
        assertThat(place(standard, of("3.0.0", in(HOME)), premium))
                .startsWith(gets("3.0.0", TargetRegion.of(ABROAD).replicas(3).storage(StorageType.PREMIUM_LRS)));
    }

    @Test
    void aRegionThatTheNewestHasKeepsItsStorage() {
        ImageVersionInfo newest = of("2.0.0", in(HOME), in(ABROAD).storageType(StorageType.PREMIUM_LRS));
        assertThat(place(newest, of("1.0.0", in(HOME), in(ABROAD).replicaCount(3))))
                .startsWith(gets("2.0.0", TargetRegion.of(ABROAD).replicas(3)));
    }

    @Test
    void olderOnesStayOnlyWhereTheNewestIsExcluded() {
        ImageVersionInfo newest = of("2.0.0", in(HOME), in(ABROAD).excludeFromLatest(true), in(FAR));
        assertThat(place(newest, of("1.0.0", in(HOME), in(ABROAD), in(FAR)))).containsExactly(loses("1.0.0", FAR));
    }

    @Test
    void aVersionThatIsExcludedButAtHomeIsExcludedElsewhere() {
        ImageVersionInfo newest = ImageVersionInfo.builder()
                .from(of("2.0.0", in(HOME).excludeFromLatest(false), in(ABROAD)))
                .excludeFromLatest(true)
                .build();
        assertThat(place(newest, of("1.0.0", in(HOME), in(ABROAD)))).isEmpty();
    }

    @Test
    void anOlderOneThatIsNotThereAtHomeStaysWhereItIs() {
        RegionReplication.Builder lost = in(HOME).state(ReplicationState.FAILED).availableReplicas(0);
        assertThat(place(of("2.0.0", in(HOME), in(ABROAD)), of("1.0.0", lost, in(ABROAD))))
                .isEmpty();
        RegionReplication.Builder partly =
                in(HOME).replicaCount(2).state(ReplicationState.REPLICATING).availableReplicas(1);
        assertThat(place(of("2.0.0", in(HOME).replicaCount(2), in(ABROAD)), of("1.0.0", partly, in(ABROAD))))
                .containsExactly(loses("1.0.0", ABROAD));
    }
}
