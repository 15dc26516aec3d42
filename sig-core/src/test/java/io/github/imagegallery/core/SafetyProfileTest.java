// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.error.DeletionBlockedException;
import io.github.imagegallery.error.OperationNotAllowedException;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationMode;
import io.github.imagegallery.model.SafetyProfile;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A version's own safety profile and mode decide what may be deleted of it and where it may go. */
class SafetyProfileTest {
    private static final Instant END = SettableClock.START.plusSeconds(3_600);

    @TempDir
    private Path folder;

    private final InMemoryStorage storage = new InMemoryStorage();
    private final SettableClock clock = new SettableClock();
    private final ImageGalleries classic = open(storage, GalleryRules.classic());
    private final ImageGalleries today = open(storage, GalleryRules.current());
    private Path image;

    private ImageGalleries open(GalleryStorage where, GalleryRules rules) {
        return SharedImageGalleries.open(
                where, GallerySettings.builder().clock(clock).rules(rules).build());
    }

    @BeforeEach
    void prepare() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 256 << 10, 1);
        Fixtures.definition(classic);
    }

    private static ImageVersion version(ImageGalleries galleries, String number) {
        return galleries.gallery("golden").definition("web").version(number);
    }

    private VersionPublication publication(ImageGalleries galleries) {
        return version(galleries, "1.0.0")
                .publish(image)
                .replicate("westeurope")
                .replicate("eastus")
                .replicate("japaneast");
    }

    private static SafetyProfile profile(ImageVersion version) {
        return version.info().safetyProfile();
    }

    @Test
    void theRulesOfItsPublicationGiveAVersionItsProfile() {
        assertThat(publication(classic).commit().version().safetyProfile()).isEqualTo(new SafetyProfile(true, false));
        version(today, "2.0.0").publish(image).commit();
        assertThat(profile(version(classic, "2.0.0"))).isEqualTo(new SafetyProfile(false, false));
        assertThat(version(today, "1.0.0").withdraw("eastus").commit().version().regions())
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void profileAndModeAreRemembered(Backend backend) throws IOException {
        GalleryStorage store = backend.open(folder);
        try (ImageGalleries galleries = open(store, GalleryRules.classic())) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0")
                    .publish(image)
                    .shallow()
                    .allowDeletionOfReplicatedLocations(false)
                    .blockDeletionBeforeEndOfLife(true)
                    .commit();
            ImageGalleries again = open(store, GalleryRules.classic());
            assertThat(profile(version(again, "1.0.0"))).isEqualTo(new SafetyProfile(false, true));
            assertThat(version(again, "1.0.0").info().replicationMode()).isEqualTo(ReplicationMode.SHALLOW);
            assertThat(again.gallery("golden").definition("web").versions())
                    .containsExactly(version(again, "1.0.0").info());
        }
    }

    @Test
    void aRegionIsDroppedOnlyIfTheVersionAllowsIt() {
        publication(today).commit();
        ImageVersion version = version(today, "1.0.0");
        assertThatThrownBy(() -> version.withdraw("eastus").commit())
                .isInstanceOf(OperationNotAllowedException.class)
                .hasMessageContaining("allowDeletionOfReplicatedLocations");
        assertThat(version.withdraw("eastus")
                        .allowDeletionOfReplicatedLocations(true)
                        .commit()
                        .version()
                        .regions())
                .extracting(RegionReplication::region)
                .doesNotContain(RegionName.of("eastus"));
        assertThatThrownBy(() -> version.withdraw("japaneast")
                        .allowDeletionOfReplicatedLocations(false)
                        .commit())
                .isInstanceOf(OperationNotAllowedException.class);
        assertThat(profile(version)).isEqualTo(new SafetyProfile(true, false));
        version.withdraw("japaneast").commit();
        assertThat(version.info().regions()).hasSize(1);
    }

    @Test
    void restatingTheProfileIsNoChange() {
        publication(classic).allowDeletionOfReplicatedLocations(false).commit();
        Remembered before = Remembered.of(storage);
        version(classic, "1.0.0")
                .update()
                .allowDeletionOfReplicatedLocations(false)
                .blockDeletionBeforeEndOfLife(false)
                .commit();
        assertThat(Remembered.of(storage)).isEqualTo(before);
    }

    @Test
    void aBlockHoldsToTheEndOfLifeByEitherRules() {
        publication(classic).blockDeletionBeforeEndOfLife(true).commit();
        for (ImageGalleries galleries : new ImageGalleries[] {classic, today}) {
            assertThatThrownBy(() -> version(galleries, "1.0.0").delete().commit())
                    .isInstanceOf(DeletionBlockedException.class)
                    .hasMessageContaining("set an end of life");
        }
        version(classic, "1.0.0").update().endOfLife(END).commit();
        clock.set(END.minusNanos(1));
        assertThatThrownBy(() -> version(classic, "1.0.0").delete().commit())
                .isInstanceOf(DeletionBlockedException.class)
                .hasMessageContaining(END.toString());
        clock.set(END);
        version(classic, "1.0.0").delete().commit();
        assertThatThrownBy(() -> version(classic, "1.0.0").info()).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void todayTheBlockIsLifted() {
        publication(today).blockDeletionBeforeEndOfLife(true).commit();
        version(today, "1.0.0").update().blockDeletionBeforeEndOfLife(false).commit();
        assertThat(version(today, "1.0.0").delete().commit().safetyProfile())
                .isEqualTo(new SafetyProfile(false, false));
    }

    @Test
    void whatWasCutOffIsDeletedWhateverItsProfile() {
        assertThatThrownBy(() -> publication(classic)
                        .blockDeletionBeforeEndOfLife(true)
                        .onProgress(progress -> Thread.currentThread().interrupt())
                        .commit())
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(version(classic, "1.0.0").info().provisioningState()).isEqualTo(ProvisioningState.CREATING);
        version(classic, "1.0.0").delete().commit();
        assertThatThrownBy(() -> version(classic, "1.0.0").info()).isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void whatWasCutOffIsResumedOnlyWithItsProfileAndMode() {
        assertThatThrownBy(() -> publication(classic)
                        .blockDeletionBeforeEndOfLife(true)
                        .onProgress(progress -> Thread.currentThread().interrupt())
                        .commit())
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThatThrownBy(() -> publication(classic).commit()).isInstanceOf(OperationNotAllowedException.class);
        assertThat(publication(classic)
                        .blockDeletionBeforeEndOfLife(true)
                        .commit()
                        .version()
                        .safetyProfile())
                .isEqualTo(new SafetyProfile(true, true));
    }

    @Test
    void aShallowVersionIsRepairedButNotSpread() {
        version(classic, "1.0.0")
                .publish(image)
                .shallow()
                .replicate("West Europe")
                .commit();
        assertThat(version(classic, "1.0.0")
                        .update()
                        .replicate("westeurope")
                        .commit()
                        .version()
                        .regions())
                .singleElement()
                .satisfies(region -> assertThat(region.replicaCount()).isEqualTo(1));
        Remembered before = Remembered.of(storage);
        assertThatThrownBy(() -> version(today, "1.0.0")
                        .replicate("eastus", 1)
                        .replicate("westeurope", 2)
                        .commit())
                .isInstanceOfSatisfying(
                        OperationNotAllowedException.class,
                        refused -> assertThat(refused.violations()).hasSize(2))
                .hasMessageContaining("Shallow");
        assertThat(Remembered.of(storage)).isEqualTo(before);
    }
}
