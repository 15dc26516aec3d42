// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.PricedChange;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.QuotaExceededException;
import io.github.imagegallery.error.ReplicationFailedException;
import io.github.imagegallery.error.ResourceNotFoundException;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.FaultyStorage.Call;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change costs is known before it is made, and is what it then costs. */
class PricedChangeTest {
    private static final PriceBook PRICES = PriceBook.builder()
            .currency("EUR")
            .putStoragePerGbMonth(StorageType.STANDARD_LRS, new BigDecimal("0.05"))
            .egressPerGb(new BigDecimal("0.08"))
            .build();

    @TempDir
    private Path folder;

    private Path image;

    @BeforeEach
    void writeImage() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), (4 << 20) + 512, 1);
    }

    private static VersionPublication publication(ImageVersion version, Path disk) {
        return version.publish(disk).replicate("westeurope", 2).replicate("japaneast", 3);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void anEstimateChangesNothingAndIsWhatTheVersionThenCosts(Backend backend) {
        GalleryStorage storage = backend.open(folder);
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");

            CostChange published = estimate(storage, publication(version, image));
            publication(version, image).commit();
            assertThat(published.after()).isEqualTo(version.estimate(PRICES));
            assertThat(published.before().items()).isEmpty();

            CostEstimate before = version.estimate(PRICES);
            CostChange changed = estimate(
                    storage,
                    version.update()
                            .replicate("eastus", 2)
                            .replicate("westeurope", 1)
                            .withdraw("japaneast"));
            version.update()
                    .replicate("eastus", 2)
                    .replicate("westeurope", 1)
                    .withdraw("japaneast")
                    .commit();
            CostEstimate after = version.estimate(PRICES);
            assertThat(changed.monthlyDifference())
                    .isEqualByComparingTo(after.monthly().subtract(before.monthly()));
            assertThat(changed.once()).isEqualByComparingTo(after.once());

            CostChange deleted = estimate(storage, version.delete());
            assertThat(deleted.monthlyDifference())
                    .isEqualByComparingTo(after.monthly().negate());
            assertThat(deleted.once()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aCopyCostsWhatItsDisksOccupy(Backend backend) {
        GalleryStorage storage = backend.open(folder);
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageDefinition web = Fixtures.definition(galleries);
            publication(web.version("1.0.0"), image).commit();
            ImageVersion copy = web.version("1.0.1");
            CostChange copied = estimate(storage, copy.publish(web.version("1.0.0")));
            copy.publish(web.version("1.0.0")).commit();
            assertThat(copied.after()).isEqualTo(copy.estimate(PRICES));
        }
    }

    private static CostChange estimate(GalleryStorage storage, PricedChange<?> change) {
        Remembered before = Remembered.of(storage);
        Set<Site> sites = Set.copyOf(storage.contents().sites());
        CostChange estimate = change.estimate(PRICES);
        assertThat(Remembered.of(storage)).isEqualTo(before);
        assertThat(storage.contents().sites()).isEqualTo(sites);
        return estimate;
    }

    @ParameterizedTest
    @ValueSource(longs = {512, 4_096, 65_536, 65_537, (1 << 20) + 4_097, (3 << 20) - 1})
    void aRawDiskIsMeasuredAsItIsBilled(long size) throws IOException {
        Path raw = SampleImage.write(folder.resolve("sized.raw"), size, size);
        try (RandomAccessFile disk = new RandomAccessFile(raw.toFile(), "rw")) {
            disk.seek(size - 1);
            disk.write(1);
        }
        requireMeasuredAsBilled(raw);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vhd   | -O vpc -o subformat=fixed,force_size=on",
                "vhd   | -O vpc -o subformat=dynamic,force_size=on",
                "qcow2 | -O qcow2",
                "qcow2 | -O qcow2 -o cluster_size=512",
                "qcow2 | -c -O qcow2"
            })
    void aDiskOfEachFormatIsMeasuredAsItIsBilled(String suffix, String options)
            throws IOException, InterruptedException {
        Path converted = folder.resolve("converted." + suffix);
        List<String> command = new ArrayList<>(List.of("qemu-img", "convert", "-f", "raw"));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of(image.toString(), converted.toString()));
        requireTool(ran(command));

        requireMeasuredAsBilled(converted);
    }

    private static void requireTool(boolean there) {
        if (!there && System.getenv("CI") != null) {
            fail("qemu-img is not on the PATH, and CI must not skip this test (install qemu-utils)");
        }
        assumeTrue(there, "SKIPPED: qemu-img is not on the PATH, so only raw disks are measured");
    }

    private static boolean ran(List<String> command) throws InterruptedException {
        try {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                    .isZero();
            return true;
        } catch (IOException absent) {
            return false;
        }
    }

    private void requireMeasuredAsBilled(Path disk) {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            CostChange estimate = publication(version, disk).estimate(PRICES);
            publication(version, disk).commit();
            assertThat(estimate.after()).isEqualTo(version.estimate(PRICES));
            assertThat(estimate.once()).isPositive();
        }
    }

    @Test
    void allDisksAreMeasuredAndTheProgressIsTold() throws IOException {
        Path data = SampleImage.write(folder.resolve("data.raw"), 2 << 20, 2);
        List<Progress> told = new ArrayList<>();
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            CostChange estimate = publication(version, image)
                    .dataDisk(3, data)
                    .onProgress(told::add)
                    .estimate(PRICES);
            publication(version, image).dataDisk(3, data).commit();
            assertThat(estimate.after()).isEqualTo(version.estimate(PRICES));
        }
        assertThat(told).extracting(Progress::task).contains("Measuring disk.raw", "Measuring data.raw");
        assertThat(told.get(told.size() - 1).percent()).isEqualTo(100);
    }

    @Test
    void whatACutOffPublicationHasPaidForIsNotChargedAgain() {
        FaultyStorage storage = FaultyStorage.wrap(new InMemoryStorage());
        try (ImageGalleries galleries = SharedImageGalleries.open(storage)) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            storage.fail(Call.COPY, 2);
            assertThatThrownBy(() -> abroad(version).commit()).isInstanceOf(ReplicationFailedException.class);

            CostChange resumed = abroad(version).estimate(PRICES);
            assertThat(resumed.before().items())
                    .as("what is stored is billed")
                    .extracting(CostEstimate.Item::region)
                    .containsExactly(RegionName.of("northeurope"), RegionName.of("westeurope"));
            assertThat(resumed.before().monthly())
                    .isEqualByComparingTo(version.estimate(PRICES).monthly());
            assertThat(resumed.after().items())
                    .filteredOn(item -> item.charge() == CostEstimate.Charge.EGRESS_ONCE)
                    .extracting(CostEstimate.Item::region)
                    .containsExactly(RegionName.of("japaneast"));
            assertThat(version.update().estimate(PRICES)).isEqualTo(resumed);
            CostChange flag = version.update().excludeFromLatest(true).estimate(PRICES);
            assertThat(flag.after()).as("nothing is copied for a flag").isEqualTo(flag.before());

            version.update().commit();
            assertThat(version.estimate(PRICES).monthly())
                    .isEqualByComparingTo(resumed.after().monthly());
        }
    }

    private VersionPublication abroad(ImageVersion version) {
        return version.publish(image)
                .replicate("westeurope")
                .replicate("japaneast")
                .replicate("northeurope");
    }

    @Test
    void anEstimateIsRefusedWhereTheCommitWouldBe() {
        GallerySettings settings = GallerySettings.builder()
                .rules(GalleryRules.classic().toBuilder().maxVersions(1).build())
                .build();
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage(), settings)) {
            ImageDefinition web = Fixtures.definition(galleries);
            assertThatThrownBy(() -> web.version("1.0.0").delete().estimate(PRICES))
                    .isInstanceOf(ResourceNotFoundException.class);
            web.version("1.0.0").publish(image).commit();
            assertThatThrownBy(() -> publication(web.version("2.0.0"), image).estimate(PRICES))
                    .isInstanceOf(QuotaExceededException.class)
                    .hasMessageContaining("all 1 versions");
            InvalidParameterException refused = catchThrowableOfType(
                    InvalidParameterException.class,
                    () -> web.version("1.0.0")
                            .update()
                            .replicate("mars", 99)
                            .withdraw("westeurope")
                            .estimate(PRICES));
            assertThat(refused.violations()).hasSize(3);
        }
    }

    @Test
    void anInterruptedEstimateIsCancelled() {
        try (ImageGalleries galleries = SharedImageGalleries.open(new InMemoryStorage())) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            assertThatThrownBy(() -> publication(version, image)
                            .onProgress(progress -> Thread.currentThread().interrupt())
                            .estimate(PRICES))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
