// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/** What a managed image was made from (domain, Resources). */
public enum ManagedImageOrigin {
    /** A VHD file. */
    VHD("VHD"),
    /** An unmanaged image. */
    UNMANAGED_IMAGE("unmanaged image");

    private final String text;

    ManagedImageOrigin(String text) {
        this.text = text;
    }

    /** Returns the value in words. */
    @Override
    public String toString() {
        return text;
    }
}
