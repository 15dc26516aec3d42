// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.error.AuthorizationFailedException;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.QuotaExceededException;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits are exact, however many create at the same time. */
class LimitsTest {
    private static final int LIMIT = 5;
    private static final int THREADS = 12;
    private static final GallerySettings SETTINGS = GallerySettings.builder()
            .rules(GalleryRules.classic().toBuilder()
                    .maxGalleries(LIMIT)
                    .maxDefinitions(LIMIT)
                    .maxVersions(LIMIT)
                    .build())
            .build();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void ofGalleries(Backend backend) throws InterruptedException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder), SETTINGS)) {
            requireExact(Together.run(
                    THREADS,
                    n -> galleries
                            .gallery("g" + n)
                            .create()
                            .location("westeurope")
                            .commit()));
            assertThat(galleries.galleries()).hasSize(LIMIT);
            galleries.gallery("elsewhere").create().location("eastus").commit();
            galleries
                    .gallery(galleries.galleries().toList().get(1).name())
                    .delete()
                    .commit();
            galleries.gallery("last").create().location("westeurope").commit();
            assertThatThrownBy(() -> galleries
                            .gallery("more")
                            .create()
                            .location("westeurope")
                            .commit())
                    .isInstanceOf(QuotaExceededException.class)
                    .hasMessageContainingAll("galleries", "westeurope", "all 5", "raise the limit");
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void ofDefinitions(Backend backend) throws InterruptedException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder), SETTINGS)) {
            Gallery golden = galleries.gallery("golden");
            golden.create().location("westeurope").commit();
            requireExact(Together.run(
                    THREADS,
                    n -> golden.definition("d" + n)
                            .create()
                            .identifier("Contoso", "Finance", "d" + n)
                            .linux()
                            .generalized()
                            .commit()));
            assertThat(golden.definitions()).hasSize(LIMIT);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void ofVersions(Backend backend) throws IOException, InterruptedException {
        Path image = SampleImage.write(folder.resolve("disk.raw"), 1 << 20, 1);
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder), SETTINGS)) {
            ImageDefinition web = Fixtures.definition(galleries);
            requireExact(Together.run(
                    THREADS, n -> web.version("1.0." + n).publish(image).commit()));
            assertThat(web.versions()).hasSize(LIMIT);
            assertThat(galleries.verify(progress -> {}).versions()).isEqualTo(LIMIT);
        }
    }

    /** Limits may have been lowered since the version was published. */
    @Test
    void holdForTheReplicasThatAVersionHasByDefault() throws IOException {
        Path image = SampleImage.write(folder.resolve("disk.raw"), 1 << 20, 1);
        InMemoryStorage storage = new InMemoryStorage();
        ImageGalleries before = SharedImageGalleries.open(storage);
        ImageDefinition web = Fixtures.definition(before);
        web.version("1.0.0").publish(image).replicaCount(3).commit();
        GalleryRules two =
                GalleryRules.classic().toBuilder().maxReplicasPerRegion(2).build();
        try (ImageGalleries now = SharedImageGalleries.open(
                storage, GallerySettings.builder().rules(two).build())) {
            ImageVersion version = now.gallery("golden").definition("web").version("1.0.0");
            VersionChange byDefault = version.update().replicate("eastus");
            assertThatThrownBy(byDefault::commit)
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContainingAll("eastus.replicaCount", "'3'", "1 to 2 replicas");
            version.replicate("eastus", 2).commit();
            version.update().replicate("westeurope").commit();
            assertThat(version.info().regions())
                    .extracting(RegionReplication::replicaCount)
                    .containsExactly(2, 3);
        }
    }

    private static void requireExact(List<Throwable> failures) {
        assertThat(failures)
                .hasSize(THREADS - LIMIT)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(QuotaExceededException.class));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void usageIsReportedAgainstThem(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder), SETTINGS)) {
            assertThat(galleries.subscription("default").usage()).isEmpty();
            ImageDefinition web = Fixtures.definition(galleries);
            galleries.gallery("east").create().location("eastus").commit();
            Path image = SampleImage.write(folder.resolve("disk.raw"), 1 << 20, 1);
            web.version("1.0.0").publish(image).commit();
            web.version("1.0.1").publish(image).commit();
            web.version("1.0.0").delete().commit();
            assertThat(galleries.subscription("default").usage())
                    .extracting(usage -> usage.kind() + " " + usage.location() + " " + usage.used() + "/"
                            + usage.limit() + " " + usage.left())
                    .containsExactly(
                            "galleries eastus 1/5 4",
                            "galleries westeurope 1/5 4",
                            "definitions westeurope 1/5 4",
                            "versions westeurope 1/5 4");
            assertThatThrownBy(() -> galleries
                            .as(Principal.user("alice"))
                            .subscription("default")
                            .usage())
                    .isInstanceOf(AuthorizationFailedException.class);
        }
    }
}
