// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.RepairReport;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is damaged or missing is made anew from any other site, and what no site has is said. */
class RepairJobTest {
    private static final Site HOME = new Site("default", "westeurope", 0, 1);
    private static final Site ABROAD = new Site("default", "japaneast", 0, 1);

    @TempDir
    private Path folder;

    private final InMemoryStorage storage = new InMemoryStorage();
    private final ImageGalleries galleries = SharedImageGalleries.open(storage);
    private ImageDefinition web;
    private Path image;

    /** One block that compresses well, so that all blobs are small. */
    @BeforeEach
    void publish() throws IOException {
        byte[] disk = new byte[64 << 10];
        Arrays.fill(disk, (byte) 7);
        image = Files.write(folder.resolve("disk.raw"), disk);
        web = publish(galleries);
    }

    private ImageDefinition publish(ImageGalleries into) {
        ImageDefinition definition = Fixtures.definition(into);
        definition
                .version("1.0.0")
                .publish(image)
                .replicate("westeurope")
                .replicate("japaneast")
                .commit();
        return definition;
    }

    @Test
    void nothingCrossesRegionsWhereThatIsNotAllowed() {
        web.version("1.0.0").replicate("japaneast", 2).commit();
        Site second = new Site("default", "japaneast", 0, 2);
        for (BlobInfo blob : Blobs.all(storage.contents(), HOME)) {
            storage.damage(HOME, blob.id(), 1);
            storage.damage(second, blob.id(), 1);
            for (RepairReport report : List.of(
                    galleries.repair().withinRegions().preview(),
                    galleries.repair().withinRegions().run())) {
                assertThat(report.repaired())
                        .singleElement()
                        .satisfies(damage -> assertThat(damage.site()).contains(second.toString()));
                assertThat(report.left())
                        .singleElement()
                        .satisfies(damage -> assertThat(damage.site()).contains(HOME.toString()));
            }
            assertThat(galleries.repair().run().left()).isEmpty();
        }
        requireWhole();
    }

    private void requireWhole() {
        FullCheck.requireCollected(storage.contents(), galleries);
    }

    @Test
    void everyByteThatIsFlippedIsFoundAndMadeAnew() {
        int flips = 0;
        for (Site site : List.of(HOME, ABROAD)) {
            for (BlobInfo blob : Blobs.all(storage.contents(), site)) {
                for (long at = 0; at < blob.size(); at++) {
                    storage.damage(site, blob.id(), at);
                    requireFoundAndMadeAnew(galleries, storage.contents(), site, blob.id(), at);
                    flips++;
                }
            }
        }
        assertThat(flips).isGreaterThan(400);
        requireWhole();
    }

    private static void requireFoundAndMadeAnew(
            ImageGalleries galleries, ContentStore contents, Site site, BlobId blob, long at) {
        assertThat(galleries.verify(progress -> {}).damages())
                .as("byte %s of %s at %s", at, blob, site)
                .singleElement()
                .satisfies(damage -> assertThat(damage.site()).contains(site.toString()));
        RepairReport report = galleries.repair().run();
        assertThat(report.repaired()).hasSize(1);
        assertThat(report.left()).isEmpty();
        contents.read(site, blob);
    }

    /** The same on files, with a few bytes of each: the first, the last, and some between. */
    @Test
    void aByteThatIsFlippedInAFileIsFoundAndMadeAnew() throws IOException {
        int flips = 0;
        try (GalleryStorage files = Backend.FILES.open(folder);
                ImageGalleries onFiles = SharedImageGalleries.open(files)) {
            publish(onFiles);
            for (Site site : List.of(HOME, ABROAD)) {
                for (BlobInfo blob : Blobs.all(files.contents(), site)) {
                    for (long at : new long[] {0, blob.size() / 3, blob.size() / 2, blob.size() - 1}) {
                        flip(site, blob.id(), (int) at);
                        requireFoundAndMadeAnew(onFiles, files.contents(), site, blob.id(), at);
                        flips++;
                    }
                }
            }
            FullCheck.requireCollected(files.contents(), onFiles);
        }
        assertThat(flips).isEqualTo(2 * 3 * 4);
    }

