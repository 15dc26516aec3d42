// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Bytes a second since a task began, and the time that the rest takes at that rate. */
class PaceTest {
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private static Progress done(long bytes) {
        return new Progress("Publishing disk.raw", bytes, 1_000);
    }

    @Test
    void theRestTakesAsLongAsItTookSoFar() {
        Pace pace =
                Pace.begin(done(100), NOON).next(done(200), NOON.plusSeconds(1)).next(done(400), NOON.plusSeconds(2));

        assertThat(pace.bytesPerSecond()).isEqualTo(150);
        assertThat(pace.timeLeft()).hasValue(Duration.ofSeconds(4));
    }

    @Test
    void nothingIsToldBeforeTimeHasPassedOrBytesWereDone() {
        Pace begun = Pace.begin(done(100), NOON);

        assertThat(begun.timeLeft()).isEmpty();
        assertThat(begun.next(done(200), NOON).bytesPerSecond()).isZero();
        assertThat(begun.next(done(200), NOON.minusSeconds(1)).timeLeft()).isEmpty();
        assertThat(begun.next(done(100), NOON.plusSeconds(1)).timeLeft()).isEmpty();
    }

    @Test
    void whatIsDoneTakesNoTime() {
        assertThat(Pace.begin(done(1_000), NOON).timeLeft()).hasValue(Duration.ZERO);
    }

    @Test
    void anotherTaskBeginsAnew() {
        Progress other = new Progress("Replicating to japaneast", 500, 1_000);

        assertThat(Pace.begin(done(100), NOON).next(other, NOON.plusSeconds(9)))
                .isEqualTo(Pace.begin(other, NOON.plusSeconds(9)));
    }
}
