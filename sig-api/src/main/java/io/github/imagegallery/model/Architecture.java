// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/** The processor family of an image. */
public enum Architecture {
    /** 64-bit x86. */
    X64("x64"),
    /** 64-bit Arm. */
    ARM64("Arm64");

    private final String text;

    Architecture(String text) {
        this.text = text;
    }

    /** Returns the value as the service spells it. */
    @Override
    public String toString() {
        return text;
    }
}
