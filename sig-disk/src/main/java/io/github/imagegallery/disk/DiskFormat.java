// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.util.Arrays;
import java.util.Locale;

/** A format of disk image that can be read. */
public enum DiskFormat {
    /** The bytes of the disk, one after the other. */
    RAW("raw"),
    /** Microsoft's virtual hard disk of the first generation: fixed, dynamic or differencing. */
    VHD("vhd"),
    /** Microsoft's virtual hard disk of the second generation: fixed, dynamic or differencing. */
    VHDX("vhdx"),
    /** QEMU's copy-on-write image, version 2 or 3. */
    QCOW2("qcow2"),
    /** VMware's virtual machine disk, sparse and in one file: monolithicSparse or streamOptimized. */
    VMDK("vmdk");

    private final String label;

    DiskFormat(String label) {
        this.label = label;
    }

    /**
     * Finds a format by its label, in upper or lower case.
     *
     * @throws IllegalArgumentException if there is no such format; the message names the known ones
     */
    public static DiskFormat parse(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Cannot read disk format '" + label + "': known are " + Arrays.toString(values())));
    }

    /** Returns the format's usual name in small letters, such as {@code qcow2}. */
    public String label() {
        return label;
    }

    /** Returns the {@link #label()}. */
    @Override
    public String toString() {
        return label;
    }
}
