// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.DiskSource;
import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageSource;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.error.ContentDamagedException;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.GalleryImageNotFoundException;
import io.github.imagegallery.error.OperationNotAllowedException;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.error.SourceTooLargeException;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.HostCaching;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions made from versions: the bytes are the same, and only those move that are not there already. */
class CopyTest {
    private static final Site HOME = new Site("default", "westeurope", 0, 1);
    private static final Site ABROAD = new Site("default", "eastus", 0, 1);

    @TempDir
    private Path folder;

    private Path os;
    private Path data;

    @BeforeEach
    void writeImages() throws IOException {
        os = SampleImage.write(folder.resolve("os.raw"), 4 << 20, 1);
        data = SampleImage.write(folder.resolve("data.raw"), 3 << 20, 2);
    }

    /** Publishes a version with a data disk in two regions. */
    private ImageVersion source(ImageGalleries galleries) {
        ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
        version.publish(ImageSource.of(DiskSource.file(os).hostCaching(HostCaching.READ_WRITE)))
                .dataDisk(7, data)
                .replicate("westeurope")
                .replicate("eastus")
                .commit();
        return version;
    }

    /** Returns a definition of another gallery, in East US, that takes the same images. */
    private static ImageDefinition elsewhere(ImageGalleries galleries) {
        galleries.gallery("silver").create().location("eastus").commit();
        ImageDefinition shop = galleries.gallery("silver").definition("shop");
        shop.create().identifier("Contoso", "Shop", "Web").linux().generalized().commit();
        return shop;
    }

    private static Set<BlobInfo> blobs(GalleryStorage storage) {
        ContentStore contents = storage.contents();
        return contents.sites().stream()
                .flatMap(site -> Blobs.all(contents, site).stream())
                .collect(Collectors.toSet());
    }

    private void requireSame(ImageVersion version, String region) throws IOException {
        Exports.requireIdentical(version, region, os);
        Path exported = folder.resolve("exported.raw");
        version.export(region).dataDisk(7).to(exported);
        assertThat(Files.mismatch(data, exported)).isEqualTo(-1);
        Files.delete(exported);
    }

