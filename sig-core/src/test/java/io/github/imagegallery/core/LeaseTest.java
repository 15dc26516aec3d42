// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.Watched.Call;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.LeaseRecord;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who replicates what somebody is replicating already waits for it, unless that one is gone. */
class LeaseTest {
    private static final Site ABROAD = new Site("default", "eastus", 0, 1);
    private static final RecordKey KEY =
            Keys.lease("golden", "web", VersionNumber.parse("1.0.0"), RegionName.of("eastus"));

    @TempDir
    private Path folder;

    private final InMemoryStorage storage = new InMemoryStorage();
    private final Ledger ledger =
            new Ledger(storage.records().partition(new PartitionId("default")), UUID::randomUUID, Clock.systemUTC());
    private final ImageGalleries first = SharedImageGalleries.open(storage);
    private final ImageGalleries second = SharedImageGalleries.open(storage);
    private Path image;

    @BeforeEach
    void publish() throws IOException {
        image = SampleImage.write(folder.resolve("disk.raw"), 4 << 20, 1);
        ImageDefinition web = Fixtures.definition(first);
        web.version("1.0.0").publish(image).commit();
    }

    private static ImageVersion version(ImageGalleries galleries) {
        return galleries.gallery("golden").definition("web").version("1.0.0");
    }

    private static VersionOutcome replicate(ImageGalleries galleries, ProgressListener listener) {
        return version(galleries).replicate("eastus", 1).onProgress(listener).commit();
    }

    private Optional<LeaseRecord> lease() {
        return ledger.read(KEY, LeaseRecord.class);
    }

    @Test
    void twoEnginesThatReplicateTheSameMoveItOnce() throws Exception {
        FutureTask<VersionOutcome> other =
                new FutureTask<>(() -> version(second).update().commit());
        Thread waiting = new Thread(other);
        VersionOutcome own = replicate(first, progress -> {
            if (waiting.getState() == Thread.State.NEW) {
                waiting.start();
            }
            while (waiting.isAlive() && waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            assertThat(waiting.isAlive()).isTrue();
            assertThat(lease()).isPresent();
        });
        VersionOutcome others = other.get();

        assertThat(others.version().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
        assertThat(others.movedBytes()).isZero();
        assertThat(own.movedBytes()).isEqualTo(Blobs.bytes(Blobs.all(storage.contents(), ABROAD)));
        assertThat(lease()).isEmpty();
    }

    @Test
    void theWorkOfOneWhoFailedIsTakenOver() throws IOException {
        assertThatThrownBy(() -> replicate(first, progress -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
        assertThat(lease()).as("what is given back").isEmpty();
        version(second).update().commit();
        Exports.requireIdentical(version(second), "eastus", image);
    }

    @Test
    void theWorkOfOneWhoDiedIsTakenOver() throws IOException {
        FaultyStorage dying = FaultyStorage.wrap(storage).dieAfterWrites(3);
        assertThatThrownBy(() -> replicate(SharedImageGalleries.open(dying), progress -> {}))
                .isInstanceOf(StorageException.class);
        assertThat(lease()).as("what nobody could give back").isPresent();
        version(second).update().commit();
        Exports.requireIdentical(version(second), "eastus", image);
        assertThat(lease()).isEmpty();
    }

    @Test
    void aWorkerOfAnotherProcessIsWaitedForUntilItsLeaseLapses() throws Exception {
        theWorkIsBegun();
        LeaseRecord foreign = new LeaseRecord("another process", "somebody", 7);
        put(foreign);
        FutureTask<VersionOutcome> other =
                new FutureTask<>(() -> version(second).update().commit());
        Thread waiting = new Thread(other);
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(lease()).contains(foreign);

        assertThat(other.get().version().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);

        assertThat(lease()).isEmpty();
        Exports.requireIdentical(version(second), "eastus", image);
    }

    @Test
    void aWorkerWhoWasOvertakenCompletesWhatItMade() throws IOException {
        VersionOutcome own = replicate(first, progress -> put(new LeaseRecord("another process", "somebody", 7)));

        assertThat(own.version().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
        assertThat(lease()).as("what whoever overtook it would go on with").isEmpty();
        Exports.requireIdentical(version(second), "eastus", image);
        assertThat(version(second).update().commit().movedBytes()).isZero();
    }

    /** Leaves the region as one that somebody began to make. */
    private void theWorkIsBegun() {
        assertThatThrownBy(() -> replicate(first, progress -> {
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
    }

    private void put(LeaseRecord lease) {
        ledger.change("Cannot put", draft -> {
            draft.put(KEY, lease);
            return lease;
        });
    }

    @Test
    void aVersionThatIsDeletedTakesItsLeasesWithIt() {
        theWorkIsBegun();
        put(new LeaseRecord("another process", "somebody", 7));
        version(second).delete().commit();
        assertThat(lease()).isEmpty();
    }

    /** Holds the work where a call is about to be made, until it is let go. */
    private static final class Hold {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);
        private final GalleryStorage storage;

        Hold(GalleryStorage storage, Predicate<Call> call) {
            this.storage = Watched.calls(storage, next -> {
                if (call.test(next)) {
                    hold();
                }
            });
        }

        private void hold() {
            reached.countDown();
            try {
                letGo.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final AtomicLong nanos = new AtomicLong();

    private ImageGalleries open(GalleryStorage opened) {
        return new GalleriesHandle(
                new Caller(new Cloud(opened, GallerySettings.defaults(), nanos::get), Optional.empty()));
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aLeaseLivesWhileOneBlobIsCopied() throws Exception {
        long moved = aLeaseLives(new Hold(
                storage, call -> call.kind().equals("copy") && call.arguments().contains(List.of(ABROAD))));
        assertThat(moved).isPositive();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void aLeaseLivesWhileWhatIsThereIsRead() throws Exception {
        theWorkIsBegun();
        aLeaseLives(new Hold(
                storage, call -> call.kind().equals("read") && call.arguments().contains(ABROAD)));
    }

    /**
     * Lets three terms pass while the one works and the other waits; the other has nothing to do then. Returns how many bytes the
     * one has moved.
     */
    private long aLeaseLives(Hold hold) throws Exception {
        FutureTask<VersionOutcome> own = new FutureTask<>(
                () -> version(open(hold.storage)).replicate("eastus", 1).commit());
        new Thread(own).start();
        hold.reached.await();
        FutureTask<VersionOutcome> other =
                new FutureTask<>(() -> version(open(storage)).update().commit());
        Thread waiting = new Thread(other);
        waiting.start();
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        String worker = lease().orElseThrow().worker();
        for (int quarter = 1; quarter <= 12; quarter++) {
            long beat = lease().orElseThrow().beat();
            nanos.addAndGet(GallerySettings.defaults().leaseTerm().toNanos() / 4 + 1);
            while (lease().orElseThrow().beat() == beat) {
                requireUninterrupted();
            }
            assertThat(lease().orElseThrow().worker()).isEqualTo(worker);
            assertThat(other.isDone()).isFalse();
        }
        hold.letGo.countDown();

        assertThat(own.get().version().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
        assertThat(other.get().version().provisioningState()).isEqualTo(ProvisioningState.SUCCEEDED);
        assertThat(other.get().movedBytes()).isZero();
        assertThat(lease()).isEmpty();
        return own.get().movedBytes();
    }

    private static void requireUninterrupted() {
        assertThat(Thread.currentThread().isInterrupted())
                .as("given up since nobody renews the lease")
                .isFalse();
        Thread.onSpinWait();
    }
}
