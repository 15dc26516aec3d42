// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damage does not spread: what is doubted is read, and made anew from a sound copy or from the source. */
class RepairTest {
    private static final Site HOME = new Site("default", "westeurope", 0, 1);
    private static final Site ABROAD = new Site("default", "japaneast", 0, 1);
    private static final int MIDDLE = 100_000;

    @TempDir
    Path folder;

    private final InMemoryStorage storage = new InMemoryStorage();
    private final ImageGalleries galleries = SharedImageGalleries.open(storage);
    private ImageDefinition web;
    private Path image;

    @BeforeEach
    void publish() throws IOException {
        web = Fixtures.definition(galleries);
        image = SampleImage.write(folder.resolve("disk.raw"), 20 << 20, 1);
        web.version("1.0.0")
                .publish(image)
                .replicate("westeurope")
                .replicate("japaneast")
                .commit();
    }

    @Test
    void replicatingAgainMakesADamagedCopyAnew() {
        storage.damage(ABROAD, Blobs.PACKS.at(storage.contents(), ABROAD).get(0).id(), MIDDLE);

        VersionOutcome repaired = web.version("1.0.0").replicate("japaneast", 1).commit();

        assertThat(repaired.movedBytes()).isPositive();
        assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
    }

    @Test
    void replicatingAgainMakesALostCopyAnew() {
        storage.drop(HOME);

        web.version("1.0.0").replicate("westeurope", 1).commit();

        assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
    }

    @Test
    void replicatingAgainWhatIsSoundMovesNothing() {
        assertThat(web.version("1.0.0").replicate("japaneast", 1).commit().movedBytes())
                .isZero();
    }

    @Test
    void whatAWithdrawnRegionLeftBehindIsCheckedBeforeItCounts() {
        web.version("1.0.0").withdraw("japaneast").commit();
        storage.damage(ABROAD, Blobs.PACKS.at(storage.contents(), ABROAD).get(0).id(), MIDDLE);

        web.version("1.0.0").replicate("japaneast", 1).commit();

        assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
    }

    @Test
    void aVersionThatIsPublishedUponADamagedOneIsWhole() throws IOException {
        storage.damage(HOME, Blobs.PACKS.at(storage.contents(), HOME).get(0).id(), MIDDLE);

        web.version("1.0.1").publish(image).commit();

        storage.drop(ABROAD);
        Exports.requireIdentical(web.version("1.0.1"), "westeurope", image);
    }

    @Test
    void aLostSourceDoesNotMakeASoundCopyFail() {
        storage.drop(HOME);

        assertThat(web.version("1.0.0").replicate("japaneast", 1).commit().movedBytes())
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(Blobs.class)
    void whatIsDamagedAtHomeIsStoredAnewByTheNextPublication(Blobs kind) throws IOException {
        storage.damage(HOME, kind.at(storage.contents(), HOME).get(0).id(), 20);

        web.version("1.0.1").publish(image).commit();

        storage.drop(ABROAD);
        Exports.requireIdentical(web.version("1.0.1"), "westeurope", image);
    }
}
