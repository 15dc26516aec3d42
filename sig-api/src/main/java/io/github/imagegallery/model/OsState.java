// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/** Whether machine- and user-specific facts were removed from an image. */
public enum OsState {
    /** They were removed; a deployment needs an OS profile. */
    GENERALIZED("Generalized"),
    /** They are still there; a deployment takes no OS profile. */
    SPECIALIZED("Specialized");

    private final String text;

    OsState(String text) {
        this.text = text;
    }

    /** Returns the value as the service spells it. */
    @Override
    public String toString() {
        return text;
    }
}
