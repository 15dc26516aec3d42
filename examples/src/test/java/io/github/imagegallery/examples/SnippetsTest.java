// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.core.SharedImageGalleries;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.storage.file.FileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's lines do what they say, run as they are in a folder of their own. */
class SnippetsTest {

    @Test
    void theReadmeSnippetRuns(@TempDir Path folder) throws IOException, InterruptedException {
        Path raw = Disks.raw(folder.resolve("disk.raw"), 1);
        Run.of("disk", "convert", raw, folder.resolve("web.vhd"), "--to", "vhd-fixed")
                .done();
        Path log = folder.resolve("log.txt");

        int exitCode = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Snippets.class.getName())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();

        assertThat(exitCode).as(Files.readString(log)).isZero();
        assertThat(folder.resolve("web.raw")).hasSameBinaryContentAs(raw);
    }

    @Test
    void theSnippetOfPlansMakesWhatWasPlanned(@TempDir Path folder) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(folder.resolve("store")))) {
            galleries.gallery("golden").create().location("westeurope").commit();
            ImageDefinition web = galleries.gallery("golden").definition("web");
            web.create()
                    .identifier("Contoso", "Finance", "Web")
                    .linux()
                    .generalized()
                    .commit();
            web.version("1.0.0")
                    .publish(Disks.raw(folder.resolve("disk.raw"), 1))
                    .commit();

            VersionOutcome outcome = Snippets.asPlanned(web.version("1.0.0"), PriceFile.read(Path.of("prices.json")));

            assertThat(outcome.version().regions()).hasSize(2);
            assertThat(outcome.movedBytes()).isPositive();
        }
    }
}
