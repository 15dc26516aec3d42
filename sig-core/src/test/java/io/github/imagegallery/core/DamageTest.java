// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.DiskChannel;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.ContentDamagedException;
import io.github.imagegallery.model.ExportReport;
import io.github.imagegallery.model.ReadFallback;
import io.github.imagegallery.model.VerifyReport;
import io.github.imagegallery.model.VerifyReport.Damage;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies that are damaged or lost: what is handed out is right or refused, and it is said which copies are bad. */
class DamageTest {
    private static final List<String> REGIONS = List.of("westeurope", "northeurope", "japaneast");
    private static final List<Site> SITES = REGIONS.stream()
            .flatMap(region -> IntStream.rangeClosed(1, 2).mapToObj(replica -> new Site("default", region, 0, replica)))
            .toList();
    private static final Site FIRST = SITES.get(0);
    /** A byte of every pack's first block, and of every page and root what the digest alone vouches for. */
    private static final long EARLY = 30;

    @TempDir
    private Path folder;

    private final InMemoryStorage storage = new InMemoryStorage();
    private ImageGalleries galleries = SharedImageGalleries.open(storage);
    private ImageDefinition web = Fixtures.definition(galleries);
    private Path image;

    @BeforeEach
    void publish() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 4 << 20, 1);
        web.version("1.0.0")
                .publish(image)
                .replicate("westeurope", 2)
                .replicate("northeurope", 2)
                .replicate("japaneast", 2)
                .commit();
        reopen();
    }

    /** Forgets what is cached, as a new process would. */
    private void reopen() {
        galleries.close();
        galleries = SharedImageGalleries.open(storage.reopen());
        web = galleries.gallery("golden").definition("web");
    }

    @ParameterizedTest
    @EnumSource(Blobs.class)
    void aDamagedCopyIsPassedOverAndNamed(Blobs kind) throws IOException {
        BlobId damaged = only(kind, FIRST);
        storage.damage(FIRST, damaged, EARLY);

        ExportReport report = Exports.requireIdentical(web.version("1.0.0"), "westeurope", image);

        assertThat(report.site()).isEqualTo("default/westeurope/replica-1");
        assertThat(report.fallbacks()).hasSize(1);
        assertThat(report.fallbacks().get(0).site()).isEqualTo("default/westeurope/replica-1");
        assertThat(report.fallbacks().get(0).reason()).contains(damaged.hex()).contains("damaged");
        requireNoFallback("northeurope");
    }

    private void requireNoFallback(String region) throws IOException {
        reopen();
        assertThat(Exports.requireIdentical(web.version("1.0.0"), region, image).fallbacks())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Blobs.class)
    void aMissingBlobIsReadFromAnotherCopy(Blobs kind) throws IOException {
        BlobId missing = only(kind, FIRST);
        storage.contents().remove(FIRST, Set.of(missing));
        ExportReport report = Exports.requireIdentical(web.version("1.0.0"), "westeurope", image);
        assertThat(report.fallbacks()).extracting(ReadFallback::site).containsExactly(FIRST.toString());
        assertThat(report.fallbacks().get(0).reason()).contains(missing.hex()).contains("missing");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void anySingleCopyIsEnough(int survivor) throws IOException {
        SITES.stream().filter(site -> !site.equals(SITES.get(survivor))).forEach(storage::drop);
        for (String region : REGIONS) {
            reopen();
            ExportReport report = Exports.requireIdentical(web.version("1.0.0"), region, image);
            boolean preferred = report.site().equals(SITES.get(survivor).toString());
            assertThat(report.fallbacks().isEmpty()).isEqualTo(preferred);
        }
    }

    @Test
    void copiesThatAreDamagedInDifferentPlacesMakeUpAWholeOne() throws IOException {
        BlobId pack = only(Blobs.PACKS, FIRST);
        long size = storage.contents().size(FIRST, pack).orElseThrow();
        for (int site = 0; site < SITES.size(); site++) {
            long slice = size / SITES.size();
            for (long at = 24 + site * slice; at < (site + 1) * slice; at += 1_000) {
                storage.damage(SITES.get(site), pack, at);
            }
        }
        ExportReport report = Exports.requireIdentical(web.version("1.0.0"), "japaneast", image);
        assertThat(report.fallbacks()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Blobs.class)
    void whatNoCopyHasIsNotHandedOut(Blobs kind) throws IOException {
        BlobId damaged = only(kind, FIRST);
        SITES.forEach(site -> storage.damage(site, damaged, EARLY));
        Path out = Files.createDirectory(folder.resolve("out"));

        assertThatThrownBy(() -> web.version("1.0.0").export("westeurope").to(out.resolve("disk.raw")))
                .isInstanceOf(ContentDamagedException.class)
                .hasMessageContaining(damaged.hex())
                .hasMessageContaining("6 copies");
        assertThat(out).isEmptyDirectory();
        assertThatThrownBy(() -> {
                    try (DiskChannel channel = web.version("1.0.0").open("westeurope")) {
                        channel.read(ByteBuffer.allocate(4 << 20));
                    }
                })
                .isInstanceOf(ContentDamagedException.class);
    }

    @ParameterizedTest
    @EnumSource(Blobs.class)
    void verifyNamesExactlyTheDamagedBlobsWhereverTheyAreDamaged(Blobs kind) throws IOException {
        BlobId damaged = only(kind, FIRST);
        long size = storage.contents().size(FIRST, damaged).orElseThrow();
        for (Site site : SITES) {
            for (long at : new long[] {0, size / 2, size - 30, size - 1}) {
                storage.damage(site, damaged, at);
                requireDamages(new Damage(
                        Optional.of(site.toString()), List.of("golden/web/1.0.0"), "blob " + damaged + " is damaged"));
                storage.damage(site, damaged, at);
            }
        }
        requireDamages();
    }

    @Test
    void verifyNamesEveryVersionThatNeedsTheBlob() throws IOException {
        Path next = SampleImage.change(image, folder.resolve("next.raw"), 2);
        BlobId shared = only(Blobs.PACKS, FIRST);
        web.version("1.0.1").publish(next).replicate("westeurope", 2).commit();
        BlobId own = Blobs.PACKS.at(storage.contents(), FIRST).stream()
                .map(BlobInfo::id)
                .filter(pack -> !pack.equals(shared))
                .findFirst()
                .orElseThrow();
        storage.damage(FIRST, shared, EARLY);
        storage.contents().remove(SITES.get(1), Set.of(own));
        storage.damage(SITES.get(5), shared, EARLY);
        requireDamages(
                new Damage(
                        Optional.of(FIRST.toString()),
                        List.of("golden/web/1.0.0", "golden/web/1.0.1"),
                        "blob " + shared + " is damaged"),
                new Damage(
                        Optional.of(SITES.get(1).toString()),
                        List.of("golden/web/1.0.1"),
                        "blob " + own + " is missing"),
                new Damage(
                        Optional.of(SITES.get(5).toString()),
                        List.of("golden/web/1.0.0"),
                        "blob " + shared + " is damaged"));
    }

    private void requireDamages(Damage... expected) {
        reopen();
        VerifyReport report = galleries.verify(progress -> {});
        assertThat(report.damages()).containsExactlyInAnyOrder(expected);
        assertThat(report.sound()).isEqualTo(expected.length == 0);
    }

    @Test
    void verifyReadsEveryByteOfEveryCopy() {
        VerifyReport report = galleries.verify(progress -> {});
        assertThat(report.versions()).isEqualTo(1);
        assertThat(report.sites()).isEqualTo(6);
        assertThat(report.bytes()).isEqualTo(6 * Blobs.bytes(Blobs.all(storage.contents(), FIRST)));
    }

    @Test
    void whatNobodyNeedsIsNotVerified() throws IOException {
        Path other = SampleImage.write(folder.resolve("other.raw"), 2 << 20, 5);
        Set<BlobInfo> before = Set.copyOf(Blobs.all(storage.contents(), FIRST));
        web.version("2.0.0").publish(other).commit();
        web.version("2.0.0").delete().commit();
        Blobs.all(storage.contents(), FIRST).stream()
                .filter(blob -> !before.contains(blob))
                .forEach(blob -> storage.damage(FIRST, blob.id(), 0));
        requireDamages();
    }

    @Test
    void replicatingFromADamagedHomeTakesTheBlobFromAnotherCopy() throws IOException {
        storage.damage(FIRST, only(Blobs.PACKS, FIRST), EARLY);
        web.version("1.0.0").replicate("eastus", 1).commit();
        SITES.forEach(storage::drop);
        Exports.requireIdentical(web.version("1.0.0"), "eastus", image);
    }

    @Test
    void growingAHomeThatLostAReplicaBringsItBack() throws IOException {
        storage.drop(FIRST);
        web.version("1.0.0").replicate("westeurope", 3).commit();
        requireDamages();
    }

    private BlobId only(Blobs kind, Site site) {
        List<BlobInfo> found = kind.at(storage.contents(), site);
        assertThat(found).hasSize(1);
        return found.get(0).id();
    }
}