    @ParameterizedTest
    @EnumSource
    void noByteMovesWithinASubscription(Backend backend) throws IOException {
        try (GalleryStorage storage = backend.open(folder);
                ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageVersion source = source(galleries);
            Set<BlobInfo> before = blobs(storage);
            ImageVersion copy = elsewhere(galleries).version("2.0.0");

            VersionOutcome outcome = copy.publish(source)
                    .replicate("eastus")
                    .replicate("westeurope")
                    .commit();

            assertThat(outcome.storedBytes()).isZero();
            assertThat(outcome.movedBytes()).isZero();
            assertThat(blobs(storage)).isEqualTo(before);
            assertThat(copy.info().location()).hasToString("eastus");
            assertThat(copy.info().disks()).isEqualTo(source.info().disks());
            assertThat(copy.info().disks())
                    .extracting(DiskInfo::hostCaching)
                    .containsExactly(HostCaching.READ_WRITE, HostCaching.NONE);

            source.delete().commit();
            requireSame(copy, "eastus");
            requireSame(copy, "westeurope");
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aVersionOfTheSameDefinitionIsASourceToo(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageVersion source = source(galleries);
            ImageVersion copy = galleries.gallery("GOLDEN").definition("Web").version("1.0.1");
            assertThat(copy.publish(source).commit().movedBytes()).isZero();
            requireSame(copy, "westeurope");
        }
    }

    @ParameterizedTest
    @EnumSource
    void justWhatTheHomeLacksIsCopied(Backend backend) throws IOException {
        try (GalleryStorage storage = backend.open(folder);
                ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageVersion source = source(galleries);
            long whole = Blobs.bytes(Blobs.all(storage.contents(), HOME));
            ImageVersion copy = elsewhere(galleries).version("1.0.0");
            List<String> tasks = new ArrayList<>();

            VersionOutcome outcome = copy.publish(source)
                    .location("westeurope")
                    .replicate(TargetRegion.of("westeurope").zoneRedundant())
                    .onProgress(progress -> tasks.add(progress.task()))
                    .commit();

            assertThat(outcome.storedBytes()).isZero();
            assertThat(outcome.movedBytes()).isEqualTo(3 * whole);
            assertThat(tasks)
                    .contains("Copying golden/web/1.0.0", "Replicating to westeurope")
                    .startsWith("Copying golden/web/1.0.0");
            requireSame(copy, "westeurope");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsDamagedAtHomeIsReplacedFromAnotherRegion(Backend backend) throws IOException {
        try (GalleryStorage storage = backend.open(folder);
                ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageVersion source = source(galleries);
            BlobInfo pack = Blobs.PACKS.at(storage.contents(), HOME).get(0);
            storage.contents().remove(HOME, Set.of(pack.id()));
            ImageVersion copy = elsewhere(galleries).version("1.0.0");

            long moved = copy.publish(source).location("westeurope").commit().movedBytes();

            assertThat(moved).isEqualTo(pack.size());
            assertThat(copy.export("westeurope").to(folder.resolve("copy.raw")).fallbacks())
                    .isEmpty();
            requireSame(copy, "westeurope");
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
            assertThat(storage.contents().contains(ABROAD, pack.id())).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDiskOverTheLimitIsRefused(Backend backend) {
        try (GalleryStorage storage = backend.open(folder);
                ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageVersion source = source(galleries);
            GalleryRules small =
                    GalleryRules.classic().toBuilder().maxDiskBytes(3 << 20).build();
            ImageGalleries strict = SharedImageGalleries.open(
                    storage, GallerySettings.builder().rules(small).build());
            ImageDefinition web = strict.gallery("golden").definition("web");
            assertThatThrownBy(() ->
                            web.version("2.0.0").publish(web.version("1.0.0")).commit())
                    .isInstanceOf(SourceTooLargeException.class)
                    .hasMessageContaining("4194304 bytes");
            assertThat(source.info().disks()).hasSize(2);
        }
    }

    /** Returns a definition of another subscription that takes the same images. */
    private static ImageDefinition abroad(ImageGalleries galleries) {
        Gallery gallery = galleries.subscription("prod").gallery("golden");
        gallery.create().location("eastus").commit();
        ImageDefinition web = gallery.definition("web");
        web.create()
                .identifier("Contoso", "Finance", "Front-end")
                .linux()
                .generalized()
                .commit();
        return web;
    }

    private static Set<BlobInfo> blobs(GalleryStorage storage, String subscription) {
        ContentStore contents = storage.contents();
        return contents.sites().stream()
                .filter(site -> site.subscription().equals(subscription))
                .flatMap(site -> Blobs.all(contents, site).stream())
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource
    void acrossSubscriptionsTheBytesCrossOnceAndNoPackDoes(Backend backend) throws IOException {
        try (GalleryStorage storage = backend.open(folder);
                ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageVersion source = source(galleries);
            Set<BlobInfo> before = blobs(storage, "default");
            ImageVersion copy = abroad(galleries).version("1.0.0");
            Site home = new Site("prod", "eastus", 0, 1);

            VersionOutcome outcome = copy.publish(source)
                    .replicate("eastus", 2)
                    .replicate("westeurope")
                    .commit();

            long whole = Blobs.bytes(Blobs.all(storage.contents(), home));
            assertThat(outcome.storedBytes()).isEqualTo(whole);
            assertThat(outcome.movedBytes())
                    .as("replicas inside the subscription")
                    .isEqualTo(2 * whole);
            assertThat(blobs(storage, "default")).isEqualTo(before);
            assertThat(Blobs.PACKS.at(storage.contents(), home))
                    .doesNotContainAnyElementsOf(Blobs.PACKS.at(storage.contents(), HOME));
            assertThat(copy.info().disks())
                    .extracting(DiskInfo::lun, DiskInfo::virtualSizeBytes, DiskInfo::billedBytes, DiskInfo::hostCaching)
                    .isEqualTo(source.info().disks().stream()
                            .map(disk -> Tuple.tuple(
                                    disk.lun(), disk.virtualSizeBytes(), disk.billedBytes(), disk.hostCaching()))
                            .toList());

            source.delete().commit();
            requireSame(copy, "eastus");
            requireSame(copy, "westeurope");
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void acrossSubscriptionsTheNextVersionIsStoredUponTheOneBefore(Backend backend) throws IOException {
        Path changed = SampleImage.change(os, folder.resolve("changed.raw"), 1);
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageVersion source = source(galleries);
            ImageVersion next = galleries.gallery("golden").definition("web").version("1.0.1");
            next.publish(changed)
                    .dataDisk(7, data)
                    .replicate("westeurope")
                    .replicate("eastus")
                    .commit();
            ImageDefinition own = abroad(galleries);
            own.version("1.0.0").publish(source).commit();

            long stored = own.version("1.0.1").publish(next).commit().storedBytes();

            assertThat(stored).isLessThan(200_000);
            Exports.requireIdentical(own.version("1.0.1"), "eastus", changed);
            assertThat(own.version("1.0.2").publish(next).commit().storedBytes())
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void acrossSubscriptionsWhatIsDamagedIsReadFromAnotherReplica(Backend backend) throws IOException {
        try (GalleryStorage storage = backend.open(folder);
                ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageVersion source = source(galleries);
            Set<BlobId> there = Blobs.PACKS.at(storage.contents(), ABROAD).stream()
                    .map(BlobInfo::id)
                    .collect(Collectors.toSet());
            storage.contents().remove(ABROAD, there);
            ImageVersion copy = abroad(galleries).version("1.0.0");
            copy.publish(source).commit();
            requireSame(copy, "eastus");

            storage.contents().remove(HOME, there);
            ImageVersion second = abroadAgain(galleries).version("2.0.0");
            assertThatThrownBy(() -> second.publish(source).commit()).isInstanceOf(ContentDamagedException.class);
            source.delete().commit();
            assertThatThrownBy(() -> second.publish(source).commit()).isInstanceOf(ResourceNotFoundException.class);
        }
    }

    private static ImageDefinition abroadAgain(ImageGalleries galleries) {
        return galleries.subscription("prod").gallery("golden").definition("web");
    }

    @Test
    void acrossSubscriptionsASourceThatIsDeletedWhileItIsReadTakesTheVersionBack() throws IOException {
        requireNotThere(VersionPublication::commit);
    }

    @Test
    void acrossSubscriptionsASourceThatIsDeletedWhileAPlanReadsItIsNotThere() throws IOException {
        requireNotThere(VersionPublication::plan);
    }

    /** Deletes the source, of another subscription, while it is read. */
    private void requireNotThere(Consumer<VersionPublication> reading) throws IOException {
        InMemoryStorage storage = new InMemoryStorage();
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageVersion source = source(galleries);
            ImageDefinition own = abroad(galleries);
            VersionPublication publication =
                    own.version("1.0.0").publish(source).onProgress(progress -> removeAll(storage, source));
            assertThatThrownBy(() -> reading.accept(publication))
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContainingAll("golden/web/1.0.0", "there is no such version");
            assertThat(own.versions()).isEmpty();
        }
    }

    private static void removeAll(InMemoryStorage storage, ImageVersion source) {
        for (Site site : List.of(HOME, ABROAD)) {
            storage.contents()
                    .remove(
                            site,
                            Blobs.all(storage.contents(), site).stream()
                                    .map(BlobInfo::id)
                                    .collect(Collectors.toSet()));
        }
        try {
            source.delete().commit();
        } catch (ResourceNotFoundException already) {
            // it was told before
        }
    }

    @ParameterizedTest
    @EnumSource
    void acrossSubscriptionsTheSameRequestGoesOn(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageVersion source = source(galleries);
            ImageVersion copy = abroad(galleries).version("1.0.0");
            assertThatThrownBy(() -> copy.publish(source)
                            .onProgress(progress -> {
                                if (progress.doneBytes() > 0) {
                                    throw new IllegalStateException("enough");
                                }
                            })
                            .commit())
                    .hasMessage("enough");
            source.delete().commit();
            assertThatThrownBy(() -> copy.publish(source).commit()).isInstanceOf(ResourceNotFoundException.class);
            source.publish(data).replicate("westeurope").replicate("eastus").commit();
            assertThatThrownBy(() -> copy.publish(source).commit())
                    .isInstanceOf(OperationNotAllowedException.class)
                    .hasMessageContaining("published anew");
            copy.delete().commit();
            copy.publish(source).commit();
            Exports.requireIdentical(copy, "eastus", data);
        }
    }

    @Test
    void acrossSubscriptionsASourceReplacedBeforeAnyCallIsCopiedAsItWasOrNotAtAll() throws IOException {
        boolean happened = true;
        for (int n = 1; happened; n++) {
            InMemoryStorage storage = new InMemoryStorage();
            try (ImageGalleries second = SharedImageGalleries.open(storage)) {
                ImageVersion source = source(second);
                ImageVersion copy = abroad(second).version("1.0.0");
                Watched watched = Watched.storage(storage, Watched.RECORD_CALLS, n, () -> {
                    source.delete().commit();
                    source.publish(data)
                            .replicate("westeurope")
                            .replicate("eastus")
                            .commit();
                });
                boolean made = isMade(watched);
                happened = watched.happened();
                if (made) {
                    boolean before = copy.info().disks().size() == 2;
                    Exports.requireIdentical(copy, "eastus", before ? os : data);
                }
                assertThat(made || happened).isTrue();
                assertThat(second.verify(progress -> {}).damages()).isEmpty();
            }
        }
    }

    private static boolean isMade(Watched watched) {
        try (ImageGalleries first = SharedImageGalleries.open(watched.storage())) {
            ImageVersion source = first.gallery("golden").definition("web").version("1.0.0");
            abroadAgain(first).version("1.0.0").publish(source).commit();
            return true;
        } catch (GalleryException refused) {
            return false;
        }
    }

    @Test
    void acrossSubscriptionsTheSourceMustFitAsWell() {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            ImageVersion source = source(galleries);
            ImageDefinition own = abroad(galleries);
            assertThatThrownBy(() -> own.version("1.0.0")
                            .publish(source)
                            .location("japaneast")
                            .commit())
                    .isInstanceOf(GalleryImageNotFoundException.class)
                    .hasMessageContaining("available in [eastus, westeurope] only");
            assertThatThrownBy(() ->
                            own.version("1.0.0").publish(own.version("1.0.0")).commit())
                    .hasMessageContaining("made from itself");
            assertThatThrownBy(() -> own.version("2.0.0")
                            .publish(galleries
                                    .subscription("none")
                                    .gallery("golden")
                                    .definition("web")
                                    .version("1.0.0"))
                            .commit())
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContainingAll("golden/web/1.0.0", "there is no such version");
        }
    }

    private static VersionPublication copy(ImageGalleries galleries) {
        ImageDefinition web = galleries.gallery("golden").definition("web");
        return web.version("2.0.0")
                .publish(web.version("1.0.0"))
                .replicate("westeurope")
                .replicate("japaneast");
    }

    private static void cutOff(ImageGalleries galleries, String task) {
        assertThatThrownBy(() -> copy(galleries)
                        .onProgress(progress -> {
                            if (progress.task().startsWith(task)) {
                                throw new IllegalStateException("enough");
                            }
                        })
                        .commit())
                .hasMessage("enough");
        assertThat(galleries
                        .gallery("golden")
                        .definition("web")
                        .version("2.0.0")
                        .info()
                        .provisioningState())
                .isEqualTo(ProvisioningState.CREATING);
    }

    @Test
    void aVersionThatIsStillBeingPublishedIsNoSource() {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            source(galleries);
            cutOff(galleries, "Copying");
            ImageDefinition web = galleries.gallery("golden").definition("web");
            assertThatThrownBy(() ->
                            web.version("3.0.0").publish(web.version("2.0.0")).commit())
                    .isInstanceOf(OperationNotAllowedException.class)
                    .hasMessageContainingAll("golden/web/2.0.0", "still being published");
        }
    }

    @Test
    void aCopyWhoseSourceWasDeletedBeforeItsBytesWereThereIsRefused() throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            ImageVersion source = source(galleries);
            cutOff(galleries, "Copying");
            source.delete().commit();
            assertThatThrownBy(() -> copy(galleries).commit())
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContainingAll("golden/web/1.0.0", "there is no such version");

            source.publish(data).commit();
            assertThatThrownBy(() -> copy(galleries).commit())
                    .isInstanceOf(OperationNotAllowedException.class)
                    .hasMessageContainingAll("web/versions/1.0.0", "published anew")
                    .hasMessageContaining("delete this version");

            ImageVersion copy = galleries.gallery("golden").definition("web").version("2.0.0");
            copy.delete().commit();
            copy(galleries).commit();
            Exports.requireIdentical(copy, "japaneast", data);
        }
    }

    @Test
    void aCopyWhoseBytesAreThereIsFinishedWithoutItsSource() throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            ImageVersion source = source(galleries);
            cutOff(galleries, "Replicating to japaneast");
            source.delete().commit();
            copy(galleries).commit();
            requireSame(galleries.gallery("golden").definition("web").version("2.0.0"), "japaneast");
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        }
    }

    @Test
    void anotherSourceIsAnotherRequest() {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            source(galleries);
            cutOff(galleries, "Copying");
            ImageDefinition web = galleries.gallery("golden").definition("web");
            web.version("1.0.1").publish(os).commit();
            for (VersionPublication other : List.of(
                    web.version("2.0.0").publish(os), web.version("2.0.0").publish(web.version("1.0.1")))) {
                assertThatThrownBy(() -> other.replicate("westeurope")
                                .replicate("japaneast")
                                .commit())
                        .isInstanceOf(OperationNotAllowedException.class)
                        .hasMessageContaining("from a request with other disks");
            }
        }
    }

