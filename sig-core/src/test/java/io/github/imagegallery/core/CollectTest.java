// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.SiteRecord;
import io.github.imagegallery.error.OperationNotAllowedException;
import io.github.imagegallery.model.CollectReport;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no version needs is removed, and nothing else. */
class CollectTest {
    private static final Site HOME = new Site("default", "westeurope", 0, 1);
    private static final Site ABROAD = new Site("default", "eastus", 0, 2);

    @TempDir
    private Path folder;

    private final InMemoryStorage storage = new InMemoryStorage();
    private final ImageGalleries galleries = SharedImageGalleries.open(storage);
    private final ImageGalleries second = SharedImageGalleries.open(storage);
    private ImageDefinition web;
    private Path image;
    private Path next;

    @BeforeEach
    void publish() throws IOException {
        web = Fixtures.definition(galleries);
        image = SampleImage.write(folder.resolve("disk.raw"), 4 << 20, 1);
        next = SampleImage.change(image, folder.resolve("next.raw"), 3);
        publish(web.version("1.0.0"), image);
    }

    private static void publish(ImageVersion version, Path image) {
        version.publish(image).replicate("westeurope").replicate("eastus", 2).commit();
    }

    private void requireCollected() {
        galleries.collect().run();
        FullCheck.requireCollected(storage.contents(), galleries);
        assertThat(galleries.collect().run().blobs()).isZero();
    }

    private static SiteRecord record(InMemoryStorage storage, Site site) {
        return new Ledger(storage.records().partition(new PartitionId("default")), UUID::randomUUID, Clock.systemUTC())
                .read(Keys.site(site), SiteRecord.class)
                .orElseThrow();
    }

    @Test
    void nothingIsTakenOfWhatIsNeeded() {
        long before = Remembered.of(storage).revision();
        CollectReport report = galleries.collect().run();

        assertThat(report).isEqualTo(new CollectReport(3, 0, 0, List.of()));
        assertThat(Remembered.of(storage).revision()).isEqualTo(before);
        FullCheck.requireCollected(storage.contents(), galleries);
    }

    @Test
    void whatOnlyADeletedVersionNeededIsRemoved() throws IOException {
        publish(web.version("1.0.1"), next);
        web.version("1.0.0").delete().commit();
        CollectReport foreseen = galleries.collect().preview();
        assertThat(foreseen.blobs()).isPositive();
        assertThat(foreseen.bytes()).isPositive();

        assertThat(galleries.collect().run()).isEqualTo(foreseen);

        FullCheck.requireCollected(storage.contents(), galleries);
        Exports.requireIdentical(web.version("1.0.1"), "eastus", next);
    }

    @Test
    void nothingIsLeftOfTheLastVersion() {
        web.version("1.0.0").delete().commit();
        requireCollected();
        assertThat(storage.contents().sites()).isEmpty();
    }

    @Test
    void whatIsWithdrawnOrShrunkIsRemovedAndComesBack() throws IOException {
        web.version("1.0.0").replicate("eastus", 1).commit();
        requireCollected();
        assertThat(storage.contents().sites()).doesNotContain(ABROAD);
        web.version("1.0.0").withdraw("eastus").commit();
        requireCollected();
        assertThat(storage.contents().sites()).containsExactly(HOME);

        web.version("1.0.0").replicate("eastus", 2).commit();
        requireCollected();
        Exports.requireIdentical(web.version("1.0.0"), "eastus", image);
    }

    @Test
    void aPreviewChangesNothing() {
        web.version("1.0.0").delete().commit();
        Remembered before = Remembered.of(storage);
        galleries.collect().preview();
        assertThat(Remembered.of(storage)).isEqualTo(before);
        assertThat(Blobs.all(storage.contents(), HOME)).isNotEmpty();
    }

