// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Arrays;

/** A kind of disk that a virtual machine may have. */
public enum DiskType {
    /** Magnetic disks, kept in one place. */
    STANDARD_LRS("Standard_LRS"),
    /** Standard solid-state disks, kept in one place. */
    STANDARD_SSD_LRS("StandardSSD_LRS"),
    /** Standard solid-state disks, kept in every zone. */
    STANDARD_SSD_ZRS("StandardSSD_ZRS"),
    /** Premium solid-state disks, kept in one place. */
    PREMIUM_LRS("Premium_LRS"),
    /** Premium solid-state disks, kept in every zone. */
    PREMIUM_ZRS("Premium_ZRS"),
    /** Premium solid-state disks of the second generation. */
    PREMIUM_V2_LRS("PremiumV2_LRS"),
    /** Ultra disks. */
    ULTRA_SSD_LRS("UltraSSD_LRS");

    private final String text;

    DiskType(String text) {
        this.text = text;
    }

    /**
     * Returns the disk type of that name, ignoring case.
     *
     * @throws IllegalArgumentException if there is none, naming those that there are
     */
    public static DiskType parse(String text) {
        return Arrays.stream(values())
                .filter(type -> type.text.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "No disk type '" + text + "' (use one of " + Arrays.toString(values()) + ")"));
    }

    /** Returns the value as the service spells it. */
    @Override
    public String toString() {
        return text;
    }
}
