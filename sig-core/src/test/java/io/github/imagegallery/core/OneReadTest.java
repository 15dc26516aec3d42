// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A blob crosses into a region once, and one read feeds all sites there that lack it. */
class OneReadTest {
    private static final Site HOME = new Site("default", "westeurope", 0, 1);

    @TempDir
    private Path folder;

    private final InMemoryStorage storage = new InMemoryStorage();
    private final List<Copy> copies = Collections.synchronizedList(new ArrayList<>());
    private Runnable before = () -> {};
    private Runnable after = () -> {};
    private final ImageGalleries galleries = SharedImageGalleries.open(counted());
    private ImageVersion version = galleries.gallery("golden").definition("web").version("1.0.0");

    /** One read of a blob, and the sites that it fed. */
    private record Copy(BlobId blob, Site from, List<Site> to) {}

    /** Returns a storage that takes note of what is copied; what is settled where it is, is not. */
    private GalleryStorage counted() {
        ContentStore inside = storage.contents();
        ContentStore counting = (ContentStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ContentStore.class}, (self, method, args) -> {
                    boolean copied = method.getName().equals("copy") && note(args);
                    if (copied) {
                        before.run();
                    }
                    try {
                        return method.invoke(inside, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (copied) {
                            after.run();
                        }
                    }
                });
        return GalleryStorage.of(storage.records(), counting);
    }

    private boolean note(Object[] arguments) {
        Copy copy = new Copy((BlobId) arguments[0], (Site) arguments[1], sites(arguments[2]));
        return !copy.to().isEmpty() && !copy.to().equals(List.of(copy.from())) && copies.add(copy);
    }

    private static List<Site> sites(Object argument) {
        return ((List<?>) argument).stream().map(Site.class::cast).toList();
    }

    @BeforeEach
    void publish() throws IOException {
        Path image = SampleImage.write(folder.resolve("disk.raw"), 40 << 20, 1);
        version = Fixtures.definition(galleries).version("1.0.0");
        version.publish(image).commit();
        copies.clear();
    }

    private List<BlobId> blobs() {
        return Blobs.all(storage.contents(), HOME).stream().map(BlobInfo::id).toList();
    }

    @Test
    void eachBlobIsReadOnceForAllSitesOfARegion() {
        version.update()
                .replicate("westeurope", 3)
                .replicate("japaneast", 4)
                .replicate(TargetRegion.of("eastus").replicas(2).zoneRedundant())
                .commit();

        assertThat(copies).hasSize(3 * blobs().size());
        for (Copy copy : copies) {
            assertThat(copy.from()).isEqualTo(HOME);
            assertThat(regions(copy.to())).as("of one region").hasSize(1);
        }
        assertThat(copies.stream().map(copy -> copy.blob() + " " + regions(copy.to())))
                .doesNotHaveDuplicates();
        assertThat(copies.stream().mapToInt(copy -> copy.to().size()).sum()).isEqualTo((2 + 4 + 6) * blobs().size());
    }

    @Test
    void whatARegionHasCrossesIntoItNoMore() {
        version.replicate("japaneast", 1).commit();
        copies.clear();

        version.replicate("japaneast", 4).commit();

        assertThat(copies).hasSize(blobs().size());
        assertThat(copies).allMatch(copy -> copy.from().equals(new Site("default", "japaneast", 0, 1)));
        assertThat(copies).allMatch(copy -> copy.to().size() == 3);
    }

    /** What is mended in a region feeds what is missing there. */
    @Test
    void whatIsSoundInTheRegionMendsWhatIsNot() {
        version.replicate("japaneast", 3).commit();
        BlobId pack = Blobs.PACKS.at(storage.contents(), HOME).get(0).id();
        storage.drop(new Site("default", "japaneast", 0, 1));
        storage.damage(new Site("default", "japaneast", 0, 3), pack, 1_000);
        copies.clear();

        version.replicate("japaneast", 3).commit();

        assertThat(copies).hasSize(blobs().size());
        for (Copy copy : copies) {
            assertThat(copy.from())
                    .isEqualTo(new Site("default", "japaneast", 0, copy.blob().equals(pack) ? 3 : 2));
        }
        assertThat(galleries.verify(progress -> {}).damages()).isEmpty();
    }

    /** As many blobs are copied at a time as the setting says: so many meet, and never more. */
    @Test
    void soManyBlobsAreCopiedAtATime() {
        int atATime = 2;
        CyclicBarrier meeting = new CyclicBarrier(atATime);
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        before = () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            if (begun.incrementAndGet() <= atATime) {
                meet(meeting);
            }
        };
        after = now::decrementAndGet;
        GallerySettings settings = GallerySettings.builder()
                .parallelism(1)
                .replicationParallelism(atATime)
                .build();
        ImageGalleries many = SharedImageGalleries.open(counted(), settings);

        many.gallery("golden")
                .definition("web")
                .version("1.0.0")
                .replicate("japaneast", 2)
                .commit();

        assertThat(begun.get()).isEqualTo(blobs().size()).isGreaterThan(atATime);
        assertThat(most.get()).isEqualTo(atATime);
    }

    private static void meet(CyclicBarrier meeting) {
        try {
            meeting.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("Not so many blobs are copied at a time", e);
        }
    }

    @Test
    void lessThanOneAtATimeIsRefused() {
        GallerySettings.Builder none = GallerySettings.builder().replicationParallelism(0);
        assertThatThrownBy(none::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("replicationParallelism must be at least 1, and is 0");
        assertThat(GallerySettings.builder().parallelism(5).build().replicationParallelism())
                .isEqualTo(5);
    }

    private static Set<String> regions(List<Site> sites) {
        return sites.stream().map(Site::region).collect(Collectors.toSet());
    }
}
