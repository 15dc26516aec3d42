// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Arrays;

/** How the replicas in a region are kept. */
public enum StorageType {
    /** Each replica once, in one place of the region; the default. */
    STANDARD_LRS("Standard_LRS"),
    /** Each replica in every zone of the region. */
    STANDARD_ZRS("Standard_ZRS"),
    /** Each replica once, on fast disks. */
    PREMIUM_LRS("Premium_LRS");

    private final String text;

    StorageType(String text) {
        this.text = text;
    }

    /**
     * Returns the storage type of that name, ignoring case.
     *
     * @throws IllegalArgumentException if there is none, naming those that there are
     */
    public static StorageType parse(String text) {
        return Arrays.stream(values())
                .filter(type -> type.text.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No storage type '" + text + "' (use one of " + Arrays.toString(values()) + ")"));
    }

    /** Returns the value as the service spells it. */
    @Override
    public String toString() {
        return text;
    }
}
