// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.QuotaExceededException;
import io.github.imagegallery.model.Usage;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.file.FileStorage;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.FaultyStorage.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Limits are neither exceeded nor under-used by many who create and delete at the same time, while calls fail, answers are
 * lost and engines die. {@code -Dstorm=50} makes it fifty times as long.
 */
class LimitStormTest {
    private static final int LONGER = Integer.getInteger("storm", 1);
    private static final int THREADS = 6;
    private static final int REQUESTS = 40 * LONGER;
    private static final int KILLS = 3 * LONGER;

    @TempDir
    private Path folder;

    private final long seed = Long.getLong("storm.seed", System.nanoTime());
    private Path image;

    @BeforeEach
    void writeImage() throws IOException {
        System.out.println("LimitStormTest: seed " + seed);
        image = SampleImage.write(folder.resolve("disk.raw"), 64 << 10, 1);
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void everyCommitKeepsThemAndEveryRefusalHadAReason(Backend backend) throws InterruptedException {
        try (GalleryStorage storage = backend.open(folder)) {
            CommitLog log = new CommitLog(storage);
            AtomicInteger busy = new AtomicInteger(THREADS);
            // the last thread only looks
            List<Throwable> failures = Together.run(THREADS + 1, n -> {
                if (n == THREADS) {
                    watch(log.storage(), busy);
                } else {
                    try {
                        new Client(log, new Random(seed + n)).run();
                    } finally {
                        busy.decrementAndGet();
                    }
                }
            });
            assertThat(failures).as("seed %d", seed).isEmpty();

            log.requireExact(Churn::limit);
            assertThat(log.refusals()).as("somebody was refused").isPositive();
            Soundness.require(storage);
            requireListed(open(storage));
            requireFilled(open(log.storage()));
            log.requireExact(Churn::limit);
            Soundness.requireDeletable(storage, open(storage));
        }
    }

    /** Opens galleries that leave the storage open. */
    private static ImageGalleries open(GalleryStorage storage) {
        return SharedImageGalleries.open(GalleryStorage.of(storage.records(), storage.contents()), Churn.settings());
    }

    private static void watch(GalleryStorage storage, AtomicInteger busy) {
        ImageGalleries galleries = open(storage);
        while (busy.get() > 0) {
            requireWithin(galleries);
        }
    }

    private static void requireWithin(ImageGalleries galleries) {
        assertThat(galleries.subscription("default").usage())
                .allSatisfy(usage -> assertThat(usage.used()).as("%s", usage).isBetween(1L, usage.limit()));
    }

    /** One who asks, and starts a new engine when the one before has died. */
    private final class Client {
        private final CommitLog log;
        private final Random random;
        private FaultyStorage faulty;
        private ImageGalleries galleries;

        Client(CommitLog log, Random random) {
            this.log = log;
            this.random = random;
            start();
        }

        private void start() {
            faulty = FaultyStorage.wrap(log.storage());
            galleries = open(faulty);
        }

        void run() {
            for (int request = 0; request < REQUESTS; request++) {
                if (faulty.isDead()) {
                    start();
                }
                if (random.nextInt(3) == 0) {
                    hurt();
                }
                ask();
            }
        }

        private void hurt() {
            switch (random.nextInt(8)) {
                case 0 -> faulty.dieAfterWrites(random.nextInt(6));
                case 1, 2, 3 -> faulty.loseAnswerOfCommit(1 + random.nextInt(2));
                case 4 -> faulty.loseAnswerOfCommit(1).dieAfterWrites(1);
                case 5 -> faulty.fail(Call.READ_RECORDS, 1 + random.nextInt(12));
                case 6 -> faulty.fail(Call.PUT, 1);
                default -> faulty.fail(Call.COMMIT, 1 + random.nextInt(3));
            }
        }

        private void ask() {
            int refusedBefore = log.refusedHere();
            try {
                Churn.next(galleries, random, image).commit();
            } catch (QuotaExceededException refused) {
                assertThat(log.refusedHere()).as("%s", refused).isGreaterThan(refusedBefore);
            } catch (GalleryException | StorageException otherwise) {
                // what was there, or not there, is not what this is about
            }
        }
    }

    /** Requires that what is used is what is listed. */
    private static void requireListed(ImageGalleries galleries) {
        long listed = galleries.galleries().stream().count()
                + galleries.definitions().stream().count();
        for (var definition : galleries.definitions()) {
            listed += galleries.definition(definition.id()).versions().stream().count();
        }
        long used = galleries.subscription("default").usage().stream()
                .mapToLong(Usage::used)
                .sum();
        assertThat(used).isEqualTo(listed);
        requireWithin(galleries);
    }

    /** Creates as much as fits, and requires that this is as much as there may be. */
    private void requireFilled(ImageGalleries galleries) {
        fill(n -> galleries.gallery("more" + n).create().location("westus").commit(), Churn.limit("galleries"));
        fill(n -> Churn.define(galleries.gallery("more0").definition("d" + n)).commit(), Churn.limit("definitions"));
        fill(
                n -> galleries
                        .gallery("more0")
                        .definition("d0")
                        .version("1.0." + n)
                        .publish(image)
                        .commit(),
                Churn.limit("versions"));
        for (String location : List.of("westeurope", "eastus")) {
            int before = Math.toIntExact(used(galleries, location));
            fill(
                    n -> Churn.define(galleries.gallery("more0").definition("in-" + location + n))
                            .location(location)
                            .commit(),
                    Churn.limit("definitions") - before);
        }
    }

    private static long used(ImageGalleries galleries, String location) {
        return galleries.subscription("default").usage().stream()
                .filter(usage -> usage.kind() == Usage.Kind.DEFINITIONS)
                .filter(usage -> usage.location().toString().equals(location))
                .mapToLong(Usage::used)
                .sum();
    }

    private static void fill(IntConsumer creation, int fitting) {
        for (int n = 0; n < fitting; n++) {
            creation.accept(n);
        }
        assertThatThrownBy(() -> creation.accept(fitting)).isInstanceOf(QuotaExceededException.class);
    }

    /** A process is killed while its threads create and delete, over and over again. */
    @Test
    void aKilledProcessLeavesThemExact() throws IOException {
        Random random = new Random(seed);
        Path store = folder.resolve("store");
        for (int round = 1; round <= KILLS; round++) {
            try (ChildJvm child =
                    ChildJvm.start(Child.class, store.toString(), image.toString(), "" + (seed + round))) {
                assertThat(child.lines(1 + random.nextInt(150))).isNotEmpty();
            }
            try (GalleryStorage storage = FileStorage.at(store)) {
                Soundness.require(storage);
                requireListed(open(storage));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
        try (GalleryStorage storage = FileStorage.at(store)) {
            requireFilled(open(storage));
            Soundness.requireDeletable(storage, open(storage));
        }
    }

    /** The process that is killed. It tells of every request. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            ImageGalleries galleries =
                    SharedImageGalleries.open(FileStorage.at(Path.of(arguments[0])), Churn.settings());
            Path image = Path.of(arguments[1]);
            long seed = Long.parseLong(arguments[2]);
            Together.run(4, n -> {
                Random random = new Random(seed * 31 + n);
                while (true) {
                    ask(galleries, random, image);
                }
            });
        }

        private static void ask(ImageGalleries galleries, Random random, Path image) {
            try {
                Churn.next(galleries, random, image).commit();
                tell("done");
            } catch (GalleryException refused) {
                tell("refused");
            }
        }

        private static void tell(String what) {
            System.out.print(what + "\n");
            System.out.flush();
        }
    }
}
