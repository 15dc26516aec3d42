// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart runs by itself, with an image, and again on a kept store. */
class QuickstartTest {
    @TempDir
    Path folder;

    private static String run(Optional<Path> image, Optional<Path> store) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Quickstart.run(new PrintStream(out, true, StandardCharsets.UTF_8), image, store);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void runsWithNothing() throws IOException {
        assertThat(run(Optional.empty(), Optional.empty()))
                .contains("Publish 1.0.0", "Publish 1.0.1", "japaneast: 1.0.0", "not 1.0.1: ", "EUR", "are identical");
    }

    @Test
    void runsAgainOnAKeptStore() throws IOException {
        Path image = Disks.raw(folder.resolve("disk.raw"), 1);
        Path store = folder.resolve("store");

        assertThat(run(Optional.of(image), Optional.of(store))).contains("Publish 1.0.1", "are identical");
        assertThat(run(Optional.of(image), Optional.of(store)))
                .contains("has golden/web already", "Publish 1.0.3", "are identical");

        Run.of("--store", store, "verify").done();
    }
}
