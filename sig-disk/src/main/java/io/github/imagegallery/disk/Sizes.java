// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

/** Sizes in words for people. */
final class Sizes {
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB"};

    private Sizes() {}

    /** A size in the largest unit that leaves no remainder, such as {@code 64 KiB}. */
    static String text(long bytes) {
        int unit = 0;
        long amount = bytes;
        while (unit < UNITS.length - 1 && amount > 0 && amount % 1024 == 0) {
            amount /= 1024;
            unit++;
        }
        return amount + " " + UNITS[unit];
    }
}
