// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Progress is told, work can be broken off, and nothing half-made is left to be seen. */
class InterruptionTest {
    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void writeImage() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 8 << 20, 1);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void progressGrowsToTheWhole(Backend backend) {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);
            List<Progress> told = new ArrayList<>();
            web.version("1.0.0")
                    .publish(image)
                    .replicate("westeurope", 2)
                    .replicate("eastus")
                    .onProgress(told::add)
                    .commit();
            assertThat(tasks(told))
                    .containsExactly("Publishing disk.raw", "Replicating to westeurope", "Replicating to eastus");
            requireGrowing(told);
            told.clear();
            web.version("1.0.0").export("eastus").onProgress(told::add).to(folder.resolve("out.raw"));
            assertThat(tasks(told)).containsExactly("Exporting golden/web/1.0.0");
            requireGrowing(told);
            told.clear();
            galleries.verify(told::add);
            assertThat(tasks(told)).hasSize(3);
            assertThat(told.get(told.size() - 1).percent()).isEqualTo(100);
        }
    }

    private static List<String> tasks(List<Progress> told) {
        return told.stream().map(Progress::task).distinct().toList();
    }

    private static void requireGrowing(List<Progress> told) {
        for (String task : tasks(told)) {
            List<Progress> own = told.stream()
                    .filter(progress -> progress.task().equals(task))
                    .toList();
            assertThat(own).extracting(Progress::doneBytes).isSorted();
            assertThat(own.get(own.size() - 1).percent()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anInterruptedPublicationIsFinishedByTheSameRequest(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);
            assertThatThrownBy(() -> web.version("1.0.0")
                            .publish(image)
                            .onProgress(progress -> Thread.currentThread().interrupt())
                            .commit())
                    .isInstanceOfAny(CancellationException.class, StorageException.class);
            assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
            assertThat(web.version("1.0.0").info().provisioningState()).isEqualTo(ProvisioningState.CREATING);
            web.version("1.0.0").publish(image).commit();
            Exports.requireIdentical(web.version("1.0.0"), "westeurope", image);
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anExportThatIsBrokenOffLeavesNoFile(Backend backend) throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0").publish(image).commit();
            assertThatThrownBy(() -> web.version("1.0.0")
                            .export("westeurope")
                            .onProgress(progress -> {
                                throw new IllegalStateException("enough");
                            })
                            .to(out.resolve("disk.raw")))
                    .hasMessage("enough");
            assertThatThrownBy(() -> web.version("1.0.0")
                            .export("westeurope")
                            .onProgress(progress -> Thread.currentThread().interrupt())
                            .to(out.resolve("disk.raw")))
                    .isInstanceOfAny(CancellationException.class, UncheckedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(out).isEmptyDirectory();
            Exports.requireIdentical(web.version("1.0.0"), "westeurope", image);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anExportWritesOverNothing(Backend backend) throws IOException {
        Path taken = Files.writeString(folder.resolve("taken.raw"), "mine");
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0").publish(image).commit();
            assertThatThrownBy(() -> web.version("1.0.0").export("westeurope").to(taken))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("taken.raw");
            assertThat(taken).hasContent("mine");
            assertThatThrownBy(() -> web.version("1.0.0").export("westeurope").to(folder.resolve("no/such/folder")))
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void closedGalleriesSaySo(Backend backend) {
        ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder));
        ImageDefinition web = Fixtures.definition(galleries);
        galleries.close();
        galleries.close();
        assertThatThrownBy(web::info).isInstanceOf(StorageException.class).hasMessageContaining("closed");
        assertThatThrownBy(() -> web.version("1.0.0").publish(image).commit())
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("closed");
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void namesThatNoKeyCanHoldAreRefusedByEveryCall(Backend backend) {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            for (String name : new String[] {"é", "\u0000", "x".repeat(2_000)}) {
                ImageDefinition[] definitions = {
                    galleries.gallery(name).definition("web"),
                    galleries.gallery("golden").definition(name)
                };
                for (ImageDefinition bad : definitions) {
                    List.<Runnable>of(
                                    bad::info,
                                    () -> bad.versions().page(1),
                                    () -> bad.latest("westeurope"),
                                    () -> bad.create().commit(),
                                    () -> bad.update().commit(),
                                    () -> bad.delete().commit(),
                                    () -> bad.version("1.0.0").info(),
                                    () -> bad.version("1.0.0").publish(image).commit(),
                                    () -> bad.version("1.0.0")
                                            .withdraw("eastus")
                                            .commit(),
                                    () -> bad.version("1.0.0").delete().commit(),
                                    () -> bad.version("1.0.0").open("westeurope"))
                            .forEach(call ->
                                    assertThatThrownBy(call::run).isInstanceOf(InvalidParameterException.class));
                }
            }
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0").publish(image).commit();
            for (String region : new String[] {"é", "", "x".repeat(2_000)}) {
                List.<Runnable>of(
                                () -> web.latest(region),
                                () -> web.version("1.0.0").open(region),
                                () -> web.version("1.0.0").withdraw(region).commit(),
                                () -> web.version("1.0.0").replicate(region, 1).commit(),
                                () -> web.version("2.0.0")
                                        .publish(image)
                                        .replicate(region)
                                        .commit(),
                                () -> web.version("2.0.0")
                                        .publish(image)
                                        .location(region)
                                        .commit(),
                                () -> galleries
                                        .gallery("new")
                                        .create()
                                        .location(region)
                                        .commit())
                        .forEach(call -> assertThatThrownBy(call::run).isInstanceOf(InvalidParameterException.class));
            }
        }
    }
}