    @Test
    void whatAnUnfinishedPublicationHasPutStaysUntilItIsFinishedOrDeleted() throws IOException {
        byte[] noise = new byte[18 << 20]; // of two packs, since noise does not compress
        new Random(3).nextBytes(noise);
        Path large = Files.write(folder.resolve("large.raw"), noise);
        FaultyStorage dying = FaultyStorage.wrap(storage).dieAfterWrites(2);
        assertThatThrownBy(() -> publish(
                        SharedImageGalleries.open(dying)
                                .gallery("golden")
                                .definition("web")
                                .version("1.0.1"),
                        large))
                .isInstanceOf(StorageException.class);
        long arrived = Blobs.bytes(Blobs.all(storage.contents(), HOME));
        web.version("1.0.0").delete().commit();

        galleries.collect().run();

        assertThat(Blobs.bytes(Blobs.all(storage.contents(), HOME))).isEqualTo(arrived);
        publish(web.version("1.0.1"), large);
        Exports.requireIdentical(web.version("1.0.1"), "eastus", large);
        requireCollected();
        web.version("1.0.1").delete().commit();
        requireCollected();
    }

    @Test
    void aPublicationThatIsDeletedLeavesNothing() throws IOException {
        assertThatThrownBy(() -> web.version("1.0.1")
                        .publish(SampleImage.write(folder.resolve("other.raw"), 4 << 20, 9))
                        .replicate("westeurope")
                        .replicate("japaneast")
                        .onProgress(progress -> {
                            if (progress.task().contains("japaneast")) {
                                throw new IllegalStateException("enough");
                            }
                        })
                        .commit())
                .hasMessage("enough");
        web.version("1.0.1").delete().commit();
        requireCollected();
    }

    @Test
    void aCollectorThatDiesAnywhereHarmsNothingAndTheNextOneTakesTheRest() throws IOException {
        boolean died = true;
        int n = 0;
        for (; died; n++) {
            InMemoryStorage copy = Soundness.copy(storage, new InMemoryStorage());
            ImageGalleries all = SharedImageGalleries.open(copy);
            ImageDefinition own = all.gallery("golden").definition("web");
            publish(own.version("1.0.1"), next);
            own.version("1.0.0").delete().commit();
            own.version("1.0.1").replicate("eastus", 1).commit();
            FaultyStorage dying = FaultyStorage.wrap(copy).dieAfterWrites(n);
            CollectReport report = SharedImageGalleries.open(dying).collect().run();
            died = dying.isDead();
            assertThat(report.skipped().isEmpty()).isEqualTo(!died);
            assertThat(all.verify(progress -> {}).damages()).isEmpty();
            own.version("1.0.1").replicate("eastus", 2).commit();
            Exports.requireIdentical(own.version("1.0.1"), "eastus", next);
            all.collect().run();
            FullCheck.requireCollected(copy.contents(), all);
        }
        assertThat(n).as("writes of a collection").isGreaterThan(8);
    }

    @Test
    void aSiteOfWhichItCannotBeToldWhatItNeedsIsLeftAlone() {
        publish(web.version("1.0.1"), next);
        web.version("1.0.1").delete().commit();
        BlobId root = Blobs.ROOTS.at(storage.contents(), ABROAD).get(0).id();
        List.of(HOME, ABROAD, new Site("default", "eastus", 0, 1))
                .forEach(site ->
                        Blobs.PAGES.at(storage.contents(), site).forEach(page -> storage.damage(site, page.id(), 30)));
        ImageGalleries fresh = SharedImageGalleries.open(storage);

        CollectReport report = fresh.collect().run();

        assertThat(report.sites()).isZero();
        assertThat(report.skipped())
                .hasSize(3)
                .allSatisfy(skipped -> assertThat(skipped.reason()).contains("cannot be read"));
        assertThat(storage.contents().contains(ABROAD, root)).isTrue();
    }

    @Test
    void manyBlobsAreRemovedInRounds() {
        int many = 2 * SiteRecord.MOST_CONDEMNED + 100;
        for (int i = 0; i < many; i++) {
            ByteBuffer bytes = ByteBuffer.allocate(4).putInt(0, i);
            storage.contents().put(HOME, BlobId.of(bytes), bytes);
        }
        CollectReport report = galleries.collect().run();
        assertThat(report.blobs()).isEqualTo(many);
        assertThat(report.bytes()).isEqualTo(4L * many);
        assertThat(record(storage, HOME).epoch()).isBetween(3L, 4L);
        FullCheck.requireCollected(storage.contents(), galleries);
    }

