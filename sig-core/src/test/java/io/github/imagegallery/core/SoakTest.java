// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.DiskChannel;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.error.ContentDamagedException;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.storage.GalleryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Publishers, copiers, readers, replicators, deleters, collectors and repairers at the same time, in two engines on one
 * storage: none ever meets damage, and in the end what is needed is whole and nothing else is left. For a few seconds; as
 * long as {@code gallery.soak} says, such as {@code PT1H} (CONTRIBUTING.md).
 */
class SoakTest {
    private static final Duration TIME = Duration.parse(System.getProperty("gallery.soak", "PT5S"));
    private static final List<String> REGIONS = List.of("westeurope", "eastus", "japaneast");
    private static final int IMAGES = 6;
    private static final int THREADS = 8;

    @TempDir
    private Path folder;

    private final List<byte[]> images = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final AtomicIntegerArray done = new AtomicIntegerArray(Role.values().length);

    /** What somebody does, and how often among all that is done. */
    private enum Role {
        PUBLISH(6),
        COPY(3),
        DELETE(3),
        REPLICATE(4),
        WITHDRAW(3),
        READ(6),
        COLLECT(3),
        REPAIR(1);

        private final int weight;

        Role(int weight) {
            this.weight = weight;
        }

        static Role any(Random random) {
            List<Role> all = Arrays.stream(values())
                    .flatMap(role -> Collections.nCopies(role.weight, role).stream())
                    .toList();
            return all.get(random.nextInt(all.size()));
        }
    }

    /** The same content now and again, so that names come back: also disks of nothing but zeros. */
    private void writeImages() throws IOException {
        Path image = SampleImage.write(folder.resolve("0.raw"), 1 << 20, 1);
        for (int n = 0; n < IMAGES; n++) {
            files.add(n == IMAGES - 1 ? Files.write(folder.resolve("zeros.raw"), new byte[1 << 18]) : image);
            images.add(Files.readAllBytes(files.get(n)));
            image = SampleImage.change(image, folder.resolve((n + 1) + ".raw"), 4);
        }
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void allAtTheSameTimeHarmNobody(Backend backend) throws IOException, InterruptedException {
        long seed = System.nanoTime();
        System.out.println("SoakTest: seed " + seed);
        writeImages();
        long end = System.nanoTime() + TIME.toNanos();
        try (GalleryStorage storage = backend.open(folder)) {
            ImageGalleries first = SharedImageGalleries.open(storage);
            ImageGalleries second = SharedImageGalleries.open(storage);
            Fixtures.definition(first);
            List<Throwable> failures = Together.run(THREADS, n -> {
                Random random = new Random(seed + n);
                ImageGalleries own = n % 2 == 0 ? first : second;
                do {
                    act(Role.any(random), own, random);
                } while (System.nanoTime() < end);
            });
            assertThat(failures).as("seed %s", seed).isEmpty();
            finish(first);
            Soundness.require(storage);
            FullCheck.requireCollected(storage.contents(), first);
            System.out.println("SoakTest: " + Arrays.toString(Role.values()) + " " + done);
        }
    }

    private void act(Role role, ImageGalleries galleries, Random random) {
        ImageDefinition web = galleries.gallery("golden").definition("web");
        ImageVersion version = web.version(number(1 + random.nextInt(2), random, random.nextInt(IMAGES)));
        String region = REGIONS.get(random.nextInt(REGIONS.size()));
        try {
            switch (role) {
                case PUBLISH -> publish(web, random);
                case COPY -> copy(web, random);
                case DELETE -> version.delete().commit();
                case REPLICATE ->
                    version.replicate(region, 1 + random.nextInt(2)).commit();
                case WITHDRAW -> version.withdraw(region).commit();
                case READ -> read(web, version, region);
                case COLLECT -> galleries.collect().run();
                case REPAIR -> galleries.repair().run();
                default -> throw new AssertionError(role);
            }
            done.incrementAndGet(role.ordinal());
        } catch (ContentDamagedException e) {
            throw new AssertionError(role + " " + version, e);
        } catch (GalleryException refused) {
            // there is no such version, or there is one, or it was deleted meanwhile: the end shows whether all is well
        }
    }

    /** Published are 1.x.n, of the n-th image, and copied 2.x.n from such; each is asked for in the same words every time. */
    private static String number(int major, Random random, int image) {
        return major + "." + random.nextInt(2) + "." + image;
    }

    private void publish(ImageDefinition web, Random random) {
        int image = random.nextInt(IMAGES);
        web.version(number(1, random, image))
                .publish(files.get(image))
                .replicate("westeurope", 1 + image % 2)
                .replicate("eastus")
                .commit();
    }

    private static void copy(ImageDefinition web, Random random) {
        int image = random.nextInt(IMAGES);
        web.version(number(2, random, image))
                .publish(web.version(number(1, random, image)))
                .replicate("westeurope")
                .commit();
    }

    private void read(ImageDefinition web, ImageVersion version, String region) {
        Optional<ImageVersionInfo> before = find(web, version).filter(info -> isAvailable(info, region));
        if (before.isEmpty()) {
            return;
        }
        try {
            assertThat(bytes(version, region))
                    .as("%s in %s", version, region)
                    .isEqualTo(images.get(VersionNumber.parse(version.number()).patch()));
        } catch (ContentDamagedException e) {
            Optional<ImageVersionInfo> after = find(web, version).filter(info -> isAvailable(info, region));
            assertThat(after.map(info ->
                            info.disks().stream().map(DiskInfo::manifest).toList()))
                    .as("a version that is still there reads: %s", e.getMessage())
                    .isNotEqualTo(before.map(info ->
                            info.disks().stream().map(DiskInfo::manifest).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAvailable(ImageVersionInfo info, String region) {
        return info.region(RegionName.of(region))
                .map(RegionReplication::availableReplicas)
                .filter(available -> available > 0)
                .isPresent();
    }

    private static Optional<ImageVersionInfo> find(ImageDefinition web, ImageVersion version) {
        return web.versions().stream()
                .filter(info -> info.number().toString().equals(version.number()))
                .findFirst();
    }

    private static byte[] bytes(ImageVersion version, String region) throws IOException {
        try (DiskChannel disk = version.open(region)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) disk.size());
            while (bytes.hasRemaining() && disk.read(bytes) >= 0) {}
            return bytes.array();
        }
    }

    /** Finishes or deletes what is unfinished, and collects. */
    private void finish(ImageGalleries galleries) throws IOException {
        ImageDefinition web = galleries.gallery("golden").definition("web");
        for (ImageVersionInfo info : web.versions().toList()) {
            ImageVersion version = web.version(info.number());
            if (info.disks().isEmpty()) {
                version.delete().commit();
            } else {
                version.update().commit();
                for (RegionReplication region : version.info().regions()) {
                    assertThat(bytes(version, region.region().toString()))
                            .isEqualTo(images.get(info.number().patch()));
                }
            }
        }
        galleries.collect().run();
    }
}
