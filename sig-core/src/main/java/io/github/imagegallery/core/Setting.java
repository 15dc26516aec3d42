// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import java.util.Optional;

/**
 * One setting of a pending change: set once, or again to the same value. Not for use by several threads.
 *
 * @param <T> its value
 */
final class Setting<T> {
    private final String name;
    private Optional<T> value = Optional.empty();

    Setting(String name) {
        this.name = name;
    }

    /** @throws IllegalStateException if it was set to something else */
    void set(T asked) {
        if (value.isPresent() && !value.get().equals(asked)) {
            throw new IllegalStateException(
                    name + " was already set to " + text(value.get()) + "; it cannot also be " + text(asked));
        }
        value = Optional.of(asked);
    }

    private static Object text(Object value) {
        return value instanceof Optional<?> removable
                ? removable.<Object>map(set -> set).orElse("none")
                : value;
    }

    Optional<T> value() {
        return value;
    }

    /** Returns the value, or what there is already if it was not set. */
    T orElse(T present) {
        return value.orElse(present);
    }
}
