// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.error.ContentDamagedException;
import io.github.imagegallery.error.OperationNotAllowedException;
import io.github.imagegallery.error.ReplicationFailedException;
import io.github.imagegallery.error.ResourceAlreadyExistsException;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.FaultyStorage.Call;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies after any of its writes harms nothing, and the same request goes on from there. */
class CrashPointTest {
    private static final Site HOME = new Site("default", "westeurope", 0, 1);
    /** The sites that the replication adds. */
    private static final List<Site> TARGETS = List.of(
            new Site("default", "westeurope", 0, 2),
            new Site("default", "japaneast", 0, 1),
            new Site("default", "japaneast", 0, 2));

    private static final long ONE_PACK = 17 << 20;

    @TempDir
    private Path folder;

    private Path earlier;
    private Path image;

    @BeforeEach
    void writeImages() throws IOException {
        earlier = SampleImage.write(folder.resolve("earlier.raw"), 2 << 20, 1);
        image = folder.resolve("noise.raw"); // of three packs, since noise does not compress
        byte[] noise = new byte[33 << 20];
        new Random(2).nextBytes(noise);
        Files.write(image, noise);
    }

    /** Returns a storage with the version 0.9.0 in two regions. */
    private InMemoryStorage prepared() {
        InMemoryStorage storage = new InMemoryStorage();
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            Fixtures.definition(galleries)
                    .version("0.9.0")
                    .publish(earlier)
                    .replicate("westeurope")
                    .replicate("eastus")
                    .commit();
        }
        return storage.reopen();
    }

    private VersionPublication publication(ImageDefinition web) {
        return web.version("1.0.0").publish(image).replicate("westeurope", 2).replicate("eastus");
    }

    private static ImageDefinition web(ImageGalleries galleries) {
        return galleries.gallery("golden").definition("web");
    }

    /** Runs something on a storage that dies after n writes; tells whether it died. */
    private static boolean dies(InMemoryStorage storage, int n, Consumer<ImageDefinition> action) {
        FaultyStorage dying = FaultyStorage.wrap(storage).dieAfterWrites(n);
        try (ImageGalleries galleries = SharedImageGalleries.open(dying)) {
            action.accept(web(galleries));
            assertThat(dying.isDead()).isFalse();
        } catch (StorageException | ReplicationFailedException dead) {
            assertThat(dying.isDead()).isTrue();
        }
        return dying.isDead();
    }

    @Test
    void aPublicationThatDiesAfterAnyWriteIsFinishedByTheSameRequest() throws IOException {
        long full = 0;
        try (ImageGalleries galleries = SharedImageGalleries.open(prepared())) {
            full = publication(web(galleries)).commit().storedBytes();
        }
        boolean died = true;
        int n = 0;
        for (; died; n++) {
            InMemoryStorage storage = prepared();
            long before = packBytes(storage);
            died = dies(storage, n, web -> publication(web).commit());
            long arrived = packBytes(storage) - before;
            try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
                requireEarlierUnharmed(galleries);
                long resumed = finish(web(galleries));
                assertThat(arrived + resumed).as("after %s writes", n).isLessThanOrEqualTo(full + ONE_PACK);
                requireWhole(galleries);
            }
        }
        assertThat(n).as("writes of a publication").isBetween(15, 40);
    }

    private static long packBytes(InMemoryStorage storage) {
        return Blobs.bytes(Blobs.PACKS.at(storage.contents(), HOME));
    }

    private void requireEarlierUnharmed(ImageGalleries galleries) throws IOException {
        assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        Exports.requireIdentical(web(galleries).version("0.9.0"), "westeurope", earlier);
        assertThat(web(galleries).latest("westeurope").number())
                .satisfiesAnyOf(
                        number -> assertThat(number).hasToString("0.9.0"),
                        number -> assertThat(number).hasToString("1.0.0"));
    }

    /** Finishes the version, whatever state it was left in; returns what that stored. */
    private long finish(ImageDefinition web) {
        Optional<ImageVersionInfo> left = web.versions().stream()
                .filter(version -> version.number().toString().equals("1.0.0"))
                .findFirst();
        if (left.map(ImageVersionInfo::provisioningState).equals(Optional.of(ProvisioningState.SUCCEEDED))) {
            assertThatThrownBy(() -> publication(web).commit()).isInstanceOf(ResourceAlreadyExistsException.class);
            return 0;
        }
        left.ifPresent(version ->
                assertThat(version.provisioningState()).isIn(ProvisioningState.CREATING, ProvisioningState.FAILED));
        VersionOutcome outcome = publication(web).commit();
        assertThat(outcome.version().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
        return outcome.storedBytes();
    }

    private void requireWhole(ImageGalleries galleries) throws IOException {
        for (String region : new String[] {"westeurope", "eastus"}) {
            assertThat(Exports.requireIdentical(web(galleries).version("1.0.0"), region, image)
                            .fallbacks())
                    .isEmpty();
        }
        assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        web(galleries).version("1.0.0").delete().commit();
        web(galleries).version("0.9.0").delete().commit();
        web(galleries).delete().commit();
    }

    @Test
    void aCopyThatDiesAfterAnyWriteIsFinishedByTheSameRequest() throws IOException {
        boolean died = true;
        int n = 0;
        for (; died; n++) {
            InMemoryStorage storage = prepared();
            died = dies(storage, n, web -> copy(web).commit());
            try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
                requireEarlierUnharmed(galleries);
                if (died) {
                    copy(web(galleries)).commit();
                }
                for (String region : new String[] {"westeurope", "eastus"}) {
                    assertThat(Exports.requireIdentical(web(galleries).version("1.0.0"), region, earlier)
                                    .fallbacks())
                            .isEmpty();
                }
                assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
            }
        }
        assertThat(n).as("writes of a copy").isBetween(10, 60);
    }

    @Test
    void aCopyFromAnotherSubscriptionThatDiesAfterAnyWriteIsFinishedByTheSameRequest() throws IOException {
        boolean died = true;
        for (int n = 0; died; n++) {
            InMemoryStorage storage = prepared();
            try (ImageGalleries galleries = SharedImageGalleries.open(storage.reopen())) {
                abroad(galleries).create().location("westeurope").commit();
                abroad(galleries)
                        .definition("web")
                        .create()
                        .identifier("Contoso", "Finance", "Front-end")
                        .linux()
                        .generalized()
                        .commit();
            }
            InMemoryStorage again = storage.reopen();
            FaultyStorage dying = FaultyStorage.wrap(again).dieAfterWrites(n);
            try (ImageGalleries galleries = SharedImageGalleries.open(dying)) {
                copyAbroad(galleries).commit();
            } catch (StorageException | ReplicationFailedException dead) {
                assertThat(dying.isDead()).isTrue();
            }
            died = dying.isDead();
            try (ImageGalleries galleries = SharedImageGalleries.open(again)) {
                requireEarlierUnharmed(galleries);
                if (died) {
                    copyAbroad(galleries).commit();
                }
                ImageVersion copy = abroad(galleries).definition("web").version("1.0.0");
                Exports.requireIdentical(copy, "westeurope", earlier);
                Exports.requireIdentical(copy, "eastus", earlier);
                assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
            }
        }
    }

    private static Gallery abroad(ImageGalleries galleries) {
        return galleries.subscription("prod").gallery("golden");
    }

    private static VersionPublication copyAbroad(ImageGalleries galleries) {
        return abroad(galleries)
                .definition("web")
                .version("1.0.0")
                .publish(web(galleries).version("0.9.0"))
                .replicate("westeurope", 2)
                .replicate("eastus");
    }

    /** In zones, so that bytes are copied from the source. */
    private static VersionPublication copy(ImageDefinition web) {
        return web.version("1.0.0")
                .publish(web.version("0.9.0"))
                .replicate(TargetRegion.of("westeurope").zoneRedundant())
                .replicate("eastus");
    }

    @Test
    void aReplicationThatDiesAfterAnyWriteIsFinishedByTheSameRequest() throws IOException {
        long full = 0;
        try (ImageGalleries galleries = SharedImageGalleries.open(prepared())) {
            full = replicate(web(galleries));
        }
        boolean died = true;
        for (int n = 0; died; n++) {
            InMemoryStorage storage = prepared();
            died = dies(storage, n, this::replicate);
            long arrived = TARGETS.stream()
                    .mapToLong(site -> Blobs.bytes(Blobs.all(storage.contents(), site)))
                    .sum();
            try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
                requireEarlierUnharmed(galleries);
                long resumed = replicate(web(galleries));
                assertThat(arrived + resumed).as("after %s writes", n).isEqualTo(full);
                ImageVersionInfo info = web(galleries).version("0.9.0").info();
                assertThat(info.provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
                assertThat(info.region(RegionName.of("eastus"))).isEmpty();
                Exports.requireIdentical(web(galleries).version("0.9.0"), "japaneast", earlier);
                assertThat(galleries.verify(progress -> {}).sites()).isEqualTo(4);
            }
        }
    }

    /** Grows the home, adds a region, and withdraws one unless that was done. */
    private long replicate(ImageDefinition web) {
        var change = web.version("0.9.0").update().replicate("westeurope", 2).replicate("japaneast", 2);
        if (web.version("0.9.0").info().region(RegionName.of("eastus")).isPresent()) {
            change.withdraw("eastus");
        }
        return change.commit().movedBytes();
    }

    @Test
    void aDeletionThatDiesHasHappenedOrNot() throws IOException {
        InMemoryStorage storage = prepared();
        Remembered before = Remembered.of(storage);
        assertThat(dies(storage, 0, web -> web.version("0.9.0").delete().commit()))
                .isTrue();
        assertThat(Remembered.of(storage)).isEqualTo(before);
        assertThat(dies(storage, 1, web -> web.version("0.9.0").delete().commit()))
                .isFalse();
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            assertThat(web(galleries).versions()).isEmpty();
            assertThat(galleries.verify(progress -> {}).versions()).isZero();
        }
    }

    @Test
    void aCommitWhoseAnswerIsLostIsSettled() throws IOException {
        for (int n = 1; n <= 6; n++) {
            InMemoryStorage storage = prepared();
            FaultyStorage forgetful = FaultyStorage.wrap(storage).loseAnswerOfCommit(n);
            try (ImageGalleries galleries = SharedImageGalleries.open(forgetful)) {
                ImageDefinition web = web(galleries);
                web.version("1.0.0")
                        .publish(earlier)
                        .replicate("westeurope")
                        .replicate("eastus")
                        .commit();
                web.version("1.0.0").withdraw("eastus").commit();
                web.version("0.9.0").delete().commit();
                assertThat(web.version("1.0.0").info().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
                Exports.requireIdentical(web.version("1.0.0"), "westeurope", earlier);
            }
            assertThat(Remembered.counter(storage, "n/versions/westeurope")).isEqualTo(1);
            assertThat(Remembered.counter(storage, "c/golden/web")).isEqualTo(1);
        }
    }

    @Test
    void aSingleWriteThatFailsIsMadeByTheSameRequest() throws IOException {
        for (Call call : new Call[] {Call.COMMIT, Call.PUT, Call.COPY, Call.GET, Call.LIST, Call.READ_RECORDS}) {
            for (int n : new int[] {1, 2, 3, 4}) {
                InMemoryStorage storage = prepared();
                FaultyStorage faulty = FaultyStorage.wrap(storage).fail(call, n);
                try (ImageGalleries galleries = SharedImageGalleries.open(faulty)) {
                    ImageDefinition web = web(galleries);
                    try {
                        publishSmall(web);
                    } catch (StorageException | ReplicationFailedException | ContentDamagedException failed) {
                        publishSmall(web);
                    }
                    Exports.requireIdentical(web.version("1.0.0"), "eastus", earlier);
                    assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
                }
            }
        }
    }

    private void publishSmall(ImageDefinition web) {
        web.version("1.0.0")
                .publish(earlier)
                .replicate("westeurope", 2)
                .replicate("eastus")
                .commit();
    }

    @Test
    void aHomeThatLostItsOnlyCopyBeforeItWasCompletedIsSaidToBeLost() throws IOException {
        InMemoryStorage storage = prepared();
        FaultyStorage faulty = FaultyStorage.wrap(storage).fail(Call.COMMIT, 3);
        try (ImageGalleries galleries = SharedImageGalleries.open(faulty)) {
            ImageDefinition web = web(galleries);
            assertThatThrownBy(() -> web.version("1.0.0").publish(image).commit())
                    .isInstanceOf(ReplicationFailedException.class);
            assertThat(web.version("1.0.0").info().provisioningState()).isEqualTo(ProvisioningState.FAILED);
            storage.contents()
                    .remove(
                            HOME,
                            Blobs.PACKS.at(storage.contents(), HOME).stream()
                                    .map(BlobInfo::id)
                                    .collect(Collectors.toSet()));
            assertThatThrownBy(() -> web.version("1.0.0").publish(image).commit())
                    .isInstanceOf(ReplicationFailedException.class)
                    .hasMessageContaining("does not have blob");
            web.version("1.0.0").delete().commit();
            web.version("1.0.0").publish(image).commit();
            Exports.requireIdentical(web.version("1.0.0"), "westeurope", image);
        }
    }

    @Test
    void aDifferentRequestForAVersionThatWasCutOffIsRefusedAndDeletingItFreesTheName() throws IOException {
        InMemoryStorage storage = prepared();
        assertThat(dies(storage, 2, web -> publication(web).commit())).isTrue();
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageDefinition web = web(galleries);
            Remembered before = Remembered.of(storage);
            assertThat(web.version("1.0.0").info().provisioningState()).isEqualTo(ProvisioningState.CREATING);
            assertThat(web.latest("westeurope").number()).hasToString("0.9.0");
            for (VersionPublication other : Arrays.asList(
                    web.version("1.0.0")
                            .publish(earlier)
                            .replicate("westeurope", 2)
                            .replicate("eastus"),
                    publication(web).replicate("japaneast"),
                    publication(web).excludeFromLatest(true))) {
                assertThatThrownBy(other::commit)
                        .isInstanceOf(OperationNotAllowedException.class)
                        .hasMessageContainingAll(
                                "golden/web/1.0.0",
                                "it is Creating",
                                "other disks, regions or settings",
                                "delete the version");
            }
            assertThatThrownBy(
                            () -> web.version("1.0.0").replicate("japaneast", 1).commit())
                    .isInstanceOf(OperationNotAllowedException.class)
                    .hasMessageContainingAll("still being published", "repeat its publication");
            assertThat(Remembered.of(storage)).isEqualTo(before);

            web.version("1.0.0").delete().commit();
            assertThat(Remembered.counter(storage, "n/versions/westeurope")).isEqualTo(1);
            web.version("1.0.0").publish(earlier).commit();
            Exports.requireIdentical(web.version("1.0.0"), "westeurope", earlier);
        }
    }

    @Test
    void whatAListenerThrowsEndsTheWorkAndTheSameRequestGoesOn() throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(prepared())) {
            ImageDefinition web = web(galleries);
            assertThatThrownBy(() -> publication(web)
                            .onProgress(progress -> {
                                if (progress.doneBytes() > 20 << 20) {
                                    throw new IllegalStateException("enough");
                                }
                            })
                            .commit())
                    .hasMessage("enough");
            assertThat(web.version("1.0.0").info().provisioningState()).isEqualTo(ProvisioningState.CREATING);
            assertThat(finish(web)).isLessThan(ONE_PACK + (1 << 20));
            requireWhole(galleries);
        }
    }

    @Test
    void aListenersOwnIoFailureIsNotTakenForTheSources() throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(prepared())) {
            ImageDefinition web = web(galleries);
            assertThatThrownBy(() -> publication(web)
                            .onProgress(progress -> {
                                throw new UncheckedIOException(new IOException("the terminal is gone"));
                            })
                            .commit())
                    .isInstanceOf(UncheckedIOException.class);
            finish(web);
            requireWhole(galleries);
        }
    }

    @Test
    void aSourceThatCannotBeReadToItsEndTakesTheVersionBack() throws IOException {
        Path shrinking = folder.resolve("shrinking.raw");
        Files.copy(image, shrinking);
        InMemoryStorage storage = prepared();
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageDefinition web = web(galleries);
            assertThatThrownBy(() -> web.version("1.0.0")
                            .publish(shrinking)
                            .onProgress(progress -> cut(shrinking))
                            .commit())
                    .hasMessageContaining("osDisk")
                    .hasMessageContaining("shrinking.raw");
            assertThat(web.versions()).hasSize(1);
            assertThat(Remembered.counter(storage, "n/versions/westeurope")).isEqualTo(1);
            publication(web).commit();
            requireWhole(galleries);
        }
    }

    private static void cut(Path file) {
        try {
            Files.write(file, new byte[100]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
