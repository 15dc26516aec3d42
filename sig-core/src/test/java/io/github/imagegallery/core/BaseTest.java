// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.ReplicationFailedException;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a version is built upon stays until it is finished, and nothing stays of a version that never is. */
class BaseTest {
    private static final GallerySettings SETTINGS =
            GallerySettings.builder().parallelism(1).build();

    /** Also every reading of the base. */
    private static final Set<String> CALLS = Set.of("commit", "scan", "get", "read", "put", "copy");

    @TempDir
    private Path folder;

    private final InMemoryStorage prepared = new InMemoryStorage();
    private Path image;
    private Path next;
    private long stored;

    /** There is a version of each of two definitions, of the same image. */
    @BeforeEach
    void prepare() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 1 << 20, 1);
        next = SampleImage.change(image, folder.resolve("next.raw"), 1);
        try (ImageGalleries galleries = open(prepared)) {
            publish(Fixtures.definition(galleries), "westeurope", "eastus");
            definition(galleries, "db")
                    .create()
                    .identifier("Contoso", "Finance", "Back-end")
                    .linux()
                    .generalized()
                    .commit();
            stored = publish(definition(galleries, "db"), "westeurope").storedBytes();
        }
    }

    private VersionOutcome publish(ImageDefinition definition, String... regions) {
        VersionPublication publication = definition.version("1.0.0").publish(image);
        for (String region : regions) {
            publication.replicate(region);
        }
        return publication.commit();
    }

    private static ImageDefinition definition(ImageGalleries galleries, String name) {
        return galleries.gallery("golden").definition(name);
    }

    /** Opens galleries that leave the storage open when they are closed. */
    private static ImageGalleries open(GalleryStorage storage) {
        return SharedImageGalleries.open(GalleryStorage.of(storage.records(), storage.contents()), SETTINGS);
    }

    /** What a version of the definition "web" is built upon. */
    private enum Base {
        NEWEST("web") {
            @Override
            VersionPublication of(VersionPublication publication, ImageGalleries galleries) {
                return publication;
            }
        },
        NAMED("web"),
        OF_ANOTHER_DEFINITION("db");

        private final String definition;

        Base(String definition) {
            this.definition = definition;
        }

        VersionPublication of(VersionPublication publication, ImageGalleries galleries) {
            return publication.basedOn(definition(galleries, definition).version("1.0.0"));
        }

        VersionPublication publication(ImageGalleries galleries, Path image) {
            return of(definition(galleries, "web").version("1.0.1").publish(image), galleries)
                    .replicate("westeurope")
                    .replicate("eastus");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBaseThatIsDeletedAndCollectedBeforeAnyCallServesWhoeverHasBegun(Base base) throws IOException {
        int served = 0;
        boolean happened = true;
        for (int n = 1; happened; n++) {
            InMemoryStorage storage = Soundness.copy(prepared, new InMemoryStorage());
            AtomicBoolean begun = new AtomicBoolean();
            try (ImageGalleries second = open(storage)) {
                Watched watched = Watched.storage(storage, CALLS, n, () -> {
                    begun.set(left(second).isPresent());
                    definition(second, base.definition)
                            .version("1.0.0")
                            .delete()
                            .commit();
                    second.collect().run();
                });
                Optional<VersionOutcome> outcome;
                try (ImageGalleries first = SharedImageGalleries.open(watched.storage(), SETTINGS)) {
                    outcome = attempt(base.publication(first, next));
                }
                happened = watched.happened();
                if (begun.get()) {
                    assertThat(outcome.orElseThrow().storedBytes())
                            .as("what is stored beside the base")
                            .isLessThan(stored / 2);
                    served++;
                }
                assertThat(outcome.isPresent() || happened).isTrue();
                if (outcome.isPresent()) {
                    Exports.requireIdentical(definition(second, "web").version("1.0.1"), "westeurope", next);
                }
                second.collect().run();
                FullCheck.requireCollected(storage.contents(), second);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("deleted before call " + n, e);
            }
        }
        assertThat(served).isGreaterThan(20);
    }

    /** Returns the version that is published, as far as it is there. */
    private static Optional<ImageVersionInfo> left(ImageGalleries galleries) {
        return definition(galleries, "web").versions().stream()
                .filter(version -> version.number().patch() == 1)
                .findFirst();
    }

    /** Publishes, unless the base is not there. */
    private static Optional<VersionOutcome> attempt(VersionPublication publication) {
        try {
            return Optional.of(publication.commit());
        } catch (GalleryException absent) {
            assertThat(absent).hasMessageContaining("1.0.0");
            return Optional.empty();
        }
    }

    /** How a publication is cancelled: whoever cancels it has counted to n. */
    private enum Cancelled {
        BY_AN_INTERRUPTION_BEFORE_A_CALL {
            @Override
            boolean runs(GalleryStorage storage, int n, Function<ImageGalleries, VersionPublication> publication) {
                Thread victim = Thread.currentThread();
                Watched watched = Watched.storage(storage, Watched.ALL_CALLS, n, victim::interrupt);
                run(watched.storage(), publication, progress -> {});
                return watched.happened();
            }
        },
        BY_AN_INTERRUPTION_WHEN_PROGRESS_IS_TOLD {
            @Override
            boolean runs(GalleryStorage storage, int n, Function<ImageGalleries, VersionPublication> publication) {
                AtomicInteger told = new AtomicInteger();
                run(storage, publication, progress -> {
                    if (told.incrementAndGet() == n) {
                        Thread.currentThread().interrupt();
                    }
                });
                return told.get() >= n;
            }
        },
        BY_A_LISTENER_THAT_THROWS {
            @Override
            boolean runs(GalleryStorage storage, int n, Function<ImageGalleries, VersionPublication> publication) {
                AtomicInteger told = new AtomicInteger();
                run(storage, publication, progress -> {
                    if (told.incrementAndGet() == n) {
                        throw new CancellationException("enough");
                    }
                });
                return told.get() >= n;
            }
        },
        BY_A_STORAGE_THAT_DIES {
            @Override
            boolean runs(GalleryStorage storage, int n, Function<ImageGalleries, VersionPublication> publication) {
                FaultyStorage dying = FaultyStorage.wrap(storage).dieAfterWrites(n - 1);
                run(dying, publication, progress -> {});
                return dying.isDead();
            }
        };

        /** Publishes, and tells whether there was an n-th moment at which it was cancelled. */
        abstract boolean runs(GalleryStorage storage, int n, Function<ImageGalleries, VersionPublication> publication);

        private static void run(
                GalleryStorage storage,
                Function<ImageGalleries, VersionPublication> publication,
                ProgressListener listener) {
            try (ImageGalleries galleries = open(storage)) {
                publication.apply(galleries).onProgress(listener).commit();
            } catch (CancellationException | StorageException cancelled) {
                // that was the purpose
            } catch (ReplicationFailedException dead) {
                assertThat(storage).isInstanceOf(FaultyStorage.class);
            } finally {
                Thread.interrupted();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasCancelledLeavesNothingOnceItIsDeletedAndCollected(Cancelled cancelled) {
        Map<Site, Set<BlobInfo>> before = blobs(prepared);
        boolean happened = true;
        int n = 0;
        while (happened) {
            n++;
            InMemoryStorage storage = Soundness.copy(prepared, new InMemoryStorage());
            happened = cancelled.runs(storage, n, galleries -> Base.NEWEST.publication(galleries, next));
            try (ImageGalleries second = open(storage)) {
                left(second)
                        .ifPresent(version -> definition(second, "web")
                                .version(version.number())
                                .delete()
                                .commit());
                second.collect().run();
                assertThat(blobs(storage)).as("cancelled at moment %s", n).isEqualTo(before);
                Soundness.require(storage);
            }
        }
        assertThat(n).as("moments").isGreaterThan(4);
    }

    private static Map<Site, Set<BlobInfo>> blobs(GalleryStorage storage) {
        return storage.contents().sites().stream()
                .collect(Collectors.toMap(site -> site, site -> Set.copyOf(Blobs.all(storage.contents(), site))));
    }
}
