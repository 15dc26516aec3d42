// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.QuotaExceededException;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.GalleryStorage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deleting frees name and limit at once, and harms nothing else. */
class DeletionTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void deletingAVersionDoesNotBreakAnotherThatSharesItsBytes(Backend backend) throws IOException {
        Path first = SampleImage.write(folder.resolve("1.raw"), 4 << 20, 1);
        Path second = SampleImage.change(first, folder.resolve("2.raw"), 3);
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0").publish(first).commit();
            web.version("1.0.1").publish(second).commit();

            ImageVersionInfo deleted = web.version("1.0.0").delete().commit();

            assertThat(deleted.number()).hasToString("1.0.0");
            assertThatThrownBy(() -> web.version("1.0.0").info()).isInstanceOf(ResourceNotFoundException.class);
            assertThat(web.versions())
                    .extracting(version -> version.number().toString())
                    .containsExactly("1.0.1");
            Exports.requireIdentical(web.version("1.0.1"), "westeurope", second);
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
            web.version("1.0.0").publish(second).commit();
            Exports.requireIdentical(web.version("1.0.0"), "westeurope", second);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void deletingFreesNameTripleAndLimitAtOnce(Backend backend) throws IOException {
        Path image = SampleImage.write(folder.resolve("disk.raw"), 1 << 20, 1);
        GalleryRules one = GalleryRules.classic().toBuilder()
                .maxGalleries(1)
                .maxDefinitions(1)
                .maxVersions(1)
                .build();
        GallerySettings settings = GallerySettings.builder().rules(one).build();
        GalleryStorage storage = backend.open(folder);
        try (ImageGalleries galleries = SharedImageGalleries.open(storage, settings)) {
            for (int round = 0; round < 3; round++) {
                ImageDefinition web = Fixtures.definition(galleries);
                web.version("1.0.0")
                        .publish(image)
                        .replicate("westeurope")
                        .replicate("eastus")
                        .commit();
                assertThatThrownBy(() -> web.version("1.0.1").publish(image).commit())
                        .isInstanceOf(QuotaExceededException.class)
                        .hasMessageContaining("versions")
                        .hasMessageContaining("all 1");
                assertThatThrownBy(() -> web.version("1.0.1").info()).isInstanceOf(ResourceNotFoundException.class);
                web.version("1.0.0").delete().commit();
                web.delete().commit();
                galleries.gallery("Golden").delete().commit();
                assertThat(galleries.galleries()).isEmpty();
                assertThat(Remembered.of(storage).records()).isEmpty();
            }
            for (String counter :
                    new String[] {"n/galleries/westeurope", "n/versions/westeurope", "c/golden/web/1.0.0"}) {
                assertThat(Remembered.counter(storage, counter)).as(counter).isZero();
            }
        }
    }
}