    /** With the copy goes what kept the source's bytes from the collector. */
    @Test
    void aCopyThatIsDeletedAndCollectedBeforeAnyCallIsToldSo() {
        GallerySettings oneByOne = GallerySettings.builder()
                .parallelism(1)
                .replicationParallelism(1)
                .build();
        int told = 0;
        boolean happened = true;
        for (int n = 1; happened; n++) {
            InMemoryStorage storage = new InMemoryStorage();
            try (ImageGalleries second = SharedImageGalleries.open(storage)) {
                ImageVersion source = Fixtures.definition(second).version("1.0.0");
                source.publish(os)
                        .replicate("westeurope")
                        .replicate("eastus", 2)
                        .commit();
                ImageDefinition shop = elsewhere(second);
                Watched watched = Watched.storage(storage, Watched.ALL_CALLS, n, () -> {
                    if (!shop.versions().toList().isEmpty()) {
                        shop.version("2.0.0").delete().commit();
                    }
                    source.delete().commit();
                    second.collect().run();
                });
                try (ImageGalleries first = SharedImageGalleries.open(watched.storage(), oneByOne)) {
                    first.gallery("silver")
                            .definition("shop")
                            .version("2.0.0")
                            .publish(first.gallery("golden").definition("web").version("1.0.0"))
                            .replicate("eastus")
                            .commit();
                } catch (OperationNotAllowedException deleted) {
                    assertThat(deleted).hasMessageContaining("deleted meanwhile");
                    told++;
                } catch (ResourceNotFoundException absent) {
                    assertThat(absent).hasMessageContaining("1.0.0");
                }
                happened = watched.happened();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("deleted before call " + n, e);
            }
        }
        assertThat(told).isGreaterThan(10);
    }
}
