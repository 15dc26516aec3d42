// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/** The kind of virtual machine an image boots on. */
public enum HyperVGeneration {
    /** BIOS boot. */
    V1("V1"),
    /** UEFI boot. */
    V2("V2");

    private final String text;

    HyperVGeneration(String text) {
        this.text = text;
    }

    /** Returns the value as the service spells it. */
    @Override
    public String toString() {
        return text;
    }
}
