// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.model.DiskType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say what else there is to know of a definition: its release notes, and what it should not run on. */
final class Guidance {
    @Option(names = "--release-notes", paramLabel = "URI", description = "Where the release notes are.")
    private Optional<URI> releaseNotes = Optional.empty();

    @Option(
            names = "--disallow",
            paramLabel = "DISKTYPE",
            description = "A kind of disk that the OS disk of a machine may not be, such as Standard_LRS; may be"
                    + " repeated.")
    private List<DiskType> disallowed = List.of();

    /** Puts them into a change. */
    void describe(DefinitionChange change) {
        releaseNotes.ifPresent(change::releaseNotes);
        disallowed.forEach(change::disallow);
    }
}
