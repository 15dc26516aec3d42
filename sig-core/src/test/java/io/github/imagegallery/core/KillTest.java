// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.storage.file.FileStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process on files that is killed at any moment while it publishes and replicates; the next one goes on. */
class KillTest {
    private static final int ROUNDS = 12;
    private static final String DONE = "done";

    @TempDir
    private Path folder;

    @Test
    void whatAKilledProcessLeftIsSoundAndFinishedByTheSameRequest() throws IOException {
        long seed = System.nanoTime();
        System.out.println("KillTest: seed " + seed);
        Random random = new Random(seed);
        Path store = folder.resolve("store");
        try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(store))) {
            Fixtures.definition(galleries);
        }
        Path image = SampleImage.write(folder.resolve("0.raw"), 24 << 20, seed);
        for (int round = 1; round <= ROUNDS; round++) {
            image = SampleImage.change(image, folder.resolve(round + ".raw"), 200 + round);
            List<String> told;
            try (ChildJvm child = ChildJvm.start(Child.class, store.toString(), image.toString(), "" + round)) {
                told = child.lines(1 + random.nextInt(60));
            }
            try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(store))) {
                requireSound(galleries, image, round, told.contains(DONE));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round + ", told " + told, e);
            }
        }
    }

    private void requireSound(ImageGalleries galleries, Path image, int round, boolean done) throws IOException {
        ImageDefinition web = galleries.gallery("golden").definition("web");
        assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        Optional<ImageVersionInfo> left = web.versions().stream()
                .filter(version -> version.number().patch() == round)
                .findFirst();
        Optional<ProvisioningState> state = left.map(ImageVersionInfo::provisioningState);
        if (done) {
            assertThat(state).contains(ProvisioningState.SUCCEEDED);
        }
        if (!state.equals(Optional.of(ProvisioningState.SUCCEEDED))) {
            assertThat(state).isIn(Optional.empty(), Optional.of(ProvisioningState.CREATING));
            publication(web, image, round).commit();
        }
        Exports.requireIdentical(web.version("1.0." + round), "westeurope", image);
        Exports.requireIdentical(web.version("1.0." + round), "eastus", image);
        assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
        assertThat(web.versions()).hasSize(round);
        assertThat(web.latest("eastus").number()).hasToString("1.0." + round);
    }

    private static VersionPublication publication(ImageDefinition web, Path image, int round) {
        return web.version("1.0." + round)
                .publish(image)
                .replicate("westeurope", 2)
                .replicate("eastus", 2);
    }

    /** The process that is killed: it publishes one version, and tells of every step. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(Path.of(arguments[0])));
            ImageDefinition web = galleries.gallery("golden").definition("web");
            publication(web, Path.of(arguments[1]), Integer.parseInt(arguments[2]))
                    .onProgress(Child::tell)
                    .commit();
            System.out.print(DONE + "\n");
            System.out.flush();
        }

        private static void tell(Progress progress) {
            System.out.print(progress.task() + " " + progress.doneBytes() + "\n");
            System.out.flush();
        }
    }
}
