// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.VersionEvent;
import io.github.imagegallery.model.VersionNumber;
import java.time.Instant;

/** The address of an image definition, whether it exists or not. Safe for use by many threads. */
public interface ImageDefinition extends Shareable {

    /** Returns the name, as it was given. */
    String name();

    /** Starts the creation of this definition. */
    DefinitionChange create();

    /**
     * Starts a change of this definition: of its description, end of life and recommendations, and of what else the rules
     * let be changed.
     */
    DefinitionChange update();

    /** Starts the deletion of this definition, which must have no versions. Its commit returns what was deleted. */
    PendingChange<ImageDefinitionInfo> delete();

    /**
     * Reads this definition.
     *
     * @throws io.github.imagegallery.error.ResourceNotFoundException if it does not exist
     */
    ImageDefinitionInfo info();

    /** Returns the handle of a version, such as {@code 1.0.0}. */
    ImageVersion version(String number);

    /** Returns the handle of a version. */
    ImageVersion version(VersionNumber number);

    /**
     * Lists the versions, oldest first, in the order of their numbers. Reading them throws a
     * {@link io.github.imagegallery.error.ResourceNotFoundException} if the definition does not exist.
     */
    Listing<ImageVersionInfo> versions();

    /**
     * Returns a number for the next version: the one after the highest, or 1.0.0 if there is no version.
     *
     * @throws io.github.imagegallery.error.ResourceNotFoundException if the definition does not exist
     */
    VersionNumber nextVersion();

    /**
     * Starts a change of this definition's versions that has the newest in every region, or in those that are added to it, and
     * older ones in their homes only.
     */
    NewestReplication replicateNewest();

    /**
     * Starts what a policy does to this definition and its versions: look at its plan, then commit. If the policy is not for
     * this definition, nothing is done.
     */
    LifecycleChange lifecycle(LifecyclePolicy policy);

    /**
     * Returns the newest version that can be deployed in a region now.
     *
     * @throws io.github.imagegallery.error.GalleryImageNotFoundException if there is none, saying why for each version
     */
    ImageVersionInfo latest(String region);

    /**
     * Returns the version that was {@code latest} in a region at an instant, as it was then.
     *
     * @param at when; at an instant to come, what would be latest if nothing were changed until then
     * @throws io.github.imagegallery.error.GalleryImageNotFoundException if there was none, saying why for each version, or
     *     if the instant lies before the definition's history
     */
    ImageVersionInfo latest(String region, Instant at);

    /** Resolves {@code latest} in a region now, with the reason for each version passed over. */
    LatestResolution explainLatest(String region);

    /**
     * Resolves {@code latest} in a region as of an instant, with the reason for each version passed over, by the rules that
     * are in force now. An instant to come is resolved with the versions that there are now.
     */
    LatestResolution explainLatest(String region, Instant at);

    /**
     * Starts the plan of a deployment from the version that is {@code latest} in a region when it is planned.
     *
     * @param region where the machines are created
     */
    DeploymentRequest deploy(String region);

    /**
     * Lists every change of a version since the definition was created, in the order of their instants; versions that were
     * deleted since are among them. Deleting the definition deletes its history. Reading it throws a
     * {@link io.github.imagegallery.error.ResourceNotFoundException} if the definition does not exist.
     */
    Listing<VersionEvent> history();
}
