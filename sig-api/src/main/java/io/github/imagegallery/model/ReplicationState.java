// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/** How far the replicas in one region are. */
public enum ReplicationState {
    /** Nothing is known of them yet. */
    UNKNOWN("Unknown"),
    /** They are being made, or were when the process that made them ended. */
    REPLICATING("Replicating"),
    /** All of them are there: the version can be deployed in the region. */
    COMPLETED("Completed"),
    /** They could not be made; the details say why. Asking again resumes. */
    FAILED("Failed");

    private final String text;

    ReplicationState(String text) {
        this.text = text;
    }

    /** Returns the value as the service spells it. */
    @Override
    public String toString() {
        return text;
    }
}
