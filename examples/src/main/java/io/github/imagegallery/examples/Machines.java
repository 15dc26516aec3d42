// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what is deployed, all of it at the same time. */
final class Machines {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--vms", paramLabel = "N", description = "How many single machines are created.")
    private Optional<Integer> single = Optional.empty();

    @Option(
            names = "--scale-set",
            paramLabel = "N",
            description = "How many instances a scale set has; may be repeated.")
    private List<Integer> scaleSets = List.of();

    /** Refuses that nothing is said. */
    void check() {
        if (single.isEmpty() && scaleSets.isEmpty()) {
            throw new ParameterException(command.commandLine(), "Missing what is deployed (give --vms or --scale-set)");
        }
    }

    /** Returns how many single machines there are. */
    int single() {
        return single.orElse(0);
    }

    /** Returns how many instances each scale set has. */
    List<Integer> scaleSets() {
        return scaleSets;
    }
}
