// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.util.Arrays;
import java.util.Locale;

/** A format of disk image that can be written. */
public enum WritableFormat {
    /** The bytes of the disk; zeros are holes of the file system. */
    RAW("raw"),
    /** A fixed VHD: the bytes of the disk and a footer of 512 bytes. */
    VHD_FIXED("vhd-fixed");

    private final String label;

    WritableFormat(String label) {
        this.label = label;
    }

    /**
     * Finds a format by its label, in upper or lower case.
     *
     * @throws IllegalArgumentException if there is no such format; the message names the known ones
     */
    public static WritableFormat parse(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Cannot write disk format '" + label + "': known are " + Arrays.toString(values())));
    }

    /** Returns the format's name in small letters, such as {@code vhd-fixed}. */
    public String label() {
        return label;
    }

    /** Returns the {@link #label()}. */
    @Override
    public String toString() {
        return label;
    }
}
