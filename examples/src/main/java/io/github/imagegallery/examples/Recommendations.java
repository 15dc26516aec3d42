// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.model.IntRange;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say how large a machine of a definition should be. */
final class Recommendations {
    @Option(names = "--vcpus", paramLabel = "MIN..MAX", description = "How many virtual CPUs a machine should have.")
    private Optional<IntRange> vcpus = Optional.empty();

    @Option(
            names = "--memory-mib",
            paramLabel = "MIN..MAX",
            description = "How much memory a machine should have, in MiB.")
    private Optional<IntRange> memoryMiB = Optional.empty();

    /** Puts them into a change. */
    void describe(DefinitionChange change) {
        vcpus.ifPresent(range -> change.recommendedVcpus(range.min(), range.max()));
        memoryMiB.ifPresent(range -> change.recommendedMemoryMiB(range.min(), range.max()));
    }
}
