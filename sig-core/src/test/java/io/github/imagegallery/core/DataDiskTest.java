// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.DiskChannel;
import io.github.imagegallery.ExportFormat;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.disk.DiskFormat;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.DiskMeasure;
import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.StorageType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Versions of several disks: published, opened and exported by their logical unit numbers, in any format, and priced. */
class DataDiskTest {
    @TempDir
    private Path folder;

    private Path os;
    private Path data;
    private Path logs;

    @BeforeEach
    void writeImages() throws IOException {
        os = SampleImage.write(folder.resolve("os.raw"), 4 << 20, 1);
        data = SampleImage.write(folder.resolve("data.raw"), 3 << 20, 2);
        logs = SampleImage.change(data, folder.resolve("logs.raw"), 2);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void everyDiskIsHandedOutAsItWas(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            version.publish(os)
                    .dataDisk(63, logs)
                    .dataDisk(0, data)
                    .replicate("westeurope")
                    .replicate("eastus", 2)
                    .commit();

            assertThat(version.info().disks())
                    .extracting(DiskInfo::lun)
                    .containsExactly(Optional.empty(), Optional.of(0), Optional.of(63));
            Exports.requireIdentical(version, "eastus", os);
            requireIdentical(version, 0, data);
            requireIdentical(version, 63, logs);
            try (DiskChannel channel = version.open("eastus", 63)) {
                ByteBuffer content = ByteBuffer.allocate((int) channel.size());
                assertThat(channel.read(content)).isEqualTo(content.capacity());
                assertThat(content.array()).isEqualTo(Files.readAllBytes(logs));
            }
            assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        }
    }

    private void requireIdentical(ImageVersion version, int lun, Path image) throws IOException {
        Path exported = folder.resolve("lun-" + lun + ".raw");
        version.export("eastus").dataDisk(lun).to(exported);
        assertThat(Files.mismatch(image, exported)).isEqualTo(-1);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aDataDiskOfTheNextVersionIsStoredUponTheOneOfTheSameNumber(Backend backend) throws IOException {
        Path changed = SampleImage.change(data, folder.resolve("data2.raw"), 1);
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0").publish(os).dataDisk(1, data).commit();
            long stored = web.version("1.0.1")
                    .publish(os)
                    .dataDisk(1, changed)
                    .commit()
                    .storedBytes();
            assertThat(stored).isLessThan(200_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void aDiskIsExportedAsVhdAndPublishedFromIt(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageDefinition web = Fixtures.definition(galleries);
            web.version("1.0.0").publish(os).commit();
            Path vhd = folder.resolve("os.vhd");
            web.version("1.0.0").export("westeurope").as(ExportFormat.VHD_FIXED).to(vhd);
            try (DiskImage image = DiskImage.open(vhd, DiskFormat.VHD)) {
                assertThat(image.virtualSize()).isEqualTo(4 << 20);
            }
            long stored = web.version("1.0.1").publish(vhd).commit().storedBytes();
            assertThat(stored).isZero();
            assertThat(web.version("1.0.1").info().disks())
                    .isEqualTo(web.version("1.0.0").info().disks());
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theOccupiedBytesOfAllDisksArePriced(Backend backend) throws IOException {
        try (ImageGalleries galleries = SharedImageGalleries.open(backend.open(folder))) {
            ImageVersion version = Fixtures.definition(galleries).version("1.0.0");
            version.publish(os)
                    .dataDisk(0, data)
                    .replicate("westeurope", 2)
                    .replicate("eastus", 3)
                    .commit();
            CostEstimate estimate = version.estimate(PriceBook.builder()
                    .currency("EUR")
                    .storagePerGbMonth(Map.of(StorageType.STANDARD_LRS, new BigDecimal("1024")))
                    .egressPerGb(new BigDecimal("2048"))
                    .build());
            BigDecimal megabytes =
                    BigDecimal.valueOf(occupied(os) + occupied(data)).divide(BigDecimal.valueOf(1 << 20));
            assertThat(estimate.monthly()).isEqualByComparingTo(megabytes.multiply(BigDecimal.valueOf(5)));
            assertThat(estimate.once()).isEqualByComparingTo(megabytes.multiply(BigDecimal.valueOf(2)));
        }
    }

    private static long occupied(Path file) throws IOException {
        try (DiskImage image = DiskImage.open(file)) {
            return DiskMeasure.of(image, false, done -> {}).occupiedBytes();
        }
    }
}
