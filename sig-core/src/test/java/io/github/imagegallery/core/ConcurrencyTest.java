// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.ResourceAlreadyExistsException;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionReplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads on the same galleries. */
class ConcurrencyTest {
    private static final int THREADS = 8;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void ofManyWhoPublishOneVersionOneSucceeds(Backend backend) throws IOException, InterruptedException {
        Path image = SampleImage.write(folder.resolve("disk.raw"), 4 << 20, 1);
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);
            List<ImageDefinition> names =
                    List.of(web, galleries.gallery("Golden").definition("WEB"));

            List<Throwable> failures = Together.run(
                    THREADS,
                    n -> names.get(n % 2)
                            .version("1.0.0")
                            .publish(image)
                            .replicate("westeurope")
                            .replicate("eastus")
                            .commit());

            assertThat(failures)
                    .hasSize(THREADS - 1)
                    .allSatisfy(failure -> assertThat(failure).isInstanceOf(ResourceAlreadyExistsException.class));
            Exports.requireIdentical(web.version("1.0.0"), "eastus", image);
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void manyWhoPublishVersionsOfOneDefinitionAllSucceed(Backend backend) throws IOException, InterruptedException {
        List<Path> images = new ArrayList<>();
        Path base = SampleImage.write(folder.resolve("base.raw"), 4 << 20, 1);
        for (int n = 0; n < THREADS; n++) {
            images.add(SampleImage.change(base, folder.resolve(n + ".raw"), n + 1));
        }
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);
            assertThat(Together.run(
                            THREADS,
                            n -> web.version("1.0." + n)
                                    .publish(images.get(n))
                                    .replicate("westeurope", 2)
                                    .replicate("eastus")
                                    .commit()))
                    .isEmpty();
            assertThat(web.versions()).hasSize(THREADS);
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
            assertThat(Together.run(THREADS, n -> requireIdentical(web, n, images)))
                    .isEmpty();
            assertThat(web.latest("eastus").number()).hasToString("1.0." + (THREADS - 1));
        }
    }

    private static void requireIdentical(ImageDefinition web, int n, List<Path> images) {
        try {
            Exports.requireIdentical(web.version("1.0." + n), "eastus", images.get(n));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void changesOfOneVersionAreMergedRegionByRegion(Backend backend) throws IOException, InterruptedException {
        Path image = SampleImage.write(folder.resolve("disk.raw"), 2 << 20, 1);
        List<String> regions =
                List.of("eastus", "eastus2", "japaneast", "japanwest", "northeurope", "uksouth", "ukwest", "westus");
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0").publish(image).commit();
            assertThat(Together.run(
                            THREADS,
                            n -> web.version("1.0.0")
                                    .replicate(regions.get(n), 1)
                                    .commit()))
                    .isEmpty();
            ImageVersionInfo info = web.version("1.0.0").info();
            assertThat(info.regions())
                    .extracting(region -> region.region().toString())
                    .containsAll(regions);
            assertThat(info.regions())
                    .extracting(RegionReplication::availableReplicas)
                    .containsOnly(1);
            assertThat(info.provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
            web.version("1.0.0").delete().commit();
            web.delete().commit();
        }
    }
}
