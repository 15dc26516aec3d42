// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/** How far a version may be replicated; chosen when it is published. */
public enum ReplicationMode {
    /** To any regions, with any number of replicas; the default. */
    FULL("Full"),
    /** Not at all: it stays in its home region, with one replica. For versions that are only tried out. */
    SHALLOW("Shallow");

    private final String text;

    ReplicationMode(String text) {
        this.text = text;
    }

    /** Returns the value as the service spells it. */
    @Override
    public String toString() {
        return text;
    }
}
