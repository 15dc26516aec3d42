// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.error.OperationNotAllowedException;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two engines on one storage, one of which acts while the other is in the middle of publishing. */
class SecondEngineTest {
    @TempDir
    private Path folder;

    private final InMemoryStorage storage = new InMemoryStorage();
    private final ImageGalleries first = SharedImageGalleries.open(storage);
    private final ImageGalleries second = SharedImageGalleries.open(storage);
    private Path image;

    @BeforeEach
    void define() throws IOException {
        Fixtures.definition(first);
        image = SampleImage.write(folder.resolve("disk.raw"), 4 << 20, 1);
    }

    private static ImageVersion version(ImageGalleries galleries) {
        return galleries.gallery("golden").definition("web").version("1.0.0");
    }

    private VersionPublication publication(ImageGalleries galleries) {
        return version(galleries).publish(image).replicate("westeurope", 2).replicate("eastus", 2);
    }

    /** Publishes with the first engine, and lets something happen when the first bytes are read. */
    private void publishWhile(Runnable happens) {
        AtomicBoolean happened = new AtomicBoolean();
        publication(first)
                .onProgress(progress -> {
                    if (happened.compareAndSet(false, true)) {
                        happens.run();
                    }
                })
                .commit();
    }

    @Test
    void theSameRequestMeanwhileMakesOneVersion() throws IOException {
        publishWhile(() -> publication(second).commit());

        assertThat(version(first).info().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
        assertThat(version(second).info()).isEqualTo(version(first).info());
        assertThat(second.verify(progress -> {}).damages()).isEmpty();
        assertThat(Exports.requireIdentical(version(first), "eastus", image).fallbacks())
                .isEmpty();
        assertThat(Exports.requireIdentical(version(first), "westeurope", image).fallbacks())
                .isEmpty();
    }

    @Test
    void deletionMeanwhileEndsThePublication() {
        assertThatThrownBy(() -> publishWhile(() -> version(second).delete().commit()))
                .isInstanceOf(OperationNotAllowedException.class)
                .hasMessageContainingAll("golden/web/1.0.0", "deleted meanwhile", "publish it anew");
        assertThat(Remembered.counter(storage, "n/versions/westeurope")).isZero();
        assertThat(first.gallery("golden").definition("web").versions()).isEmpty();
    }

    @Test
    void anotherVersionOfThatNumberMeanwhileIsLeftAlone() throws IOException {
        Path other = SampleImage.write(folder.resolve("other.raw"), 2 << 20, 2);
        assertThatThrownBy(() -> publishWhile(() -> {
                    version(second).delete().commit();
                    version(second).publish(other).commit();
                }))
                .isInstanceOf(OperationNotAllowedException.class)
                .hasMessageContaining("deleted meanwhile");
        Exports.requireIdentical(version(first), "westeurope", other);
        assertThat(first.verify(progress -> {}).damages()).isEmpty();
    }

    @Test
    void aDifferentRequestMeanwhileIsRefused() throws IOException {
        publishWhile(
                () -> assertThatThrownBy(() -> version(second).publish(image).commit())
                        .isInstanceOf(OperationNotAllowedException.class)
                        .hasMessageContaining("it is Creating"));
        Exports.requireIdentical(version(second), "eastus", image);
    }

    @Test
    void theParentsOfWhatIsBeingPublishedAreNotDeleted() {
        Gallery golden = second.gallery("golden");
        ImageDefinition web = golden.definition("web");
        publishWhile(() -> {
            assertThatThrownBy(() -> web.delete().commit()).hasMessageContaining("1.0.0");
            assertThatThrownBy(() -> golden.delete().commit()).hasMessageContaining("web");
        });
    }

    @Test
    void aRegionWithdrawnMeanwhileIsNotCompleted() {
        AtomicBoolean happened = new AtomicBoolean();
        publication(first)
                .onProgress(progress -> {
                    if (progress.task().contains("eastus") && happened.compareAndSet(false, true)) {
                        version(second).withdraw("eastus").commit();
                    }
                })
                .commit();
        assertThat(version(second).info().regions())
                .extracting(region -> region.region().toString())
                .containsExactly("westeurope");
        assertThat(version(second).info().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
    }
}
