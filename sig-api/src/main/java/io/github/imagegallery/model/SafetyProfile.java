// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/**
 * What of a version is protected against deletion by mistake (domain, Image version).
 *
 * @param allowDeletionOfReplicatedLocations whether a region to which the version is replicated may be dropped
 * @param blockDeletionBeforeEndOfLife whether the version may not be deleted before its end of life
 */
public record SafetyProfile(boolean allowDeletionOfReplicatedLocations, boolean blockDeletionBeforeEndOfLife) {
    private static final SafetyProfile PERMISSIVE = new SafetyProfile(true, false);

    /** Returns the profile that protects nothing, which is that of a classic version. */
    public static SafetyProfile permissive() {
        return PERMISSIVE;
    }
}
