// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.GalleryImageNotFoundException;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.model.LatestResolution.PassedOver;
import io.github.imagegallery.model.LatestResolution.Reason;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.GalleryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which version is latest, and that every change is seen at once by all who ask. */
class LatestTest {
    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();
    private final GallerySettings settings =
            GallerySettings.builder().clock(clock).build();
    private Path image;

    @BeforeEach
    void writeImage() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 1 << 20, 1);
    }

    private void publish(ImageDefinition definition, String... numbers) {
        for (String number : numbers) {
            definition.version(number).publish(image).commit();
        }
    }

    private static void requireLatest(ImageDefinition definition, String number) {
        assertThat(definition.latest("westeurope").number()).hasToString(number);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void numbersAreComparedAsNumbers(Backend backend) {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder), settings)) {
            ImageDefinition web = Fixtures.definition(galleries);
            publish(web, "1.0.9", "1.0.10", "0.99.0", "1.0.2147483647", "1.2.0");
            requireLatest(web, "1.2.0");
            assertThat(web.versions())
                    .extracting(version -> version.number().toString())
                    .containsExactly("0.99.0", "1.0.9", "1.0.10", "1.0.2147483647", "1.2.0");
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anExcludedVersionIsPassedOverButCanBeOpened(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder), settings)) {
            ImageDefinition web = Fixtures.definition(galleries);
            publish(web, "1.0.0", "2.0.0");
            web.version("2.0.0").update().excludeFromLatest(true).commit();
            requireLatest(web, "1.0.0");
            Exports.requireIdentical(web.version("2.0.0"), "westeurope", image);
            assertThat(web.explainLatest("westeurope").passedOver())
                    .extracting(PassedOver::reason)
                    .containsExactly(Reason.EXCLUDED);

            web.version("2.0.0")
                    .replicate(TargetRegion.of("westeurope").includedInLatest())
                    .commit();
            requireLatest(web, "2.0.0");
            web.version("2.0.0").update().excludeFromLatest(false).commit();
            web.version("2.0.0")
                    .replicate(TargetRegion.of("westeurope").excludedFromLatest())
                    .commit();
            requireLatest(web, "1.0.0");
            assertThat(web.explainLatest("westeurope").passedOver())
                    .extracting(PassedOver::reason)
                    .containsExactly(Reason.EXCLUDED_IN_REGION);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aVersionPastItsEndOfLifeIsPassedOverFromTheNextInstantOn(Backend backend) throws IOException {
        Instant end = SettableClock.START.plusSeconds(60);
        GalleryStorage storage = backend.open(folder);
        try (ImageGalleries galleries = SharedImageGalleries.open(storage, settings)) {
            ImageDefinition web = Fixtures.definition(galleries);
            publish(web, "1.0.0");
            web.version("2.0.0").publish(image).endOfLife(end).commit();
            assertThat(web.version("2.0.0").info().publishedDate()).contains(SettableClock.START);
            clock.set(end);
            requireLatest(web, "2.0.0");
            clock.set(end.plusNanos(1));
            requireLatest(web, "1.0.0");
            assertThat(web.explainLatest("westeurope").passedOver())
                    .extracting(PassedOver::reason)
                    .containsExactly(Reason.PAST_END_OF_LIFE);

            web.version("2.0.0")
                    .update()
                    .endOfLife(end)
                    .excludeFromLatest(false)
                    .commit();
            web.version("1.0.0").update().endOfLife(end.plusSeconds(1)).commit();
            clock.set(end.plusSeconds(2));
            assertThatThrownBy(() -> web.latest("westeurope"))
                    .isInstanceOf(GalleryImageNotFoundException.class)
                    .hasMessageContainingAll("1.0.0", "2.0.0", "end of life");
            ImageGalleries today = SharedImageGalleries.open(
                    storage,
                    GallerySettings.builder()
                            .from(settings)
                            .rules(GalleryRules.current())
                            .build());
            requireLatest(today.gallery("golden").definition("web"), "2.0.0");
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void everyChangeIsSeenByAnotherHandleAndAnotherEngine(Backend backend) {
        GalleryStorage storage = backend.open(folder);
        try (ImageGalleries galleries = SharedImageGalleries.open(storage, settings);
                ImageGalleries others = SharedImageGalleries.open(storage, settings)) {
            ImageDefinition web = Fixtures.definition(galleries);
            ImageDefinition handle = galleries.gallery("GOLDEN").definition("WEB");
            ImageDefinition other = others.gallery("golden").definition("web");
            assertThatThrownBy(() -> other.latest("westeurope")).isInstanceOf(GalleryImageNotFoundException.class);
            publish(web, "1.0.0");
            requireLatest(handle, "1.0.0");
            requireLatest(other, "1.0.0");
            publish(other, "1.1.0");
            requireLatest(web, "1.1.0");
            requireLatest(handle, "1.1.0");
            web.version("1.1.0").update().excludeFromLatest(true).commit();
            requireLatest(other, "1.0.0");
            web.version("1.0.0").replicate("eastus", 1).commit();
            assertThat(other.latest("eastus").number()).hasToString("1.0.0");
            other.version("1.0.0").withdraw("eastus").commit();
            assertThatThrownBy(() -> web.latest("eastus")).isInstanceOf(GalleryImageNotFoundException.class);
            web.version("1.0.0").delete().commit();
            assertThatThrownBy(() -> other.latest("westeurope")).isInstanceOf(GalleryImageNotFoundException.class);
            web.version("1.1.0").delete().commit();
            web.delete().commit();
            assertThatThrownBy(() -> other.latest("westeurope")).isInstanceOf(ResourceNotFoundException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aDefinitionThatWasDeletedAndCreatedAgainBeginsAnew(Backend backend) {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder), settings)) {
            ImageDefinition web = Fixtures.definition(galleries);
            publish(web, "1.0.0");
            requireLatest(web, "1.0.0");
            web.version("1.0.0").delete().commit();
            web.delete().commit();
            galleries
                    .gallery("golden")
                    .definition("Web")
                    .create()
                    .identifier("Contoso", "Finance", "Front-end")
                    .linux()
                    .generalized()
                    .commit();
            assertThat(web.versions()).isEmpty();
            publish(web, "0.1.0");
            requireLatest(web, "0.1.0");
            assertThat(web.latest("westeurope").id().path()).isEqualTo("golden/Web/0.1.0");
        }
    }
}
