// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.IntRange;
import java.util.Optional;

/** What an image definition may recommend (domain, Image definition). Pure functions. */
public final class DefinitionRule {
    private DefinitionRule() {}

    /** Returns what is wrong with a recommended range, empty if nothing is: it is positive, and min is at most max. */
    public static Optional<Violation> checkRange(String target, IntRange range) {
        if (range.min() >= 1 && range.min() <= range.max()) {
            return Optional.empty();
        }
        return Optional.of(Violation.invalid(
                target,
                range,
                range.min() < 1 ? "its minimum is not positive" : "its minimum is greater than its maximum",
                "give a minimum of at least 1 and a maximum that is not smaller"));
    }
}
