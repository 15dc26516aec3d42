// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.DeploymentPlan;
import io.github.imagegallery.model.DiskType;

/**
 * A deployment that is about to be planned (domain, Deployment). Nothing is created here: a plan says from which version and
 * replicas the machines come, and what is worth knowing before. All that is named is deployed at the same time. Its settings
 * may be called in any order; one that contradicts an earlier one is refused at once with an {@link IllegalStateException}
 * that names both. Not for use by several threads.
 */
public interface DeploymentRequest {

    /** Sets how many single virtual machines are created, 0 or more. */
    DeploymentRequest virtualMachines(int number);

    /** Adds a scale set of that many instances, 1 to 1,000. */
    DeploymentRequest scaleSet(int instances);

    /** Sets of what kind the OS disk of each machine is. The definition may disallow some. */
    DeploymentRequest osDiskType(DiskType type);

    /**
     * Says that an OS profile is given: computer name, accounts and secrets. A generalized image needs one, a specialized
     * one must not have any.
     */
    DeploymentRequest osProfile();

    /**
     * Plans the deployment as things are now.
     *
     * @throws io.github.imagegallery.error.GalleryException if it would be refused, with every reason: by the code
     *     {@code InvalidParameter} if what is asked for does not fit, {@code GalleryImageNotFound} if no version is
     *     eligible, or no replica of it available in the region, {@code OperationNotAllowed} if the version is past its end
     *     of life and the rules do not let it be deployed then, {@code AuthorizationFailed} if who asks may not deploy it
     */
    DeploymentPlan plan();
}
