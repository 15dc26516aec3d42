// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.model.Advice;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.policy.LocationRule;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locations that differ are allowed, and warned of in the outcome and in the log. */
class AdviceTest {
    @TempDir
    private Path folder;

    private final ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage());
    private String log = "";

    /** Does something and keeps what it logged. */
    private <T> T logging(Supplier<T> work) {
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setErr(captured);
            return work.get();
        } finally {
            System.setErr(err);
            log = bytes.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatIsWhereItsParentIsIsNotWarnedOf() throws IOException {
        Path image = SampleImage.write(folder.resolve("disk.raw"), 64 << 10, 1);
        ImageDefinition web = logging(() -> Fixtures.definition(galleries));
        assertThat(log).isEmpty();
        VersionOutcome outcome = logging(() -> web.version("1.0.0")
                .publish(image)
                .location("West Europe")
                .replicate("westeurope")
                .replicate("eastus")
                .commit());
        assertThat(outcome.advice()).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void aDefinitionElsewhereIsWarnedOf() {
        Fixtures.definition(galleries);
        ImageDefinitionInfo far = logging(() -> galleries
                .gallery("golden")
                .definition("far")
                .create()
                .location("japaneast")
                .identifier("Contoso", "Finance", "Far")
                .linux()
                .generalized()
                .commit());
        Optional<Advice> advice =
                LocationRule.check(far, galleries.gallery("golden").info());
        assertThat(advice).isPresent();
        assertThat(log).contains("WARN", advice.get().toString()).hasLineCount(1);
    }

    @Test
    void aVersionElsewhereIsWarnedOfOnceItIsPublished() throws IOException {
        Path image = SampleImage.write(folder.resolve("disk.raw"), 64 << 10, 1);
        ImageDefinition web = Fixtures.definition(galleries);
        VersionOutcome outcome = logging(
                () -> web.version("1.0.0").publish(image).location("eastus").commit());
        assertThat(outcome.advice()).singleElement().satisfies(advice -> {
            assertThat(advice.target()).isEqualTo("golden/web/1.0.0");
            assertThat(log).contains("WARN", advice.toString()).hasLineCount(1);
        });
        assertThat(web.version("1.0.0").replicate("japaneast", 1).commit().advice())
                .isEmpty();
    }
}