    @Test
    void anInterruptedCollectionStopsAndTheNextOneGoesOn() {
        web.version("1.0.0").delete().commit();
        assertThatThrownBy(() -> galleries
                        .collect()
                        .onProgress(progress -> Thread.currentThread().interrupt())
                        .run())
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(record(storage, new Site("default", "eastus", 0, 1)).run()).isPresent();
        requireCollected();
    }

    @Test
    void aSecondCollectorLeavesTheSiteToTheFirst() {
        web.version("1.0.0").delete().commit();
        List<CollectReport> other = new ArrayList<>();
        galleries
                .collect()
                .onProgress(progress -> {
                    if (other.isEmpty()) {
                        other.add(second.collect().run());
                    }
                })
                .run();
        assertThat(other.get(0).skipped())
                .singleElement()
                .satisfies(skipped -> assertThat(skipped.reason()).contains("being collected already"));
        requireCollected();
    }

    @Test
    void whoNeedsWhatIsBeingRemovedWaitsForIt() throws Exception {
        web.version("1.0.0").withdraw("eastus").commit();
        AtomicBoolean once = new AtomicBoolean();
        CountDownLatch began = new CountDownLatch(1);
        FutureTask<Void> replication = new FutureTask<>(() -> {
            second.gallery("golden")
                    .definition("web")
                    .version("1.0.0")
                    .replicate("eastus", 2)
                    .onProgress(progress -> began.countDown())
                    .commit();
            return null;
        });
        galleries
                .collect()
                .onProgress(progress -> {
                    if (once.compareAndSet(false, true)) {
                        new Thread(replication).start();
                        assertThat(replication.isDone()).isFalse();
                    }
                })
                .run();
        replication.get();
        FullCheck.requireCollected(storage.contents(), galleries);
        Exports.requireIdentical(web.version("1.0.0"), "eastus", image);
    }

    @Test
    void aThreadThatCollectsDoesNotWaitForItself() throws IOException {
        Path zeros = zeros();
        web.version("2.0.0").publish(zeros).commit();
        web.version("2.0.0").delete().commit();
        assertThatThrownBy(() -> galleries
                        .collect()
                        .onProgress(
                                progress -> web.version("2.0.0").publish(zeros).commit())
                        .run())
                .isInstanceOf(OperationNotAllowedException.class)
                .hasMessageContaining("this very thread");
        web.version("2.0.0").publish(zeros).commit();
        Exports.requireIdentical(web.version("2.0.0"), "westeurope", zeros);
        requireCollected();
    }

    /** Its manifest has the same name whenever it is published. */
    private Path zeros() throws IOException {
        Path zeros = folder.resolve("zeros.raw");
        try (RandomAccessFile disk = new RandomAccessFile(zeros.toFile(), "rw")) {
            disk.setLength(1 << 20);
        }
        return zeros;
    }

    @Test
    void whatAnEarlierProcessCondemnedIsNotWaitedFor() throws IOException {
        web.version("1.0.0").withdraw("eastus").commit();
        FaultyStorage dying = FaultyStorage.wrap(storage).dieAfterWrites(2);
        assertThat(SharedImageGalleries.open(dying).collect().run().skipped()).isNotEmpty();
        assertThat(record(storage, new Site("default", "eastus", 0, 1)).condemned())
                .isNotEmpty();

        web.version("1.0.0").replicate("eastus", 2).commit();

        Exports.requireIdentical(web.version("1.0.0"), "eastus", image);
        assertThat(record(storage, new Site("default", "eastus", 0, 1)).condemned())
                .isEmpty();
        requireCollected();
    }

    @Test
    void onlyWhoMayDeleteAllCollects() {
        web.version("1.0.0").delete().commit();
        galleries
                .subscription("default")
                .share(Principal.user("reader"), Role.reader())
                .commit();
        galleries
                .subscription("default")
                .share(Principal.user("owner"), Role.owner())
                .commit();
        assertThat(galleries.as(Principal.user("reader")).collect().run().sites())
                .isZero();
        assertThat(galleries.as(Principal.user("owner")).collect().run().sites())
                .isEqualTo(3);
        assertThat(storage.contents().sites()).isEqualTo(Set.of());
    }
}
