// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

/** What clouds ask of the fixed VHDs that they take. */
final class FixedVhd {
    static final long MIB = 1 << 20;

    private FixedVhd() {}

    /**
     * Refuses a disk that is not of whole MiB.
     *
     * @param asked what is to be done
     * @param size how long the disk is, in bytes
     * @param advice what to do instead
     */
    static void requireWholeMib(String asked, long size, String advice) {
        if (size % MIB != 0) {
            throw new Refusal("Cannot " + asked + ": the disk has " + size
                    + " bytes, and clouds take fixed VHDs of whole MiB only (" + advice + ")");
        }
    }
}
