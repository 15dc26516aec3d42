// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.ReplicationFailedException;
import io.github.imagegallery.model.AggregatedReplicationState;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.FaultyStorage.Call;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How far replicas are is seen by everybody while they are made, and never after. */
class ProgressTest {
    private static final RegionName HOME = RegionName.of("westeurope");
    private static final RegionName ABROAD = RegionName.of("japaneast");

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock();
    private final GallerySettings settings =
            GallerySettings.builder().clock(clock).parallelism(1).build();
    private Path image;
    private final List<Path> data = new ArrayList<>();

    @BeforeEach
    void writeImages() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 40 << 20, 1);
        for (int lun = 0; lun < 6; lun++) {
            data.add(SampleImage.write(folder.resolve("data" + lun + ".raw"), 8 << 20, lun));
        }
    }

    private VersionPublication publication(ImageVersion version) {
        VersionPublication publication = version.publish(image);
        for (int lun = 0; lun < data.size(); lun++) {
            publication.dataDisk(lun, data.get(lun));
        }
        return publication.replicate("westeurope", 2).replicate("japaneast", 3);
    }

    /** Opens galleries that leave the storage open when they are closed. */
    private ImageGalleries open(GalleryStorage storage) {
        return SharedImageGalleries.open(GalleryStorage.of(storage.records(), storage.contents()), settings);
    }

    private static ImageVersion version(ImageGalleries galleries) {
        return galleries.gallery("golden").definition("web").version("1.0.0");
    }

    private void advance(long milliseconds) {
        clock.set(clock.instant().plusMillis(milliseconds));
    }

    private static RegionReplication region(ImageVersionInfo version, RegionName name) {
        return version.region(name).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anotherHandleSeesItMove(Backend backend) {
        GalleryStorage storage = backend.open(folder);
        List<Integer> home = new ArrayList<>();
        List<Integer> abroad = new ArrayList<>();
        try (ImageGalleries worker = open(storage);
                ImageGalleries watcher = open(storage)) {
            ImageDefinition watched = watcher.gallery("golden").definition("web");
            publication(Fixtures.definition(worker).version("1.0.0"))
                    .onProgress(progress -> {
                        ImageVersionInfo seen = version(watcher).info();
                        home.add(region(seen, HOME).progressPercent());
                        abroad.add(region(seen, ABROAD).progressPercent());
                        assertThat(watched.versions()).containsExactly(seen);
                        assertThat(seen.replicationStatus()).isEqualTo(AggregatedReplicationState.IN_PROGRESS);
                        assertThat(region(seen, ABROAD).state()).isEqualTo(ReplicationState.REPLICATING);
                        assertThat(region(seen, ABROAD).availableReplicas()).isZero();
                        advance(2_000);
                    })
                    .commit();

            assertThat(home).isSorted().endsWith(100).contains(50);
            assertThat(home.stream().distinct()).hasSizeGreaterThan(5);
            assertThat(abroad).isSorted().startsWith(0).doesNotContain(100);
            assertThat(abroad.stream().distinct()).hasSizeGreaterThan(5);
            ImageVersionInfo done = version(watcher).info();
            assertThat(done.regions()).allMatch(region -> region.progressPercent() == 100);
            assertThat(done.replicationStatus()).isEqualTo(AggregatedReplicationState.COMPLETED);
            assertThat(watched.versions()).containsExactly(done);
            requireNoProgress(storage);
        }
        storage.close();
    }

    private static void requireNoProgress(GalleryStorage storage) {
        assertThat(Remembered.of(storage).records().keySet()).noneMatch(key -> key.startsWith("p/"));
    }

    @Test
    void itIsWrittenEveryTwoSecondsAndNotMoreOften() {
        InMemoryStorage storage = new InMemoryStorage();
        AtomicInteger told = new AtomicInteger();
        List<Long> revisions = new ArrayList<>();
        try (ImageGalleries galleries = open(storage)) {
            Fixtures.definition(galleries)
                    .version("1.0.0")
                    .publish(image)
                    .onProgress(progress -> {
                        revisions.add(Remembered.of(storage).revision());
                        if (told.incrementAndGet() > 8) {
                            advance(500);
                        }
                    })
                    .commit();
        }
        assertThat(revisions.subList(0, 8).stream().distinct()).hasSize(1);
        assertThat(revisions.stream().distinct().count()).isBetween(3L, 1 + (revisions.size() - 8) / 4L + 1);
    }

    /** All sites of a region are filled together, from one read; what is seen is the share of their bytes that is there. */
    @Test
    void itIsTheShareOfTheRegionsBytesThatIsThere() {
        InMemoryStorage storage = new InMemoryStorage();
        List<Integer> seen = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        List<Long> there = new ArrayList<>();
        try (ImageGalleries galleries = open(storage)) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            publication(version)
                    .onProgress(progress -> {
                        if (progress.task().endsWith("japaneast")) {
                            seen.add(region(version.info(), ABROAD).progressPercent());
                            told.add(progress.percent());
                            there.add(bytesAbroad(storage));
                        }
                        advance(2_000);
                    })
                    .commit();
        }
        long all = bytesAbroad(storage);
        assertThat(seen).hasSizeGreaterThan(5);
        assertThat(seen.get(0)).as("too early to be written").isZero();
        for (int i = 1; i < seen.size(); i++) {
            assertThat(seen.get(i)).isEqualTo(Math.min(99, told.get(i)));
            assertThat(seen.get(i)).as("no more than is there").isLessThanOrEqualTo((int) (100 * there.get(i) / all));
        }
    }

    private static long bytesAbroad(InMemoryStorage storage) {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(replica -> new Site("default", ABROAD.value(), 0, replica))
                .mapToLong(site -> Blobs.bytes(Blobs.all(storage.contents(), site)))
                .sum();
    }

    /** What is there before the work begins need not wait for two seconds to pass. */
    @Test
    void whatIsThereAlreadyIsSeenAtOnce() {
        List<Integer> seen = new ArrayList<>();
        try (ImageGalleries galleries = open(new InMemoryStorage())) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            version.publish(image)
                    .replicate("westeurope")
                    .replicate("japaneast")
                    .commit();
            version.replicate("japaneast", 3)
                    .onProgress(
                            progress -> seen.add(region(version.info(), ABROAD).progressPercent()))
                    .commit();
        }
        assertThat(seen.stream().distinct()).containsExactly(33);
    }

    private static class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** Begins a publication and has something happen once, when the replicas abroad are being made. */
    private void during(ImageGalleries galleries, Consumer<Progress> what) {
        AtomicInteger told = new AtomicInteger();
        publication(Fixtures.definition(galleries).version("1.0.0"))
                .onProgress(progress -> {
                    advance(2_000);
                    if (progress.task().contains("japaneast") && told.incrementAndGet() == 2) {
                        what.accept(progress);
                    }
                })
                .commit();
    }

    private void cutOff(ImageGalleries galleries) {
        assertThatThrownBy(() -> during(galleries, progress -> {
                    throw new Enough();
                }))
                .isInstanceOf(Enough.class);
    }

    @Test
    void whatWasCutOffIsSeenAsFarAsItCameAndDoesNotGoBackWhenItIsResumed() {
        InMemoryStorage storage = new InMemoryStorage();
        List<Integer> seen = new ArrayList<>();
        try (ImageGalleries galleries = open(storage)) {
            cutOff(galleries);
            int reached = region(version(galleries).info(), ABROAD).progressPercent();
            assertThat(reached).isBetween(1, 98);

            version(galleries)
                    .update()
                    .onProgress(progress -> {
                        advance(2_000);
                        seen.add(region(version(galleries).info(), ABROAD).progressPercent());
                    })
                    .commit();
            assertThat(seen).isSorted().startsWith(reached);
            requireNoProgress(storage);
        }
    }

    @Test
    void whoeverEndsTheWorkTakesTheProgressWithIt() {
        List<Consumer<ImageVersion>> ends = List.of(
                version -> version.delete().commit(),
                version -> version.withdraw("japaneast").commit(),
                version -> version.replicate("japaneast", 2).commit(),
                version -> version.update().commit());
        for (Consumer<ImageVersion> end : ends) {
            InMemoryStorage storage = new InMemoryStorage();
            try (ImageGalleries galleries = open(storage)) {
                cutOff(galleries);
                assertThat(Remembered.of(storage).records().keySet()).anyMatch(key -> key.startsWith("p/"));
                end.accept(version(galleries));
                requireNoProgress(storage);
                Soundness.require(storage);
            }
        }
    }

    /** The worker goes on to the next replicas, and would write how far they are. */
    @Test
    void aLateWriteLeavesNothingBehind() {
        List<Consumer<ImageVersion>> rivals = List.of(
                version -> version.update().commit(),
                version -> version.replicate("japaneast", 3).commit(),
                version -> version.withdraw("japaneast").commit(),
                version -> version.delete().commit(),
                version -> {
                    version.delete().commit();
                    version.publish(data.get(0))
                            .replicate("westeurope")
                            .replicate("japaneast", 3)
                            .commit();
                });
        for (Consumer<ImageVersion> rival : rivals) {
            InMemoryStorage storage = new InMemoryStorage();
            try (ImageGalleries galleries = open(storage);
                    ImageGalleries second = open(storage)) {
                try {
                    during(galleries, progress -> rival.accept(version(second)));
                } catch (GalleryException deletedMeanwhile) {
                    // that was the purpose
                }
                requireNoProgress(storage);
                Soundness.require(storage);
            }
        }
    }

    @Test
    void aRegionThatFailedIsReplicatingWhileItIsTriedAgain() {
        FaultyStorage storage = FaultyStorage.wrap(new InMemoryStorage());
        List<ReplicationState> seen = new ArrayList<>();
        try (ImageGalleries galleries = open(storage)) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            VersionPublication publication =
                    version.publish(image).replicate("westeurope").replicate("japaneast");
            storage.fail(Call.COPY, 3);
            assertThatThrownBy(publication::commit).isInstanceOf(ReplicationFailedException.class);
            assertThat(version.info().replicationStatus()).isEqualTo(AggregatedReplicationState.FAILED);
            assertThat(version.info().provisioningState()).isEqualTo(ProvisioningState.FAILED);
            requireNoProgress(storage);

            version.update()
                    .onProgress(progress -> {
                        RegionReplication region = region(version.info(), ABROAD);
                        seen.add(region.state());
                        assertThat(region.details()).isEmpty();
                    })
                    .commit();
            assertThat(seen).isNotEmpty().containsOnly(ReplicationState.REPLICATING);
            assertThat(version.info().replicationStatus()).isEqualTo(AggregatedReplicationState.COMPLETED);
        }
    }
}
