// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/** What is being done to a version. */
public enum ProvisioningState {
    /** It is being published, or was when the process that published it ended. */
    CREATING("Creating"),
    /** Regions are being added or resized. */
    UPDATING("Updating"),
    /** It is being deleted. */
    DELETING("Deleting"),
    /** All its regions are completed. */
    SUCCEEDED("Succeeded"),
    /** A region failed and none is running. */
    FAILED("Failed");

    private final String text;

    ProvisioningState(String text) {
        this.text = text;
    }

    /** Returns the value as the service spells it. */
    @Override
    public String toString() {
        return text;
    }
}
