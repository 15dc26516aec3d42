// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.GalleryImageNotFoundException;
import io.github.imagegallery.model.ExportReport;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.VersionOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gallery, definition, publish, replicate, latest, export: from end to end on every storage that comes with the library. */
final class MainJobTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void publishesReplicatesResolvesAndExports(Backend backend) throws IOException {
        Path image = SampleImage.write(folder.resolve("disk.raw"), 40 << 20, 1);
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);

            VersionOutcome published = web.version("1.0.0")
                    .publish(image)
                    .replicate("westeurope", 2)
                    .replicate("northeurope", 2)
                    .replicate("Japan East", 2)
                    .commit();

            assertThat(published.version().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
            assertThat(published.movedBytes()).isEqualTo(published.storedBytes() * 5);
            for (String region : new String[] {"westeurope", "northeurope", "japaneast"}) {
                ImageVersionInfo latest = web.latest(region);
                assertThat(latest.number()).hasToString("1.0.0");
                Path exported = folder.resolve(region + ".raw");
                ExportReport report = web.version("1.0.0").export(region).to(exported);
                assertThat(report.fallbacks()).isEmpty();
                assertThat(Files.mismatch(image, exported)).isEqualTo(-1);
            }
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
            assertThatThrownBy(() -> web.latest("eastus")).isInstanceOf(GalleryImageNotFoundException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aSmallChangeStoresAndMovesLittle(Backend backend) throws IOException {
        Path first = SampleImage.write(folder.resolve("1.raw"), 40 << 20, 1);
        Path second = SampleImage.change(first, folder.resolve("2.raw"), 3);
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);
            VersionOutcome v1 = web.version("1.0.0")
                    .publish(first)
                    .replicate("westeurope", 2)
                    .commit();
            VersionOutcome v2 = web.version("1.0.1")
                    .publish(second)
                    .replicate("westeurope", 2)
                    .commit();

            assertThat(v2.storedBytes()).isLessThan(v1.storedBytes() / 10);
            assertThat(v2.movedBytes()).isEqualTo(v2.storedBytes());
            Path exported = folder.resolve("out.raw");
            web.version("1.0.1").export("westeurope").to(exported);
            assertThat(Files.mismatch(second, exported)).isEqualTo(-1);
            assertThat(web.latest("westeurope").number()).hasToString("1.0.1");
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aRegionStaysAvailableWhileItGetsMoreReplicas(Backend backend) throws IOException {
        Path image = SampleImage.write(folder.resolve("disk.raw"), 4 << 20, 1);
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0").publish(image).commit();
            List<ImageVersionInfo> seen = new ArrayList<>();

            web.version("1.0.0")
                    .update()
                    .replicate("westeurope", 3)
                    .onProgress(progress -> seen.add(web.latest("westeurope")))
                    .commit();

            assertThat(seen)
                    .isNotEmpty()
                    .first()
                    .extracting(ImageVersionInfo::provisioningState)
                    .isEqualTo(ProvisioningState.UPDATING);
            assertThat(web.latest("westeurope").provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
        }
    }
}
