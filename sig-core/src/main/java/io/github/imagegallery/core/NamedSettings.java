// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The settings of a pending change that have names of the caller's own, such as tags. Not for use by several threads. */
final class NamedSettings {
    private final String kind;
    private final Setting<String> extent;
    private final Map<String, Setting<String>> settings = new LinkedHashMap<>();

    /** @param kind what they are called together, such as {@code tags} */
    NamedSettings(String kind) {
        this.kind = kind;
        this.extent = new Setting<>(kind);
    }

    /** @throws IllegalStateException if one of that name was set to something else, or all were taken away */
    void set(String name, String value) {
        extent.set("some");
        settings.computeIfAbsent(name, unset -> new Setting<>(kind + " '" + unset + "'"))
                .set(value);
    }

    /**
     * Takes all away.
     *
     * @throws IllegalStateException if one was set
     */
    void none() {
        extent.set("none");
    }

    /** Returns what was set, in the order in which it was. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        settings.forEach((name, setting) -> setting.value().ifPresent(value -> values.put(name, value)));
        return values;
    }

    /** Returns what was said, in the order of the names. */
    @Override
    public String toString() {
        return extent.value() + " " + new TreeMap<>(values());
    }

    /** Returns what was set, or what there is already if nothing was said. */
    Map<String, String> orElse(Map<String, String> present) {
        return extent.value().isEmpty() ? present : values();
    }
}
