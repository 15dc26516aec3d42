// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.core.SharedImageGalleries;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.DiskMeasure;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.storage.file.FileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real disk images, with qemu-img as the judge. Takes minutes and gigabytes, so it runs only where the environment
 * variable GALLERY_IMAGES names a folder of images.
 */
@EnabledIfEnvironmentVariable(named = "GALLERY_IMAGES", matches = ".+")
class RealImagesTest {
    private static final Pattern READ_NOW = Pattern.compile(".*\\.(raw|vhd|vhdx|qcow2|vmdk)");

    @TempDir
    Path folder;

    static List<Path> images() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getenv("GALLERY_IMAGES")))) {
            return files.filter(file -> READ_NOW.matcher(file.toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("images")
    void whatGoesInComesOut(Path image) throws IOException, InterruptedException {
        Path judged = folder.resolve("judged.raw");
        Process qemu = new ProcessBuilder("qemu-img", "convert", "-O", "raw", image.toString(), judged.toString())
                .inheritIO()
                .start();
        assertThat(qemu.waitFor()).isZero();
        DiskMeasure expected = measure(judged);
        assertThat(measure(image)).extracting(DiskMeasure::sha256).isEqualTo(expected.sha256());

        Path exported = folder.resolve("exported.raw");
        try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(folder.resolve("store")))) {
            Gallery golden = galleries.gallery("golden");
            golden.create().location("westeurope").commit();
            ImageDefinition web = golden.definition("web");
            web.create()
                    .identifier("Contoso", "Finance", "Web")
                    .linux()
                    .generalized()
                    .commit();
            VersionOutcome outcome = web.version("1.0.0").publish(image).commit();
            assertThat(outcome.version().billedBytes()).isEqualTo(expected.occupiedBytes());
            web.version("1.0.0").export("westeurope").to(exported);
        }
        assertThat(Files.mismatch(judged, exported)).isEqualTo(-1);
    }

    private static DiskMeasure measure(Path file) throws IOException {
        try (DiskImage image = DiskImage.open(file)) {
            return DiskMeasure.of(image, true, done -> {});
        }
    }
}
