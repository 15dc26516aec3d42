// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.Operation;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.error.ParentResourceNotFoundException;
import io.github.imagegallery.model.ExportReport;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was started goes on by itself, tells how far it is, and ends as a commit would. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OperationTest {
    @TempDir
    private Path folder;

    private final InMemoryStorage storage = new InMemoryStorage();
    private final ImageGalleries galleries = open();
    private ImageDefinition web = galleries.gallery("golden").definition("web");
    private Path image;

    /** A listener that holds the work where it is told first, until it is let go or interrupted. */
    private static final class Gate implements ProgressListener {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        @Override
        public void onProgress(Progress progress) {
            reached.countDown();
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void awaitReached() throws InterruptedException {
            reached.await();
        }

        void letGo() {
            open.countDown();
        }
    }

    private final Gate gate = new Gate();

    /** Opens galleries that leave the storage open when they are closed. */
    private ImageGalleries open() {
        return SharedImageGalleries.open(GalleryStorage.of(storage.records(), storage.contents()));
    }

    @BeforeEach
    void define() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 8 << 20, 1);
        web = Fixtures.definition(galleries);
    }

    private ImageVersion version() {
        return web.version("1.0.0");
    }

    private VersionPublication publication() {
        return version().publish(image).replicate("westeurope").replicate("japaneast", 2);
    }

    @Test
    void itsResultIsThatOfACommit() throws Exception {
        Operation<VersionOutcome> publishing = publication().onProgress(gate).start();
        gate.awaitReached();
        assertThat(publishing.isDone()).isFalse();
        assertThat(publishing.progress().orElseThrow().task()).isEqualTo("Publishing disk.raw");
        CompletableFuture<VersionOutcome> future = publishing.future();
        assertThat(future).isNotDone();
        gate.letGo();

        VersionOutcome outcome = publishing.await();

        assertThat(publishing.isDone()).isTrue();
        assertThat(future.get()).isSameAs(outcome).isSameAs(publishing.await());
        assertThat(outcome.version()).isEqualTo(version().info());
        assertThat(outcome.version().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
        assertThat(publishing.progress().orElseThrow().percent()).isEqualTo(100);
        publishing.cancel();
        assertThat(publishing.await()).as("what is over is not cancelled").isSameAs(outcome);
    }

    @Test
    void itFailsAsACommitDoes() {
        VersionPublication orphan = galleries
                .gallery("golden")
                .definition("absent")
                .version("1.0.0")
                .publish(image);
        Operation<VersionOutcome> publishing = orphan.start();

        assertThatThrownBy(publishing::await).isInstanceOf(ParentResourceNotFoundException.class);
        assertThat(publishing.isDone()).isTrue();
        assertThat(publishing.progress()).isEmpty();
        assertThatThrownBy(() -> publishing.future().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ParentResourceNotFoundException.class);
    }

    @Test
    void whatItsListenerThrowsEndsIt() {
        Operation<VersionOutcome> publishing = publication()
                .onProgress(progress -> {
                    throw new AssertionError("enough");
                })
                .start();
        assertThatThrownBy(publishing::await).isInstanceOf(AssertionError.class).hasMessage("enough");
    }

    @Test
    void whatWasCancelledIsResumedByTheSameRequest() throws Exception {
        Operation<VersionOutcome> publishing = publication().onProgress(gate).start();
        gate.awaitReached();

        publishing.cancel();

        assertThatThrownBy(publishing::await).isInstanceOf(CancellationException.class);
        assertThat(Thread.currentThread().isInterrupted())
                .as("only the work is")
                .isFalse();
        assertThat(version().info().provisioningState()).isEqualTo(ProvisioningState.CREATING);
        publication().start().await();
        Exports.requireIdentical(version(), "japaneast", image);
        Soundness.require(storage);
    }

    @Test
    void whatWasCancelledEndsThoughItsListenerTakesTheInterruption() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        Operation<VersionOutcome> publishing = publication()
                .onProgress(progress -> {
                    told.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException taken) {
                        // as a listener does that knows no better
                    }
                })
                .start();
        told.await();

        publishing.cancel();

        assertThatThrownBy(publishing::await).isInstanceOf(CancellationException.class);
    }

    @Test
    void aFutureFailsWithWhatTheWorkHasThrown() throws Exception {
        List<Throwable> failures = new ArrayList<>();
        IllegalStateException enough = new IllegalStateException("enough");
        Operation<VersionOutcome> failing = publication()
                .onProgress(progress -> {
                    throw enough;
                })
                .start();
        assertThatThrownBy(failing::await).isSameAs(enough);
        failing.future().whenComplete((outcome, failure) -> failures.add(failure));
        assertThat(failures).last().isSameAs(enough);

        Operation<VersionOutcome> publishing = publication().onProgress(gate).start();
        gate.awaitReached();
        CompletableFuture<VersionOutcome> future = publishing.future();
        publishing.cancel();
        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
        assertThat(future).isCancelled();
        assertThat(publishing.future()).isCancelled();
    }

    @Test
    void aFutureIsNotTheWork() throws Exception {
        Operation<VersionOutcome> publishing = publication().onProgress(gate).start();
        gate.awaitReached();
        publishing.future().cancel(true);
        publishing.future().completeExceptionally(new IllegalStateException());
        gate.letGo();
        assertThat(publishing.await()).isNotNull();
    }

    @Test
    void whoWaitsMayBeInterruptedAndTheWorkGoesOn() throws Exception {
        Operation<VersionOutcome> publishing = publication().onProgress(gate).start();
        gate.awaitReached();
        Thread.currentThread().interrupt();
        assertThatThrownBy(publishing::await).isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
        assertThat(publishing.isDone()).isFalse();
        gate.letGo();
        assertThat(publishing.await()).isNotNull();
    }

    @Test
    void closingTheGalleriesEndsItAndOthersResume() throws Exception {
        Operation<VersionOutcome> publishing = publication().onProgress(gate).start();
        gate.awaitReached();
        galleries.close();
        gate.letGo();
        assertThatThrownBy(publishing::await).isInstanceOf(StorageException.class);

        try (ImageGalleries again = open()) {
            web = again.gallery("golden").definition("web");
            publication().commit();
            Exports.requireIdentical(version(), "japaneast", image);
        }
        Soundness.require(storage);
    }

    @Test
    void replicasAreMadeInTheBackgroundToo() throws Exception {
        publication().commit();
        Operation<VersionOutcome> replicating =
                version().replicate("eastus", 2).onProgress(gate).start();
        gate.awaitReached();
        assertThat(replicating.progress().orElseThrow().task()).isEqualTo("Replicating to eastus");
        gate.letGo();
        assertThat(replicating.await().movedBytes()).isPositive();
        Exports.requireIdentical(version(), "eastus", image);
        assertThat(web.replicateNewest().replicate("westus").start().await()).hasSize(1);
        Exports.requireIdentical(version(), "westus", image);
    }

    @Test
    void aDiskIsExportedInTheBackgroundToo() throws Exception {
        publication().commit();
        Path file = folder.resolve("out.raw");
        ExportReport report = version().export("japaneast").start(file).await();
        assertThat(report.file()).isEqualTo(file);
        assertThat(file).hasSameBinaryContentAs(image);
        Operation<ExportReport> again = version().export("japaneast").start(file);
        assertThatThrownBy(again::await).isInstanceOf(UncheckedIOException.class);

        Path cancelled = Files.createDirectory(folder.resolve("cancelled"));
        Operation<ExportReport> exporting =
                version().export("japaneast").onProgress(gate).start(cancelled.resolve("out.raw"));
        gate.awaitReached();
        exporting.cancel();
        assertThatThrownBy(exporting::await).isInstanceOf(CancellationException.class);
        assertThat(List.of(cancelled.toFile().list())).isEmpty();
    }
}
