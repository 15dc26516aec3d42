// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.Violation;
import java.util.Optional;

/** What texts of your own may be kept (domain, Gallery and Image definition). Pure functions. */
public final class TextRule {
    /** The longest description, in characters. */
    public static final int MAX_DESCRIPTION = 4_096;

    /** The longest licence agreement, in characters. */
    public static final int MAX_EULA = 65_536;

    /** The longest address of a page, in characters. */
    public static final int MAX_URI = 2_048;

    /** The longest part of a purchase plan, in characters. */
    public static final int MAX_PLAN_PART = 128;

    private static final int SHOWN = 40;

    private TextRule() {}

    /**
     * Returns what is wrong with a text, empty if nothing is: it is not too long, and it is well-formed.
     *
     * @param target the property that has it, such as {@code description}
     * @param max the most characters that it may have
     */
    public static Optional<Violation> check(String target, String text, int max) {
        if (text.length() > max) {
            return Optional.of(Violation.invalid(
                    target, shown(text), "it has " + text.length() + " characters", "use at most " + max));
        }
        return text.codePoints().anyMatch(TextRule::isHalf)
                ? Optional.of(Violation.invalid(
                        target, shown(text), "it holds half of a surrogate pair", "give well-formed text"))
                : Optional.empty();
    }

    private static boolean isHalf(int letter) {
        return Character.getType(letter) == Character.SURROGATE;
    }

    /** Returns the beginning of a text, well-formed: what is refused is shown in messages and logs. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(SHOWN)
                .map(letter -> isHalf(letter) ? '\ufffd' : letter)
                .forEach(shown::appendCodePoint);
        return shown.append(text.codePointCount(0, text.length()) > SHOWN ? "…" : "")
                .toString();
    }
}
