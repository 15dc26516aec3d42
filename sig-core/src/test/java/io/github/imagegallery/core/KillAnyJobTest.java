// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.file.FileStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process on files that is killed at any moment while it publishes, replicates, withdraws, deletes, collects or repairs:
 * what it left is sound, is finished, and holds nothing but what is needed. As many rounds as {@code gallery.kills} says
 * (CONTRIBUTING.md).
 */
class KillAnyJobTest {
    private static final int ROUNDS = Integer.getInteger("gallery.kills", 5);
    private static final List<String> JOBS =
            List.of("withdraw", "collect", "repair", "replicate", "publish", "delete", "collect again");
    private static final int MOST_LINES = 20;
    private static final Site SECOND = new Site("default", "westeurope", 0, 2);

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void whatAKilledProcessLeftIsSoundAndIsFinished() throws IOException {
        System.out.println("KillAnyJobTest: seed " + seed);
        Map<String, Integer> cut = new TreeMap<>();
        Path store = folder.resolve("store");
        Path image = SampleImage.write(folder.resolve("0.raw"), 12 << 20, seed);
        try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(store))) {
            publish(Fixtures.definition(galleries), 0, image);
        }
        for (int round = 1; round <= ROUNDS; round++) {
            image = SampleImage.change(image, folder.resolve(round + ".raw"), 20 + round % 30);
            damage(store);
            List<String> told;
            try (ChildJvm child = ChildJvm.start(Child.class, store.toString(), image.toString(), "" + round)) {
                told = child.linesTo(Child.JOB + JOBS.get(random.nextInt(JOBS.size())));
                told.addAll(child.lines(random.nextBoolean() ? 0 : random.nextInt(MOST_LINES)));
                child.goOn(aMoment());
            }
            cut.merge(job(told), 1, Integer::sum);
            try (FileStorage storage = FileStorage.at(store);
                    ImageGalleries galleries = SharedImageGalleries.open(storage)) {
                requireFinishable(storage, galleries, image, round);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round + ", told " + told, e);
            }
        }
        System.out.println("KillAnyJobTest: killed in " + cut);
    }

    /** From ten microseconds to thirty milliseconds, any order of magnitude as likely: some jobs are one commit. */
    private Duration aMoment() {
        return Duration.ofNanos((long) Math.pow(10, random.nextDouble(4, 7.5)));
    }

    /** The job that a process began last, by what it told. */
    private static String job(List<String> told) {
        return told.stream()
                .filter(line -> line.startsWith(Child.JOB))
                .reduce((first, second) -> second)
                .map(line -> line.substring(Child.JOB.length()))
                .orElseThrow();
    }

    /** Changes a byte of a blob at a site of which there are others. */
    private void damage(Path store) throws IOException {
        Path site = store.resolve("sites").resolve(SECOND.toString());
        List<BlobInfo> blobs;
        try (FileStorage storage = FileStorage.at(store)) {
            blobs = Blobs.all(storage.contents(), SECOND);
        }
        BlobInfo blob = blobs.get(random.nextInt(blobs.size()));
        try (RandomAccessFile file =
                new RandomAccessFile(site.resolve(blob.id().hex()).toFile(), "rw")) {
            file.seek(random.nextLong(blob.size()));
            int there = file.read();
            file.seek(file.getFilePointer() - 1);
            file.write(~there);
        }
    }

    private void requireFinishable(FileStorage storage, ImageGalleries galleries, Path image, int round)
            throws IOException {
        ImageDefinition web = galleries.gallery("golden").definition("web");
        Soundness.require(storage);
        assertThat(galleries.verify(progress -> {}).damages())
                .allSatisfy(damage -> assertThat(damage.site()).contains(SECOND.toString()));
        for (ImageVersionInfo left : web.versions().toList()) {
            assertThat(left.provisioningState()).isNotEqualTo(ProvisioningState.FAILED);
        }
        finish(web, image, round);
        assertThat(galleries.repair().run().left()).isEmpty();
        galleries.collect().run();
        FullCheck.requireCollected(storage.contents(), galleries);
        Soundness.require(storage);
        for (RegionReplication region : web.version("1.0." + round).info().regions()) {
            Exports.requireIdentical(
                    web.version("1.0." + round), region.region().toString(), image);
        }
    }

    /** Makes sure that the round's version is there and no other. */
    private static void finish(ImageDefinition web, Path image, int round) {
        ImageVersion version = web.version("1.0." + round);
        List<String> numbers =
                web.versions().stream().map(info -> info.number().toString()).toList();
        boolean stored =
                numbers.contains("1.0." + round) && !version.info().disks().isEmpty();
        if (stored) {
            version.update().commit();
        } else {
            publish(web, round, image);
        }
        numbers.stream()
                .filter(number -> !number.equals("1.0." + round))
                .forEach(number -> web.version(number).delete().commit());
    }

    private static void publish(ImageDefinition web, int round, Path image) {
        publication(web, round, image).commit();
    }

    private static VersionPublication publication(ImageDefinition web, int round, Path image) {
        return web.version("1.0." + round)
                .publish(image)
                .replicate("westeurope", 2)
                .replicate("eastus", 2);
    }

    /** The process that is killed: it does one job after the other, and tells of every step. */
    static final class Child {
        static final String JOB = "job: ";

        private Child() {}

        public static void main(String[] arguments) {
            ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(Path.of(arguments[0])));
            ImageDefinition web = galleries.gallery("golden").definition("web");
            int round = Integer.parseInt(arguments[2]);
            ImageVersion earlier = web.version("1.0." + (round - 1));
            begin("withdraw");
            earlier.withdraw("eastus").commit();
            begin("collect");
            galleries.collect().onProgress(Child::tell).run();
            begin("repair");
            galleries.repair().onProgress(Child::tell).run();
            begin("replicate");
            earlier.update()
                    .replicate("eastus", 1)
                    .replicate("japaneast", 1)
                    .onProgress(Child::tell)
                    .commit();
            begin("publish");
            publication(web, round, Path.of(arguments[1]))
                    .onProgress(Child::tell)
                    .commit();
            begin("delete");
            earlier.delete().commit();
            begin("collect again");
            galleries.collect().onProgress(Child::tell).run();
            begin("nothing");
        }

        private static void begin(String job) {
            tell(JOB + job);
        }

        private static void tell(Progress progress) {
            tell(progress.task() + " " + progress.doneBytes());
        }

        private static void tell(String line) {
            System.out.print(line + "\n");
            System.out.flush();
        }
    }
}
