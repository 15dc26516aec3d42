// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What tags and features may be called (domain, Image definition). Pure functions. */
public final class TagRule {
    /** The most tags, or features, of one resource. */
    public static final int MAX_COUNT = 50;

    /** The longest name, in characters. */
    public static final int MAX_NAME_LENGTH = 512;

    /** The longest value, in characters. */
    public static final int MAX_VALUE_LENGTH = 256;

    private TagRule() {}

    /**
     * Returns everything that is wrong with names and their values: too many, an empty or over-long name, an over-long value,
     * text that is not well-formed, one name twice in different cases.
     *
     * @param target what they are called, such as {@code tags}
     */
    public static List<Violation> check(String target, Map<String, String> values) {
        List<Violation> violations = new ArrayList<>();
        if (values.size() > MAX_COUNT) {
            violations.add(Violation.invalid(
                    target, values.size() + " of them", "a resource has at most " + MAX_COUNT, "leave some out"));
        }
        Set<String> seen = new HashSet<>();
        values.forEach((name, value) -> {
            if (name.isEmpty() || name.length() > MAX_NAME_LENGTH || value.length() > MAX_VALUE_LENGTH) {
                violations.add(Violation.invalid(
                        target,
                        name + "=" + value,
                        "the name is empty, or name or value is too long",
                        "use 1 to " + MAX_NAME_LENGTH + " characters for a name and at most " + MAX_VALUE_LENGTH
                                + " for a value"));
            } else {
                TextRule.check(target, name + "=" + value, Integer.MAX_VALUE).ifPresent(violations::add);
            }
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                violations.add(Violation.invalid(
                        target, name, "it is there twice; upper and lower case are the same", "give each name once"));
            }
        });
        return violations;
    }

    /** Tells whether the names and values are the same, ignoring the case of the names. */
    public static boolean same(Map<String, String> values, Map<String, String> others) {
        return canonical(values).equals(canonical(others));
    }

    /** Returns the values by their names in lower case. */
    static Map<String, String> canonical(Map<String, String> values) {
        Map<String, String> canonical = new HashMap<>();
        values.forEach((name, value) -> canonical.put(name.toLowerCase(Locale.ROOT), value));
        return canonical;
    }
}
