// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.policy;

import io.github.imagegallery.model.Advice;
import io.github.imagegallery.model.Deployment;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.ReplicaAdvice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is worth knowing before a deployment that is allowed. */
record DeploymentCounsel(ImageDefinitionInfo definition, ImageVersionInfo version, Deployment deployment, Instant at) {
    private static final String FASTER = "The machines start faster: their source was started once before";

    /**
     * Returns what is hardly meant, or needs something to be done.
     *
     * @param replicas how many the region has
     * @param sizing how many it should have
     */
    List<Advice> warnings(int replicas, ReplicaAdvice sizing) {
        List<Advice> warnings = new ArrayList<>();
        pastEndOfLife(ofVersion(), version.endOfLifeDate(), "deploy a newer version")
                .ifPresent(warnings::add);
        pastEndOfLife(ofDefinition(), definition.endOfLifeDate(), "deploy from another definition")
                .ifPresent(warnings::add);
        if (replicas < sizing.replicas()) {
            warnings.add(new Advice(
                    ofVersion(),
                    replicas + " of the " + sizing.replicas() + " replicas that this needs are available in "
                            + deployment.region(),
                    sizing.advice()));
        }
        if (deployment.osDiskType().isEmpty()
                && !definition.disallowedDiskTypes().isEmpty()) {
            warnings.add(new Advice(
                    ofDefinition(),
                    "it disallows OS disks of "
                            + definition.disallowedDiskTypes().stream().sorted().toList(),
                    "say of what kind the OS disks are, and not one of these"));
        }
        if (definition.osState() == OsState.SPECIALIZED) {
            warnings.addAll(specialized());
        }
        return warnings;
    }

    private Optional<Advice> pastEndOfLife(String target, Optional<Instant> date, String remedy) {
        return date.filter(end -> EndOfLifeRule.hasPassed(Optional.of(end), at))
                .map(end -> new Advice(target, "its end of life was " + end, remedy));
    }

    private List<Advice> specialized() {
        return List.of(
                new Advice(
                        ofVersion(),
                        "every machine has the computer name of the source",
                        "change the computer names, so that they do not conflict"),
                new Advice(
                        ofVersion(),
                        "the accounts of the source work on every machine",
                        "sign in with these, and remove those that are not meant to"),
                new Advice(
                        ofVersion(),
                        "there is no OS profile to pass secrets through, such as keys and certificates",
                        "use a managed identity"));
    }

    /** Returns what else is so, in sentences. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add(definition.osState() == OsState.GENERALIZED ? generalized() : FASTER);
        definition.recommendedVcpus().ifPresent(range -> notes.add("A machine should have " + range + " virtual CPUs"));
        definition
                .recommendedMemoryMiB()
                .ifPresent(range -> notes.add("A machine should have " + range + " MiB of memory"));
        return notes;
    }

    private String generalized() {
        return definition.osType() == OsType.WINDOWS
                ? "Generalized means that Sysprep was run on the source: the OS profile gives each machine its name and"
                        + " its administrator"
                : "Generalized means that waagent -deprovision was run on the source, or -deprovision+user, which removes"
                        + " the last account too: the OS profile gives each machine its name and its account";
    }

    private String ofVersion() {
        return version.id().path();
    }

    private String ofDefinition() {
        return definition.id().path();
    }
}
