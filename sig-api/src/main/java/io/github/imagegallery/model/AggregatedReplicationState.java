// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/** How far the replicas of a version are in all its regions together. */
public enum AggregatedReplicationState {
    /** Nothing is known of some of them yet. */
    UNKNOWN("Unknown"),
    /** Some are being made, or were when the process that made them ended. */
    IN_PROGRESS("InProgress"),
    /** All of them are there. */
    COMPLETED("Completed"),
    /** A region failed and none is running. */
    FAILED("Failed");

    private final String text;

    AggregatedReplicationState(String text) {
        this.text = text;
    }

    /** Returns the value as the service spells it. */
    @Override
    public String toString() {
        return text;
    }
}
