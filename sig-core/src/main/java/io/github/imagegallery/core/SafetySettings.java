// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.model.SafetyProfile;

/** What a pending change says of a version's safety profile. Not for use by several threads. */
final class SafetySettings {
    private final Setting<Boolean> allowDeletionOfReplicatedLocations =
            new Setting<>("allowDeletionOfReplicatedLocations");
    private final Setting<Boolean> blockDeletionBeforeEndOfLife = new Setting<>("blockDeletionBeforeEndOfLife");

    void allowDeletionOfReplicatedLocations(boolean allow) {
        allowDeletionOfReplicatedLocations.set(allow);
    }

    void blockDeletionBeforeEndOfLife(boolean block) {
        blockDeletionBeforeEndOfLife.set(block);
    }

    /** Returns a profile with what is said in place of what was so. */
    SafetyProfile over(SafetyProfile present) {
        return new SafetyProfile(
                allowDeletionOfReplicatedLocations.orElse(present.allowDeletionOfReplicatedLocations()),
                blockDeletionBeforeEndOfLife.orElse(present.blockDeletionBeforeEndOfLife()));
    }

    /** Tells whether nothing is said. */
    boolean isEmpty() {
        return allowDeletionOfReplicatedLocations.value().isEmpty()
                && blockDeletionBeforeEndOfLife.value().isEmpty();
    }

    @Override
    public String toString() {
        return allowDeletionOfReplicatedLocations.value() + ", " + blockDeletionBeforeEndOfLife.value();
    }
}
