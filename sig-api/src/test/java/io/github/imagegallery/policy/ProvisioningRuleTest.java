// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.AggregatedReplicationState;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisioningRuleTest {

    /** One letter for each region: Completed, Replicating, Failed, Unknown; then the first time, and later. */
    @ParameterizedTest
    @CsvSource({
        "'',  CREATING,  UPDATING",
        "C,   SUCCEEDED, SUCCEEDED",
        "CC,  SUCCEEDED, SUCCEEDED",
        "R,   CREATING,  UPDATING",
        "U,   CREATING,  UPDATING",
        "F,   FAILED,    FAILED",
        "FF,  FAILED,    FAILED",
        "CR,  CREATING,  UPDATING",
        "CU,  CREATING,  UPDATING",
        "CF,  FAILED,    FAILED",
        "RF,  CREATING,  UPDATING",
        "UF,  FAILED,    FAILED",
        "CRF, CREATING,  UPDATING",
        "FRU, CREATING,  UPDATING"
    })
    void theRegionsDecide(String states, ProvisioningState first, ProvisioningState later) {
        List<ReplicationState> regions = parse(states);
        assertThat(ProvisioningRule.state(false, regions(regions))).isEqualTo(first);
        assertThat(ProvisioningRule.state(true, regions(regions))).isEqualTo(later);
    }

    private static List<ReplicationState> parse(String states) {
        return states.chars()
                .mapToObj(letter -> switch (letter) {
                    case 'C' -> ReplicationState.COMPLETED;
                    case 'R' -> ReplicationState.REPLICATING;
                    case 'F' -> ReplicationState.FAILED;
                    default -> ReplicationState.UNKNOWN;
                })
                .toList();
    }

    @Property
    void equalsTheRuleInItsOwnWords(
            @ForAll boolean everComplete, @ForAll @Size(max = 5) List<ReplicationState> states) {
        ProvisioningState state = ProvisioningRule.state(everComplete, regions(states));
        boolean allCompleted =
                states.stream().filter(ReplicationState.COMPLETED::equals).count() == states.size();
        assertThat(state == ProvisioningState.SUCCEEDED).isEqualTo(allCompleted && !states.isEmpty());
        assertThat(state == ProvisioningState.FAILED)
                .isEqualTo(states.contains(ReplicationState.FAILED) && !states.contains(ReplicationState.REPLICATING));
        assertThat(state).isNotEqualTo(everComplete ? ProvisioningState.CREATING : ProvisioningState.UPDATING);
        assertThat(state).isNotEqualTo(ProvisioningState.DELETING);
    }

    @ParameterizedTest
    @CsvSource({
        "'',  Unknown",
        "U,   Unknown",
        "CU,  Unknown",
        "C,   Completed",
        "CC,  Completed",
        "R,   InProgress",
        "CR,  InProgress",
        "UR,  InProgress",
        "FR,  InProgress",
        "CRF, InProgress",
        "F,   Failed",
        "CF,  Failed",
        "UF,  Failed"
    })
    void theRegionsMakeTheStatus(String states, String status) {
        assertThat(ProvisioningRule.replicationStatus(regions(parse(states)))).hasToString(status);
    }

    @Property
    void theStatusAgreesWithTheState(
            @ForAll boolean everComplete, @ForAll @Size(max = 5) List<ReplicationState> states) {
        ProvisioningState state = ProvisioningRule.state(everComplete, regions(states));
        AggregatedReplicationState status = ProvisioningRule.replicationStatus(regions(states));
        assertThat(status == AggregatedReplicationState.COMPLETED).isEqualTo(state == ProvisioningState.SUCCEEDED);
        assertThat(status == AggregatedReplicationState.FAILED).isEqualTo(state == ProvisioningState.FAILED);
    }

    private static List<RegionReplication> regions(List<ReplicationState> states) {
        List<RegionReplication> regions = new ArrayList<>();
        for (ReplicationState state : states) {
            regions.add(RegionReplication.builder()
                    .region(RegionName.of("region" + regions.size()))
                    .state(state)
                    .build());
        }
        return regions;
    }
}
