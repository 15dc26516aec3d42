// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Deployment;
import io.github.imagegallery.model.DeploymentPlan;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicaAdvice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What may be deployed, and how it is spread over the replicas (domain, Deployment). Pure functions. */
public final class DeploymentRule {
    private DeploymentRule() {}

    /**
     * Plans a deployment from a version.
     *
     * @param definition the definition of the version
     * @param at when it is deployed
     * @throws GalleryException if anything speaks against it, with every reason that
     *     {@link #check(ImageDefinitionInfo, ImageVersionInfo, Deployment, Instant, GalleryRules)} returns
     */
    public static DeploymentPlan plan(
            ImageDefinitionInfo definition,
            ImageVersionInfo version,
            Deployment deployment,
            Instant at,
            GalleryRules rules) {
        List<Violation> violations = check(definition, version, deployment, at, rules);
        if (!violations.isEmpty()) {
            throw GalleryException.of(
                    "Cannot deploy " + version.id().path() + " in " + deployment.region(), violations);
        }
        int replicas = version.region(deployment.region())
                .map(RegionReplication::availableReplicas)
                .orElseThrow();
        DeploymentCounsel counsel = new DeploymentCounsel(definition, version, deployment, at);
        ReplicaAdvice sizing =
                ReplicaSizing.of(rules).forDeployments(deployment.virtualMachines(), deployment.scaleSets());
        return new DeploymentPlan(
                version,
                deployment,
                DeploymentSpread.over(replicas, deployment),
                sizing,
                counsel.warnings(replicas, sizing),
                counsel.notes());
    }

    /**
     * Returns everything that speaks against a deployment from a version; empty if it may be made. Whether there is such a
     * region is for {@link RegionRule} to say.
     *
     * @param definition the definition of the version
     * @param at when it is deployed
     */
    public static List<Violation> check(
            ImageDefinitionInfo definition,
            ImageVersionInfo version,
            Deployment deployment,
            Instant at,
            GalleryRules rules) {
        List<Violation> violations = new ArrayList<>(check(deployment));
        violations.addAll(check(definition, deployment));
        ReplicationRule.checkAvailable(version, deployment.region()).ifPresent(violations::add);
        violations.addAll(check(version, at, rules));
        return violations;
    }

    /** Returns everything that is wrong with a deployment by itself: nothing to deploy, and numbers out of range. */
    public static List<Violation> check(Deployment deployment) {
        List<Violation> violations = new ArrayList<>();
        if (deployment.virtualMachines() == 0 && deployment.scaleSets().isEmpty()) {
            violations.add(Violation.invalid(
                    "deployment", "", "there is nothing to deploy", "name virtual machines or scale sets"));
        }
        violations.addAll(ReplicaSizing.check(deployment.virtualMachines(), deployment.scaleSets()));
        return violations;
    }

    /**
     * Returns everything in which a deployment does not fit a definition: a kind of OS disk that it disallows, no OS
     * profile where its images are generalized, one where they are specialized.
     */
    public static List<Violation> check(ImageDefinitionInfo definition, Deployment deployment) {
        List<Violation> violations = new ArrayList<>();
        deployment
                .osDiskType()
                .filter(definition.disallowedDiskTypes()::contains)
                .map(type -> disallowed(type, definition))
                .ifPresent(violations::add);
        checkProfile(definition.osState(), deployment.osProfile()).ifPresent(violations::add);
        return violations;
    }

    private static Violation disallowed(DiskType type, ImageDefinitionInfo definition) {
        List<DiskType> allowed = Arrays.stream(DiskType.values())
                .filter(each -> !definition.disallowedDiskTypes().contains(each))
                .toList();
        return Violation.invalid(
                "osDiskType",
                type,
                "the definition disallows it for OS disks",
                allowed.isEmpty()
                        ? "it disallows all of them: deploy from another definition"
                        : "use one of " + allowed);
    }

    private static Optional<Violation> checkProfile(OsState state, boolean given) {
        if (state == OsState.GENERALIZED && !given) {
            return Optional.of(Violation.invalid(
                    "osProfile",
                    "none",
                    "the definition is " + state + ": its machines have no name and no account of their own",
                    "give an OS profile"));
        }
        if (state == OsState.SPECIALIZED && given) {
            return Optional.of(Violation.invalid(
                    "osProfile",
                    "one",
                    "the definition is " + state + ": its machines have the name and the accounts of their source",
                    "leave it out; where it was for secrets, use a managed identity"));
        }
        return Optional.empty();
    }

    /**
     * Returns everything of a version that speaks against any deployment: it is being deleted, or past its end of life where
     * the rules do not let it be deployed then. Whether it is excluded from {@code latest} does not matter.
     */
    public static List<Violation> check(ImageVersionInfo version, Instant at, GalleryRules rules) {
        List<Violation> violations = new ArrayList<>();
        if (version.provisioningState() == ProvisioningState.DELETING) {
            violations.add(notAllowed(version, "it is being deleted", "deploy another version"));
        }
        if (rules.endOfLifeBlocksDeployment() && EndOfLifeRule.hasPassed(version.endOfLifeDate(), at)) {
            violations.add(notAllowed(
                    version,
                    "its end of life was "
                            + version.endOfLifeDate().map(Instant::toString).orElseThrow() + "; it is " + at + " now",
                    "deploy a newer version, or give this one a later end of life"));
        }
        return violations;
    }

    private static Violation notAllowed(ImageVersionInfo version, String actual, String remedy) {
        return new Violation(
                ErrorCode.OPERATION_NOT_ALLOWED, "version", version.id().path(), actual, remedy);
    }
}
