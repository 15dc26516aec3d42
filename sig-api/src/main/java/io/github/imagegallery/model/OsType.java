// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/** The operating system family of an image. */
public enum OsType {
    /** A Linux distribution. */
    LINUX("Linux"),
    /** Microsoft Windows. */
    WINDOWS("Windows");

    private final String text;

    OsType(String text) {
        this.text = text;
    }

    /** Returns the value as the service spells it. */
    @Override
    public String toString() {
        return text;
    }
}
