// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/** How the host of a machine caches a disk (domain, Image version). */
public enum HostCaching {
    /** Not at all. */
    NONE("None"),
    /** What is read. */
    READ_ONLY("ReadOnly"),
    /** What is read and what is written. */
    READ_WRITE("ReadWrite");

    private final String text;

    HostCaching(String text) {
        this.text = text;
    }

    /** Returns the value as the service spells it. */
    @Override
    public String toString() {
        return text;
    }
}
