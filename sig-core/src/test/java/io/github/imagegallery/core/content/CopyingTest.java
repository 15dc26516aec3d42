// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.core.content.Contents.Workers;
import io.github.imagegallery.storage.BlobDamagedException;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobMissingException;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.CopyIncompleteException;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blobs on their way to the sites of a region, one or more of which fail. */
class CopyingTest {
    private static final Site HOME = new Site("default", "westeurope", 0, 1);
    private static final Site SPARE = new Site("default", "eastus", 0, 1);
    private static final Site FIRST = new Site("default", "japaneast", 0, 1);
    private static final Site SECOND = new Site("default", "japaneast", 0, 2);
    private static final Site THIRD = new Site("default", "japaneast", 0, 3);
    private static final List<Site> REGION = List.of(FIRST, SECOND, THIRD);
    private static final int SIZE = 1_000;

    private final InMemoryStorage storage = new InMemoryStorage();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final AtomicLong arrived = new AtomicLong();
    private final List<Site> readFrom = Collections.synchronizedList(new ArrayList<>());
    private final Set<Site> full = new HashSet<>();
    private final Set<Site> unreadable = new HashSet<>();
    private final List<BlobId> blobs =
            IntStream.range(0, 20).mapToObj(CopyingTest::bytes).map(BlobId::of).toList();

    @BeforeEach
    void fillTwoSites() {
        IntStream.range(0, 20)
                .forEach(n ->
                        List.of(HOME, SPARE).forEach(site -> storage.contents().put(site, bytes(n))));
    }

    @AfterEach
    void stop() {
        executor.shutdown();
    }

    private static ByteBuffer bytes(int seed) {
        return ByteBuffer.allocate(SIZE).putInt(0, seed);
    }

    @Test
    void aSiteThatCannotBeWrittenDoesNotStarveTheOthers() {
        full.add(THIRD);

        assertThatThrownBy(() -> copy(REGION))
                .isInstanceOf(CopyIncompleteException.class)
                .hasMessageContaining(THIRD + "]: The site is full");

        assertThat(lacking(FIRST)).isEmpty();
        assertThat(lacking(SECOND)).isEmpty();
        assertThat(lacking(THIRD)).isEqualTo(blobs);
        assertThat(arrived).hasValue(2 * 20 * SIZE);
    }

    @Test
    void whatFailsWhereItIsWrittenIsNotTakenForAFailureOfTheSource() {
        full.addAll(REGION);

        assertThatThrownBy(() -> copy(REGION)).isInstanceOf(CopyIncompleteException.class);

        assertThat(readFrom).doesNotContain(SPARE);
        assertThat(readFrom.stream().filter(HOME::equals))
                .as("no more than was under way already")
                .hasSizeLessThanOrEqualTo(2);
        assertThat(arrived).hasValue(0);
    }

    @Test
    void aSourceThatCannotBeReadGivesWayToTheNext() {
        unreadable.add(HOME);

        copy(REGION);

        assertThat(REGION).allMatch(site -> lacking(site).isEmpty());
        assertThat(arrived).hasValue(3 * 20 * SIZE);
    }

    @Test
    void whatCanBeReadNowhereIsSaidWithAllReasons() {
        unreadable.addAll(List.of(HOME, SPARE));

        assertThatThrownBy(() -> copy(REGION))
                .isExactlyInstanceOf(StorageException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()).isNotEmpty());
        assertThat(readFrom.stream().filter(HOME::equals))
                .as("no more than was under way already")
                .hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void whatNoOtherSiteHasIsMissingOrDamaged() {
        assertThatThrownBy(() -> copy(REGION, List.of(FIRST))).isInstanceOf(BlobMissingException.class);
        storage.damage(HOME, blobs.get(0), 1);
        assertThatThrownBy(() -> copy(List.of(HOME), List.of(HOME))).isInstanceOf(BlobDamagedException.class);
    }

    @Test
    void whatIsDamagedIsMendedFirstAndFeedsWhatIsMissing() {
        copy(List.of(SECOND));
        blobs.forEach(blob -> storage.damage(SECOND, blob, 7));
        readFrom.clear();
        arrived.set(0);

        copy(REGION);

        assertThat(REGION).allMatch(site -> lacking(site).isEmpty());
        assertThat(readFrom.stream().filter(HOME::equals)).hasSize(20);
        assertThat(readFrom).doesNotContain(SPARE);
        assertThat(arrived).hasValue(3 * 20 * SIZE);
    }

    @Test
    void whatIsDamagedAndCannotBeMendedLeavesWhatIsMissing() {
        copy(List.of(SECOND));
        blobs.forEach(blob -> storage.damage(SECOND, blob, 7));
        arrived.set(0);
        full.add(SECOND);

        assertThatThrownBy(() -> copy(REGION)).isExactlyInstanceOf(StorageException.class);

        assertThat(lacking(FIRST)).isEmpty();
        assertThat(lacking(THIRD)).isEmpty();
        assertThat(arrived).hasValue(2 * 20 * SIZE);
    }

    private void copy(List<Site> to) {
        copy(to, List.of(HOME, SPARE));
    }

    private void copy(List<Site> to, List<Site> from) {
        Map<BlobId, List<Site>> wanted = new LinkedHashMap<>();
        blobs.forEach(blob -> wanted.put(blob, to));
        Workers workers = new Workers(executor, 2);
        new Contents(failing(), workers, workers, new Random(1), (site, reason) -> {})
                .copy(wanted, from, arrived::addAndGet);
    }

    private List<BlobId> lacking(Site site) {
        return blobs.stream()
                .filter(blob -> !Soundness.SOUND.equals(Soundness.of(storage.contents(), site, blob)))
                .toList();
    }

    /** Returns a store that takes note of what is read, and fails at some sites. */
    private ContentStore failing() {
        ContentStore inside = storage.contents();
        return (ContentStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ContentStore.class}, (self, method, args) -> {
                    if (method.isDefault() && method.getName().equals("copy")) {
                        return InvocationHandler.invokeDefault(self, method, args);
                    }
                    note(method, args);
                    try {
                        return method.invoke(inside, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void note(Method method, Object[] arguments) {
        Site site = (Site) arguments[0];
        boolean writes = Set.of("put", "replace").contains(method.getName());
        if (writes && full.contains(site)) {
            throw new StorageException("The site is full");
        }
        if (method.getName().equals("read")) {
            readFrom.add(site);
            if (unreadable.contains(site)) {
                throw new StorageException("The site cannot be read");
            }
        }
    }
}
