// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.util.Arrays;
import java.util.Locale;

/** A format of disk image that can be written. */
public enum WritableFormat {
    /** The bytes of the disk; zeros are holes of the file system. */
    RAW("raw", 1, Long.MAX_VALUE),
    /** A fixed VHD: the bytes of the disk and a footer of 512 bytes. */
    VHD_FIXED("vhd-fixed", 512, VhdFooter.LARGEST_DISK),
    /** A dynamic VHD: only the blocks of 2 MiB that hold anything but zeros. */
    VHD_DYNAMIC("vhd-dynamic", 512, VhdFooter.LARGEST_DISK),
    /** A qcow2 of version 3: only the clusters of 64 KiB that hold anything but zeros. */
    QCOW2("qcow2", 512, Qcow2Header.LARGEST_DISK),
    /**
     * The same, each cluster compressed with zstd. A cluster that is written in pieces is kept in memory until it is whole,
     * or until 64 later ones are kept; it is compressed then. Whoever writes to it again makes it a plain one.
     */
    QCOW2_ZSTD("qcow2-zstd", 512, Qcow2Header.LARGEST_DISK);

    private final String label;
    private final int sizeStep;
    private final long largestDisk;

    WritableFormat(String label, int sizeStep, long largestDisk) {
        this.label = label;
        this.sizeStep = sizeStep;
        this.largestDisk = largestDisk;
    }

    void requireSize(long virtualSize) {
        if (virtualSize <= 0) {
            throw new IllegalArgumentException("Cannot write a disk of " + virtualSize + " bytes: not positive");
        }
        if (virtualSize % sizeStep != 0 || virtualSize > largestDisk) {
            throw new IllegalArgumentException("Cannot write a " + label + " of " + virtualSize
                    + " bytes: not a multiple of " + sizeStep + " up to " + Sizes.text(largestDisk)
                    + " (choose such a size, or raw)");
        }
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
