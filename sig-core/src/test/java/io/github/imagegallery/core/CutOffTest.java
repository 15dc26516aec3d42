// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.error.ResourceAlreadyExistsException;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An interruption, or the closing of the galleries, before any call to the storage leaves work that can be finished. */
class CutOffTest {
    private static final GallerySettings SETTINGS =
            GallerySettings.builder().parallelism(1).build();

    @TempDir
    private Path folder;

    private final InMemoryStorage prepared = new InMemoryStorage();
    private Path image;
    private Path earlier;

    @BeforeEach
    void prepare() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 256 << 10, 1);
        earlier = SampleImage.write(folder.resolve("earlier.raw"), 256 << 10, 2);
        try (ImageGalleries galleries = open(prepared)) {
            Fixtures.definition(galleries)
                    .version("0.9.0")
                    .publish(earlier)
                    .replicate("westeurope", 1)
                    .replicate("eastus", 1)
                    .commit();
        }
    }

    /** The calls that an interruption disturbs: in files only those that write blobs. */
    private static Set<String> kinds(Backend backend) {
        return backend == Backend.FILES ? Watched.CONTENT_WRITES : Watched.ALL_CALLS;
    }

    /** What is cut off. */
    private enum Work {
        PUBLISH("1.0.0") {
            @Override
            PendingChange<?> on(ImageVersion version, ImageVersion other, Path image) {
                return version.publish(image).replicate("westeurope", 2).replicate("eastus", 1);
            }
        },
        /** In zones, so that bytes are copied from the source. */
        COPY("1.0.0") {
            @Override
            PendingChange<?> on(ImageVersion version, ImageVersion other, Path image) {
                return version.publish(other)
                        .replicate(TargetRegion.of("westeurope").zoneRedundant())
                        .replicate("eastus", 2);
            }
        },
        /** From another subscription, so that it is read and stored anew. */
        COPY_ABROAD("1.0.0") {
            @Override
            PendingChange<?> on(ImageVersion version, ImageVersion other, Path image) {
                return version.publish(other).replicate("westeurope", 2).replicate("eastus", 1);
            }

            @Override
            ImageDefinition definition(ImageGalleries galleries) {
                return galleries.subscription("prod").gallery("golden").definition("web");
            }

            @Override
            void prepare(ImageGalleries galleries) {
                galleries
                        .subscription("prod")
                        .gallery("golden")
                        .create()
                        .location("westeurope")
                        .commit();
                definition(galleries)
                        .create()
                        .identifier("Contoso", "Finance", "Front-end")
                        .linux()
                        .generalized()
                        .commit();
            }
        },
        REPLICATE("0.9.0") {
            @Override
            PendingChange<?> on(ImageVersion version, ImageVersion other, Path image) {
                return version.replicate("eastus", 2).replicate("japaneast", 1);
            }
        };

        private final String number;

        Work(String number) {
            this.number = number;
        }

        abstract PendingChange<?> on(ImageVersion version, ImageVersion other, Path image);

        PendingChange<?> on(ImageGalleries galleries, Path image) {
            return on(definition(galleries).version(number), web(galleries).version("0.9.0"), image);
        }

        /** Returns where the version is that is worked on. */
        ImageDefinition definition(ImageGalleries galleries) {
            return web(galleries);
        }

        void prepare(ImageGalleries galleries) {
            // all is there
        }
    }

    /** What cuts it off. */
    private enum Cut {
        INTERRUPT(CancellationException.class, "interrupted"),
        CLOSE(StorageException.class, "closed"),
        /** The galleries are closed, but calls to the storage still get through. */
        CLOSE_SLOWLY(StorageException.class, "closed");

        private final Class<?> answer;
        private final String message;

        Cut(Class<?> answer, String message) {
            this.answer = answer;
            this.message = message;
        }

        void happen(Thread victim, ImageGalleries galleries, GalleryStorage storage) {
            if (this == INTERRUPT) {
                victim.interrupt();
                return;
            }
            galleries.close();
            if (this == CLOSE) {
                storage.close();
            }
        }
    }

    private static ImageDefinition web(ImageGalleries galleries) {
        return galleries.gallery("golden").definition("web");
    }

    @ParameterizedTest
    @CsvSource({
        "IN_MEMORY, PUBLISH, INTERRUPT",
        "IN_MEMORY, PUBLISH, CLOSE",
        "IN_MEMORY, PUBLISH, CLOSE_SLOWLY",
        "IN_MEMORY, COPY, INTERRUPT",
        "IN_MEMORY, COPY, CLOSE",
        "IN_MEMORY, COPY, CLOSE_SLOWLY",
        "FILES, COPY, INTERRUPT",
        "IN_MEMORY, COPY_ABROAD, INTERRUPT",
        "IN_MEMORY, COPY_ABROAD, CLOSE",
        "IN_MEMORY, COPY_ABROAD, CLOSE_SLOWLY",
        "IN_MEMORY, REPLICATE, INTERRUPT",
        "IN_MEMORY, REPLICATE, CLOSE",
        "IN_MEMORY, REPLICATE, CLOSE_SLOWLY",
        "FILES, PUBLISH, INTERRUPT",
        "FILES, REPLICATE, INTERRUPT"
    })
    void whatWasCutOffIsFinishedByTheSameRequest(Backend backend, Work work, Cut cut) throws IOException {
        boolean happened = true;
        for (int n = 1; happened; n++) {
            Path own = Files.createDirectory(folder.resolve(String.valueOf(n)));
            try {
                happened = happens(backend, own, work, cut, n);
            } catch (AssertionError | RuntimeException | IOException e) {
                throw new AssertionError(cut + " before call " + n, e);
            }
        }
    }

    private boolean happens(Backend backend, Path own, Work work, Cut cut, int n) throws IOException {
        GalleryStorage storage = Soundness.copy(prepared, backend.open(own));
        try (ImageGalleries galleries = open(storage)) {
            work.prepare(galleries);
        }
        AtomicReference<ImageGalleries> victim = new AtomicReference<>();
        Thread thread = Thread.currentThread();
        Watched watched = Watched.storage(storage, kinds(backend), n, () -> cut.happen(thread, victim.get(), storage));
        boolean answered;
        try (ImageGalleries galleries = SharedImageGalleries.open(watched.storage(), SETTINGS)) {
            victim.set(galleries);
            answered = answers(work, cut, galleries);
            assertThat(Thread.interrupted())
                    .as("the thread stays interrupted")
                    .isEqualTo(watched.happened() && cut == Cut.INTERRUPT);
        }
        storage.close();
        try (GalleryStorage again = storage instanceof InMemoryStorage memory ? memory.reopen() : backend.open(own);
                ImageGalleries galleries = open(again)) {
            requireFinishable(work, galleries, answered);
        }
        return watched.happened();
    }

    /** Tells whether the work was done before the cut was felt; otherwise its answer must name the cut. */
    private boolean answers(Work work, Cut cut, ImageGalleries galleries) {
        try {
            work.on(galleries, image).commit();
            return true;
        } catch (RuntimeException e) {
            assertThat(e).isInstanceOf(cut.answer).hasStackTraceContaining(cut.message);
            return false;
        }
    }

    private void requireFinishable(Work work, ImageGalleries galleries, boolean answered) throws IOException {
        List<ImageVersionInfo> versions = work.definition(galleries).versions().toList();
        assertThat(versions)
                .flatExtracting(ImageVersionInfo::regions)
                .extracting(RegionReplication::state)
                .doesNotContain(ReplicationState.FAILED);
        Optional<ProvisioningState> left = versions.stream()
                .filter(version -> version.number().toString().equals(work.number))
                .map(ImageVersionInfo::provisioningState)
                .findFirst();
        boolean done = left.equals(Optional.of(ProvisioningState.SUCCEEDED));
        assertThat(done || !answered).as("what was answered is done").isTrue();
        try {
            work.on(galleries, image).commit();
        } catch (ResourceAlreadyExistsException e) {
            assertThat(done).isTrue();
        }
        ImageVersion version = work.definition(galleries).version(work.number);
        assertThat(version.info().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
        Exports.requireIdentical(version, "eastus", work == Work.PUBLISH ? image : earlier);
        assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
    }

    /** Opens galleries that leave the storage open when they are closed. */
    private static ImageGalleries open(GalleryStorage storage) {
        return SharedImageGalleries.open(
                Watched.storage(storage, Set.of(), 1, () -> {}).storage(), SETTINGS);
    }
}
