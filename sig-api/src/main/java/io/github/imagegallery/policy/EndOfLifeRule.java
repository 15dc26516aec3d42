// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.Violation;
import java.time.Instant;
import java.util.Optional;

/** When a definition or version is past its life (domain, latest and Image version). Pure functions. */
public final class EndOfLifeRule {
    private EndOfLifeRule() {}

    /** Tells whether the date lies before the instant; at the very instant of the date it does not. */
    public static boolean hasPassed(Optional<Instant> date, Instant at) {
        return date.filter(at::isAfter).isPresent();
    }

    /** Returns that a date that is being set or changed is not in the future, empty if it is or there is none. */
    public static Optional<Violation> checkFuture(Optional<Instant> date, Instant now) {
        return date.filter(end -> !end.isAfter(now))
                .map(end -> Violation.invalid(
                        "endOfLifeDate", end, "it is " + now + " now", "set a date in the future, or none"));
    }
}
