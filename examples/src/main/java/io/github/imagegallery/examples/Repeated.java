// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.examples.Arguments.NamedValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Options that may be repeated, but give each name, or number, only once. */
final class Repeated {
    private Repeated() {}

    /** Refuses two values of an option that have one name. */
    static void check(CommandSpec spec, String option, List<NamedValue> values) {
        check(spec, option, "the name", NamedValue::name, values);
    }

    /**
     * Refuses two values of an option that have one key.
     *
     * @param called what the key is called, such as {@code the name}
     */
    static <K, V> void check(CommandSpec spec, String option, String called, Function<V, K> key, List<V> values) {
        Map<K, V> byKey = new HashMap<>();
        for (V value : values) {
            V other = byKey.put(key.apply(value), value);
            if (other != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "Two options have " + called + " " + key.apply(value) + ": " + option + " " + other + " and "
                                + option + " " + value + " (give each its own)");
            }
        }
    }
}
