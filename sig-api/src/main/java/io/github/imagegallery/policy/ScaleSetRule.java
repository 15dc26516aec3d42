// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.Violation;
import java.util.Optional;

/** How large one scale set may be (domain, Deployment). Pure functions. */
public final class ScaleSetRule {
    /** The most instances of one scale set that is made from a gallery image. */
    public static final int MAX_INSTANCES = 1_000;

    /** The most instances of one scale set that is made from a managed image. */
    public static final int MAX_INSTANCES_FROM_MANAGED_IMAGE = 600;

    private ScaleSetRule() {}

    /** Returns that a scale set made from a gallery image has too few or too many instances, empty if it has not. */
    public static Optional<Violation> check(int instances) {
        return check(instances, "gallery", MAX_INSTANCES, "split it into several scale sets");
    }

    /** Returns that a scale set made from a managed image has too few or too many instances, empty if it has not. */
    public static Optional<Violation> checkFromManagedImage(int instances) {
        return check(
                instances,
                "managed",
                MAX_INSTANCES_FROM_MANAGED_IMAGE,
                instances > MAX_INSTANCES
                        ? "split it into several scale sets"
                        : "publish the image in a gallery and make the scale set from there, or split it");
    }

    private static Optional<Violation> check(int instances, String kind, int most, String remedy) {
        if (instances >= 1 && instances <= most) {
            return Optional.empty();
        }
        return Optional.of(Violation.invalid(
                "scaleSet",
                instances,
                "a scale set from a " + kind + " image has 1 to " + most + " instances",
                instances < 1 ? "give at least 1 instance, or leave it out" : remedy));
    }
}
