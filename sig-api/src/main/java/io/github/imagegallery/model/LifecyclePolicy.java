// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * By which rules versions and definitions come to their end, and of which definitions (domain, Deleting and end of life).
 * The order of the rules does not matter. Immutable: each method that changes something returns a new value.
 *
 * @param rules the rules, one of each kind at most
 * @param definitions the names of the definitions that it is for, whatever the case of their letters; empty for all
 */
public record LifecyclePolicy(List<LifecycleRule> rules, Set<String> definitions) {

    /**
     * Refuses rules that contradict each other.
     *
     * @throws IllegalArgumentException if two different rules are of the same kind
     */
    public LifecyclePolicy {
        rules = rules.stream().distinct().toList();
        definitions = definitions.stream().map(LifecyclePolicy::canonical).collect(Collectors.toUnmodifiableSet());
        Map<Class<?>, LifecycleRule> kinds = new HashMap<>();
        for (LifecycleRule rule : rules) {
            LifecycleRule other = kinds.put(rule.getClass(), rule);
            if (other != null) {
                throw new IllegalArgumentException(
                        "One policy cannot both say '" + other + "' and '" + rule + "' (leave one out)");
            }
        }
    }

    /**
     * Returns a policy for all definitions.
     *
     * @throws IllegalArgumentException if two different rules are of the same kind
     */
    public static LifecyclePolicy of(LifecycleRule... rules) {
        return new LifecyclePolicy(List.of(rules), Set.of());
    }

    /** Returns this policy for those definitions only; without any, for all. */
    public LifecyclePolicy onlyFor(String... names) {
        return new LifecyclePolicy(rules, Stream.of(names).collect(Collectors.toSet()));
    }

    /** Tells whether this policy is for a definition. */
    public boolean isFor(ImageDefinitionInfo definition) {
        return definitions.isEmpty() || definitions.contains(canonical(definition.name()));
    }

    /** Returns the rule of a kind, empty if the policy has none. */
    public <R extends LifecycleRule> Optional<R> rule(Class<R> kind) {
        return rules.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
