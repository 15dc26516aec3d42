// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Optional;

/** One thing that a lifecycle rule does: one commit. Immutable. */
public sealed interface LifecycleStep {

    /** Returns what it is done to: a version or a definition. */
    ResourceId target();

    /** Returns the rule that asks for it. */
    LifecycleRule rule();

    /** Returns why, in words. */
    String reason();

    /** Returns the version before the step; empty if the step is not one of a version. */
    Optional<ImageVersionInfo> before();

    /** Returns the version after the step; empty if it is deleted, or the step is not one of a version. */
    Optional<ImageVersionInfo> after();

    /**
     * A version loses a region, which is not its home.
     *
     * @param version the version before the step
     * @param region the region
     * @param remaining the version after the step
     * @param rule the rule that asks for it
     * @param reason why, in words
     */
    record WithdrawRegion(
            ImageVersionInfo version, RegionName region, ImageVersionInfo remaining, LifecycleRule rule, String reason)
            implements LifecycleStep {

        @Override
        public ResourceId target() {
            return version.id();
        }

        @Override
        public Optional<ImageVersionInfo> before() {
            return Optional.of(version);
        }

        @Override
        public Optional<ImageVersionInfo> after() {
            return Optional.of(remaining);
        }

        /** Returns the step and its reason in one sentence. */
        @Override
        public String toString() {
            return "withdraw " + target().path() + " from " + region + ": " + reason;
        }
    }

    /**
     * A version is deleted.
     *
     * @param version the version
     * @param rule the rule that asks for it
     * @param reason why, in words
     */
    record DeleteVersion(ImageVersionInfo version, LifecycleRule rule, String reason) implements LifecycleStep {

        @Override
        public ResourceId target() {
            return version.id();
        }

        @Override
        public Optional<ImageVersionInfo> before() {
            return Optional.of(version);
        }

        @Override
        public Optional<ImageVersionInfo> after() {
            return Optional.empty();
        }

        /** Returns the step and its reason in one sentence. */
        @Override
        public String toString() {
            return "delete " + target().path() + ": " + reason;
        }
    }

    /**
     * A definition is deleted, which has no versions any more.
     *
     * @param definition the definition
     * @param rule the rule that asks for it
     * @param reason why, in words
     */
    record DeleteDefinition(ImageDefinitionInfo definition, LifecycleRule rule, String reason)
            implements LifecycleStep {

        @Override
        public ResourceId target() {
            return definition.id();
        }

        @Override
        public Optional<ImageVersionInfo> before() {
            return Optional.empty();
        }

        @Override
        public Optional<ImageVersionInfo> after() {
            return Optional.empty();
        }

        /** Returns the step and its reason in one sentence. */
        @Override
        public String toString() {
            return "delete " + target().path() + ": " + reason;
        }
    }
}
