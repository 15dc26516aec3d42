// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.Violation;
import java.util.Optional;

/** What galleries and definitions may say of themselves. Pure functions. */
public final class DescriptionRule {
    /** The longest description, in characters. */
    public static final int MAX_LENGTH = 4_096;

    private DescriptionRule() {}

    /** Returns what is wrong with a description, empty if nothing is: it is not too long, and it is well-formed text. */
    public static Optional<Violation> check(String description) {
        if (description.length() > MAX_LENGTH) {
            return Optional.of(Violation.invalid(
                    "description",
                    description.substring(0, 40) + "…",
                    "it has " + description.length() + " characters",
                    "use at most " + MAX_LENGTH));
        }
        if (description.codePoints().anyMatch(letter -> Character.getType(letter) == Character.SURROGATE)) {
            return Optional.of(Violation.invalid(
                    "description", "…", "it holds half of a surrogate pair", "give well-formed text"));
        }
        return Optional.empty();
    }
}
