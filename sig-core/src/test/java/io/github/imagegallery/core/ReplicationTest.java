// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.imagegallery.DiskChannel;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.error.GalleryImageNotFoundException;
import io.github.imagegallery.error.OperationNotAllowedException;
import io.github.imagegallery.error.ReplicationFailedException;
import io.github.imagegallery.error.ResourceAlreadyExistsException;
import io.github.imagegallery.model.ExportReport;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.FaultyStorage.Call;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where copies are made, what moves for it, and what happens when a region fails. */
class ReplicationTest {
    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void writeImage() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 4 << 20, 1);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void withdrawingAndReplicatingAgainMovesNothingWhileTheBytesAreThere(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            version.publish(image).commit();
            assertThat(version.replicate("japaneast", 2).commit().movedBytes()).isPositive();

            ImageVersionInfo withdrawn = version.withdraw("Japan East").commit().version();
            assertThat(withdrawn.region(RegionName.of("japaneast"))).isEmpty();
            assertThatThrownBy(() -> version.open("japaneast")).isInstanceOf(GalleryImageNotFoundException.class);

            assertThat(version.replicate("japaneast", 2).commit().movedBytes()).isZero();
            Exports.requireIdentical(version, "japaneast", image);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aRegionIsResizedUpAndDown(Backend backend) {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            long stored = version.publish(image).commit().storedBytes();

            VersionOutcome up = version.replicate("westeurope", 3).commit();
            assertThat(up.movedBytes()).isEqualTo(stored * 2);
            assertThat(region(up, "westeurope").replicaCount()).isEqualTo(3);
            VersionOutcome down = version.replicate("westeurope", 1).commit();
            assertThat(down.movedBytes()).isZero();
            assertThat(region(down, "westeurope").state()).isEqualTo(ReplicationState.COMPLETED);
            assertThat(version.replicate("westeurope", 3).commit().movedBytes()).isZero();
            assertThat(galleries.verify(progress -> {}).sites()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aZoneRedundantReplicaIsInEveryZone(Backend backend) throws IOException {
        GalleryStorage storage = backend.open(folder);
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            VersionOutcome published = version.publish(image)
                    .replicate("westeurope")
                    .replicate(TargetRegion.of("japaneast").replicas(2).zoneRedundant())
                    .commit();

            assertThat(storage.contents().sites())
                    .extracting(Site::toString)
                    .containsExactlyInAnyOrder(
                            "default/westeurope/replica-1",
                            "default/japaneast/zone-1/replica-1",
                            "default/japaneast/zone-2/replica-1",
                            "default/japaneast/zone-3/replica-1",
                            "default/japaneast/zone-1/replica-2",
                            "default/japaneast/zone-2/replica-2",
                            "default/japaneast/zone-3/replica-2");
            assertThat(published.movedBytes()).isEqualTo(6 * published.storedBytes());
            assertThat(region(published, "japaneast").storageType()).isEqualTo(StorageType.STANDARD_ZRS);
            VersionOutcome resized = version.replicate("japaneast", 3).commit();
            assertThat(resized.movedBytes()).isEqualTo(3 * published.storedBytes());
            assertThat(region(resized, "japaneast").storageType()).isEqualTo(StorageType.STANDARD_ZRS);
            Exports.requireIdentical(version, "japaneast", image);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aZoneRedundantRegionOutlivesAnyZone(Backend backend) throws IOException {
        for (String region : List.of("westeurope", "japaneast")) {
            for (int zone = 1; zone <= 3; zone++) {
                Path own = Files.createDirectory(folder.resolve(region + zone));
                GalleryStorage storage = backend.open(own);
                try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
                    ImageDefinition web = Fixtures.definition(galleries);
                    web.version("1.0.0")
                            .publish(image)
                            .replicate(TargetRegion.of("westeurope").zoneRedundant())
                            .replicate(TargetRegion.of("japaneast").zoneRedundant())
                            .commit();

                    Site lost = new Site("default", region, zone, 1);
                    lose(storage, own, lost);

                    ImageVersion latest = web.version(web.latest(region).number());
                    ExportReport report = Exports.requireIdentical(latest, region, image);
                    assertThat(report.site()).as("read in the region").contains("/" + region + "/");
                    assertThat(report.fallbacks())
                            .as("only what was lost was given up")
                            .allMatch(gone -> gone.site().equals(lost.toString()));
                }
            }
        }
    }

    /** Loses all that is at a site: in memory the site, in files the folder of its zone. */
    private static void lose(GalleryStorage storage, Path folder, Site site) throws IOException {
        if (storage instanceof InMemoryStorage memory) {
            memory.drop(site);
            return;
        }
        Path zone = folder.resolve("store/sites/" + site).getParent();
        assertThat(zone).isDirectory();
        try (Stream<Path> files = Files.walk(zone)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aRegionThatNamesNoCountHasTheVersionsDefault() {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            version.publish(image)
                    .replicaCount(3)
                    .replicate("westeurope")
                    .replicate("eastus", 1)
                    .commit();
            version.replicate(TargetRegion.of("japaneast")).commit();
            assertThat(version.info().regions())
                    .extracting(region -> region.region() + "=" + region.replicaCount())
                    .containsExactlyInAnyOrder("westeurope=3", "eastus=1", "japaneast=3");
        }
    }

    @Test
    void theHomeMayLieElsewhereThanTheDefinition() throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            ImageVersionInfo info =
                    version.publish(image).location("Japan East").commit().version();
            assertThat(info.location()).isEqualTo(RegionName.of("japaneast"));
            Exports.requireIdentical(version, "japaneast", image);
            assertThatThrownBy(() -> version.open("westeurope")).isInstanceOf(GalleryImageNotFoundException.class);
        }
    }

    @Test
    void aChangeMergesRegionByRegion() {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            version.publish(image)
                    .replicate("westeurope", 2)
                    .replicate("northeurope", 2)
                    .commit();
            ImageVersionInfo info = version.update()
                    .replicate("japaneast", 1)
                    .replicate("westeurope", 1)
                    .withdraw("northeurope")
                    .commit()
                    .version();
            assertThat(info.regions())
                    .extracting(region -> region.region() + "=" + region.replicaCount() + " " + region.state())
                    .containsExactlyInAnyOrder("westeurope=1 Completed", "japaneast=1 Completed");
            assertThat(info.provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
        }
    }

    @Test
    void aRegionThatFailsDoesNotStopTheOthersAndTheSameRequestFinishesIt() throws IOException {
        FaultyStorage storage = FaultyStorage.wrap(new InMemoryStorage());
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageDefinition web = Fixtures.definition(galleries);
            storage.fail(Call.COPY, 2);

            ReplicationFailedException failed = catchThrowableOfType(
                    ReplicationFailedException.class, () -> publication(web).commit());

            assertThat(failed).hasMessageContaining("japaneast").hasMessageContaining("was to fail");
            ImageVersionInfo info = web.version("1.0.0").info();
            assertThat(info.provisioningState()).isEqualTo(ProvisioningState.FAILED);
            assertThat(info.region(RegionName.of("japaneast")).orElseThrow())
                    .satisfies(region -> assertThat(region.state()).isEqualTo(ReplicationState.FAILED))
                    .satisfies(
                            region -> assertThat(region.details().orElseThrow()).contains("was to fail"));
            assertThat(web.latest("northeurope").number()).hasToString("1.0.0");
            assertThatThrownBy(() -> web.latest("japaneast")).isInstanceOf(GalleryImageNotFoundException.class);
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();

            VersionOutcome finished = publication(web).commit();
            assertThat(finished.storedBytes()).isZero();
            assertThat(finished.version().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
            Exports.requireIdentical(web.version("1.0.0"), "japaneast", image);
            assertThatThrownBy(() -> publication(web).commit()).isInstanceOf(ResourceAlreadyExistsException.class);
        }
    }

    private VersionPublication publication(ImageDefinition web) {
        return web.version("1.0.0")
                .publish(image)
                .replicate("westeurope")
                .replicate("japaneast")
                .replicate("northeurope");
    }

    @Test
    void aVersionThatSucceededByWithdrawingWhatFailedIsNotPublishedAgain() {
        FaultyStorage storage = FaultyStorage.wrap(new InMemoryStorage());
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageDefinition web = Fixtures.definition(galleries);
            storage.fail(Call.COPY, 2);
            assertThatThrownBy(() -> publication(web).commit()).isInstanceOf(ReplicationFailedException.class);
            ImageVersionInfo info =
                    web.version("1.0.0").withdraw("japaneast").commit().version();
            assertThat(info.provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);

            assertThatThrownBy(() -> web.version("1.0.0").publish(image).commit())
                    .isInstanceOf(ResourceAlreadyExistsException.class);
            assertThatThrownBy(() -> publication(web).commit()).isInstanceOf(ResourceAlreadyExistsException.class);
        }
    }

    @Test
    void aDifferentRequestForAFailedVersionIsRefusedNamingTheState() {
        FaultyStorage storage = FaultyStorage.wrap(new InMemoryStorage());
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageDefinition web = Fixtures.definition(galleries);
            storage.fail(Call.COPY, 2);
            assertThatThrownBy(() -> publication(web).commit()).isInstanceOf(ReplicationFailedException.class);
            assertThatThrownBy(() -> web.version("1.0.0").publish(image).commit())
                    .isInstanceOf(OperationNotAllowedException.class)
                    .hasMessageContaining("it is Failed")
                    .hasMessageContaining("other disks, regions or settings");
        }
    }

    private static RegionReplication region(VersionOutcome outcome, String name) {
        return outcome.version().region(RegionName.of(name)).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void disksThatAreOpenAtTheSameTimeAreReadFromDifferentReplicas(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            version.publish(image).replicate("westeurope", 2).commit();
            String first = "default/westeurope/replica-1";
            String second = "default/westeurope/replica-2";

            try (DiskChannel open = version.open("westeurope")) {
                assertThat(open.isOpen()).isTrue();
                assertThat(siteOfExport(version)).isEqualTo(second);
                assertThat(siteOfExport(version)).as("the one before has ended").isEqualTo(second);
                try (DiskChannel another = version.open("westeurope")) {
                    assertThat(another.isOpen()).isTrue();
                    assertThat(siteOfExport(version)).as("as busy as the other").isEqualTo(first);
                }
                assertThat(siteOfExport(version)).isEqualTo(second);
            }
            assertThat(siteOfExport(version)).isEqualTo(first);
        }
    }

    private String siteOfExport(ImageVersion version) throws IOException {
        return Exports.requireIdentical(version, "westeurope", image).site();
    }
}