    private void flip(Site site, BlobId blob, int at) throws IOException {
        Path file = folder.resolve("store/sites").resolve(site.toString()).resolve(blob.hex());
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    @ParameterizedTest
    @EnumSource(Blobs.class)
    void whatIsMissingIsMadeAnew(Blobs kind) {
        BlobId missing = kind.at(storage.contents(), HOME).get(0).id();
        storage.contents().remove(HOME, Set.of(missing));
        RepairReport foreseen = galleries.repair().preview();
        assertThat(storage.contents().contains(HOME, missing)).isFalse();

        assertThat(galleries.repair().run()).isEqualTo(foreseen);

        assertThat(foreseen.repaired()).hasSize(1);
        requireWhole();
    }

    @Test
    void aWholeSiteIsMadeAnew() {
        storage.drop(HOME);
        assertThat(galleries.repair().run().repaired()).hasSize(3);
        requireWhole();
        assertThat(galleries.repair().run().repaired()).isEmpty();
    }

    @Test
    void whatNoSiteHasIsLeftAndSaid() {
        BlobId pack = Blobs.PACKS.at(storage.contents(), HOME).get(0).id();
        storage.damage(HOME, pack, 30);
        storage.damage(ABROAD, pack, 31);
        RepairReport report = galleries.repair().run();
        assertThat(report.repaired()).isEmpty();
        assertThat(report.sound()).isFalse();
        assertThat(report.left()).hasSize(2);
        assertThat(storage.contents().contains(HOME, pack))
                .as("what is damaged is kept")
                .isTrue();
    }

    @Test
    void aRepairThatDiesAnywhereLosesNoCopy() {
        boolean died = true;
        for (int n = 0; died; n++) {
            storage.drop(HOME);
            BlobId pack = Blobs.PACKS.at(storage.contents(), ABROAD).get(0).id();
            storage.contents().copy(pack, ABROAD, List.of(HOME));
            storage.damage(HOME, pack, 30);
            FaultyStorage dying = FaultyStorage.wrap(storage).dieAfterWrites(n);
            try {
                died = !SharedImageGalleries.open(dying).repair().run().sound();
            } catch (StorageException e) {
                assertThat(dying.isDead()).isTrue();
            }
            assertThat(storage.contents().contains(HOME, pack)).isTrue();
            galleries.repair().run();
            requireWhole();
        }
    }

    @Test
    void aReaderThatPassesOverASiteHasItRepaired() throws IOException {
        assertThat(galleries.repair().noted().run().sites()).isZero();
        storage.damage(HOME, Blobs.PACKS.at(storage.contents(), HOME).get(0).id(), 30);
        storage.damage(ABROAD, Blobs.ROOTS.at(storage.contents(), ABROAD).get(0).id(), 10);
        Exports.requireIdentical(web.version("1.0.0"), "westeurope", image);

        RepairReport foreseen = galleries.repair().noted().preview();
        RepairReport report = galleries.repair().noted().run();

        assertThat(report).isEqualTo(foreseen);
        assertThat(report.sites()).isEqualTo(1);
        assertThat(report.repaired()).hasSize(1);
        assertThat(galleries.repair().noted().run().sites()).isZero();
        assertThat(galleries.verify(progress -> {}).damages()).hasSize(1);
        assertThat(galleries.repair().run().repaired()).hasSize(1);
        requireWhole();
    }

    @Test
    void aTicketStaysUntilAllIsWhole() throws IOException {
        BlobId page = Blobs.PAGES.at(storage.contents(), HOME).get(0).id();
        storage.damage(HOME, page, 30);
        storage.damage(ABROAD, page, 30);
        assertThatThrownBy(() -> Exports.requireIdentical(
                        SharedImageGalleries.open(storage)
                                .gallery("golden")
                                .definition("web")
                                .version("1.0.0"),
                        "westeurope",
                        image))
                .hasMessageContaining(page.hex());
        assertThat(galleries.repair().noted().run().left()).hasSize(2);
        assertThat(galleries.repair().noted().run().sites()).isEqualTo(2);
    }

    @Test
    void onlyWhoMayChangeAllRepairs() {
        storage.drop(HOME);
        galleries
                .subscription("default")
                .share(Principal.user("reader"), Role.reader())
                .commit();
        ImageGalleries reading = galleries.as(Principal.user("reader"));
        assertThat(reading.repair().run().sites()).isZero();
        assertThat(reading.verify(progress -> {}).damages()).hasSize(3);
    }
}
