// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.core.SharedImageGalleries;
import io.github.imagegallery.disk.DiskConverter;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.DiskMeasure;
import io.github.imagegallery.disk.DiskWriter;
import io.github.imagegallery.disk.WritableFormat;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.storage.file.FileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private static final Pattern COMPRESSED = Pattern.compile("zlib|zstd|stream");

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
        qemuImg("convert", "-O", "raw", image.toString(), judged.toString());
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

    /**
     * One plain and one compressed image, if the folder has them. Those whose names have zlib, zstd or stream in them are
     * the compressed ones.
     */
    static Stream<Path> plainAndCompressed() throws IOException {
        Map<Boolean, List<Path>> images = images().stream()
                .collect(Collectors.partitioningBy(image ->
                        COMPRESSED.matcher(image.getFileName().toString()).find()));
        return images.values().stream().flatMap(kind -> kind.stream().limit(1));
    }

    @ParameterizedTest
    @MethodSource("plainAndCompressed")
    void whatIsConvertedIsTheSameDisk(Path image) throws IOException, InterruptedException {
        Path target = folder.resolve("target");
        DiskMeasure source = measure(image);
        for (WritableFormat format : WritableFormat.values()) {
            try (DiskImage disk = DiskImage.open(image);
                    DiskWriter writer = DiskWriter.create(target, format, disk.virtualSize())) {
                DiskConverter.convert(disk, writer, done -> {});
                writer.finish();
            }
            assertThat(measure(target)).as("%s as %s", image, format).isEqualTo(source);
            judge(image, target, format);
            Files.delete(target); // gigabytes
        }
    }

    private static void judge(Path image, Path target, WritableFormat format) throws IOException, InterruptedException {
        String name = switch (format) {
            case RAW -> "raw";
            case VHD_FIXED, VHD_DYNAMIC -> "vpc";
            case QCOW2, QCOW2_ZSTD -> "qcow2";
        };
        qemuImg("compare", "-F", name, image.toString(), target.toString());
        if (name.equals("qcow2")) {
            qemuImg("check", "-f", name, target.toString());
        }
    }

    private static void qemuImg(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("qemu-img"));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(command.toString())
                .isZero();
    }

    private static DiskMeasure measure(Path file) throws IOException {
        try (DiskImage image = DiskImage.open(file)) {
            return DiskMeasure.of(image, true, done -> {});
        }
    }
}
