// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.storage.BlobDamagedException;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.BlobMissingException;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.CopyIncompleteException;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The laws of {@link ContentStore}. A backend's whole test is a subclass that opens it; one that is durable also says
 * how to reopen it, and one whose copies a test can reach says how to damage one. Each test has a storage of its own.
 */
public abstract class ContentStoreContract {
    private static final Site HERE = new Site("default", "westeurope", 0, 1);
    private static final Site THERE = new Site("default", "westeurope", 0, 2);
    private static final Site ZONE = new Site("default", "westeurope", 1, 1);
    private static final Site OTHER = new Site("other", "japaneast", 3, 2);
    private static final ByteBuffer BYTES = randomBytes(1, 70_000);
    private static final BlobId BLOB = BlobId.of(BYTES);

    private GalleryStorage storage;
    private ContentStore contents;

    /** For subclasses. */
    protected ContentStoreContract() {}

    /**
     * Opens a storage that holds nothing.
     *
     * @throws Exception if it cannot be opened, which fails the test
     */
    protected abstract GalleryStorage open() throws Exception;

    /**
     * Opens again the storage that was last opened, which is closed by now. A backend that is not durable leaves this
     * as it is: the tests that ask for it are then skipped.
     *
     * @throws Exception if it cannot be opened, which fails the test
     */
    protected GalleryStorage reopen() throws Exception {
        return Assumptions.abort("This backend does not say how to reopen it");
    }

    /**
     * Changes one byte of one copy of a blob behind the back of the storage. A backend whose copies cannot be reached
     * leaves this as it is: the tests that ask for it are then skipped.
     *
     * @param site where the copy is
     * @param id the blob
     * @param offset the byte to change
     * @throws Exception if it cannot be damaged, which fails the test
     */
    protected void damage(Site site, BlobId id, long offset) throws Exception {
        Assumptions.abort("This backend does not say how to damage a blob");
    }

    /**
     * Makes a site that holds nothing refuse all blobs from now on. A backend whose sites cannot be made to fail leaves this as it is:
     * the tests that ask for it are then skipped.
     *
     * @param site the site
     * @throws Exception if that cannot be done, which fails the test
     */
    protected void block(Site site) throws Exception {
        Assumptions.abort("This backend does not say how to make a site fail");
    }

    @BeforeEach
    final void openEmptyStorage() throws Exception {
        use(open());
    }

    @AfterEach
    final void closeStorage() {
        storage.close();
    }

    // Putting and getting

    @Test
    final void whatWasPutIsThere() {
        contents.put(HERE, BLOB, BYTES);

        assertThat(contents.contains(HERE, BLOB)).isTrue();
        assertThat(contents.size(HERE, BLOB)).hasValue(70_000);
        assertThat(whole(HERE, BLOB)).isEqualTo(BYTES);
    }

    @Test
    final void aBufferIsReadBetweenItsBoundsAndLeftAsItWas() {
        ByteBuffer direct = ByteBuffer.allocateDirect(100);
        direct.position(10).limit(30);
        ByteBuffer readOnly = randomBytes(2, 50).position(7).asReadOnlyBuffer();
        for (ByteBuffer bytes : List.of(direct, readOnly)) {
            ByteBuffer before = bytes.duplicate();
            contents.put(HERE, BlobId.of(bytes), bytes);

            assertThat(bytes.position()).isEqualTo(before.position());
            assertThat(bytes.limit()).isEqualTo(before.limit());
            assertThat(whole(HERE, BlobId.of(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    final void whatWasPutDoesNotChangeWithTheBuffer() {
        ByteBuffer bytes = randomBytes(3, 100);
        BlobId id = BlobId.of(bytes);
        contents.put(HERE, id, bytes);
        bytes.put(0, (byte) ~bytes.get(0));
        contents.get(HERE, id, 0, 100).put(0, (byte) 7);

        assertThat(BlobId.of(whole(HERE, id))).isEqualTo(id);
    }

    @Test
    final void aBlobWithoutANameGetsTheNameOfItsBytes() {
        ByteBuffer bytes = ByteBuffer.allocateDirect(100).position(10).limit(30);
        ByteBuffer before = bytes.duplicate();

        BlobId named = contents.put(HERE, bytes);

        assertThat(named).isEqualTo(BlobId.of(bytes));
        assertThat(whole(HERE, named)).isEqualTo(bytes);
        assertThat(bytes).isEqualTo(before);
        assertThat(contents.put(HERE, bytes)).isEqualTo(named);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> contents.put(HERE, ByteBuffer.allocate(ContentStore.MAX_BLOB_BYTES + 1)));
    }

    @Test
    final void aWrongIdIsRefused() {
        BlobId wrong = BlobId.of(randomBytes(4, 10));

        assertThatIllegalArgumentException().isThrownBy(() -> contents.put(HERE, wrong, BYTES));

        assertThat(contents.contains(HERE, wrong)).isFalse();
        assertThat(contents.contains(HERE, BLOB)).isFalse();
        assertThat(contents.sites()).isEmpty();
    }

    @Test
    final void theLargestBlobIsKeptAndALargerOneRefused() {
        ByteBuffer largest = randomBytes(5, ContentStore.MAX_BLOB_BYTES);
        ByteBuffer tooLarge = ByteBuffer.allocate(ContentStore.MAX_BLOB_BYTES + 1);

        contents.put(HERE, BlobId.of(largest), largest);
        assertThatIllegalArgumentException().isThrownBy(() -> contents.put(HERE, BlobId.of(tooLarge), tooLarge));

        assertThat(BlobId.of(whole(HERE, BlobId.of(largest)))).isEqualTo(BlobId.of(largest));
        assertThat(contents.copy(BlobId.of(largest), HERE, List.of(THERE))).isEqualTo(ContentStore.MAX_BLOB_BYTES);
    }

    @Test
    final void anEmptyBlobIsABlob() {
        ByteBuffer empty = ByteBuffer.allocate(0);
        contents.put(HERE, BlobId.of(empty), empty);

        assertThat(contents.size(HERE, BlobId.of(empty))).hasValue(0);
        assertThat(contents.get(HERE, BlobId.of(empty), 0, 0).remaining()).isZero();
    }

    @Test
    final void puttingABlobTwiceIsNoError() {
        contents.put(HERE, BLOB, BYTES);
        contents.put(HERE, BLOB, BYTES);

        assertThat(all(HERE, 10)).containsExactly(new BlobInfo(BLOB, 70_000));
    }

    @Test
    final void anyRangeIsReadAndNoneBeyondTheEnd() {
        contents.put(HERE, BLOB, BYTES);

        assertThat(contents.get(HERE, BLOB, 0, 1)).isEqualTo(BYTES.slice(0, 1));
        assertThat(contents.get(HERE, BLOB, 65_535, 3)).isEqualTo(BYTES.slice(65_535, 3));
        assertThat(contents.get(HERE, BLOB, 69_999, 1)).isEqualTo(BYTES.slice(69_999, 1));
        assertThat(contents.get(HERE, BLOB, 70_000, 0).remaining()).isZero();
        assertMissing(BLOB, 70_000, 1);
        assertMissing(BLOB, 69_999, 2);
        assertMissing(BLOB, 0, 70_001);
        assertMissing(BLOB, Long.MAX_VALUE, Integer.MAX_VALUE);
        assertThatIllegalArgumentException().isThrownBy(() -> contents.get(HERE, BLOB, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> contents.get(HERE, BLOB, 0, -1));
    }

    @Test
    final void whatIsNotThereIsMissing() {
        contents.put(HERE, BLOB, BYTES);

        for (BlobId id : List.of(BLOB, BlobId.of(randomBytes(6, 1)))) {
            assertThat(contents.size(THERE, id)).isEqualTo(OptionalLong.empty());
            assertThat(contents.contains(THERE, id)).isFalse();
            assertThatThrownBy(() -> contents.get(THERE, id, 0, 0)).isInstanceOf(BlobMissingException.class);
            assertThatThrownBy(() -> contents.copy(id, THERE, List.of(OTHER))).isInstanceOf(BlobMissingException.class);
        }
    }

    // Sites

    @Test
    final void aSiteWithoutBlobsIsAsOneThatDoesNotExist() {
        assertThat(contents.sites()).isEmpty();
        assertThat(all(HERE, 10)).isEmpty();
        contents.remove(HERE, Set.of(BLOB));
        contents.put(HERE, BLOB, BYTES);
        contents.remove(HERE, Set.of(BLOB));

        assertThat(contents.sites()).isEmpty();
        assertThat(all(HERE, 10)).isEmpty();
        assertThat(contents.contains(HERE, BLOB)).isFalse();
    }

    @Test
    final void eachSiteHasACopyOfItsOwn() {
        for (Site site : List.of(HERE, THERE, ZONE, OTHER)) {
            contents.put(site, BLOB, BYTES);
        }
        contents.remove(HERE, Set.of(BLOB));

        assertThat(contents.sites()).containsExactlyInAnyOrder(THERE, ZONE, OTHER);
        assertThat(contents.contains(HERE, BLOB)).isFalse();
        assertThat(whole(THERE, BLOB)).isEqualTo(BYTES);
        assertThat(whole(ZONE, BLOB)).isEqualTo(BYTES);
    }

    @Test
    final void damagingACopyTouchesNoOther() throws Exception {
        contents.put(HERE, BLOB, BYTES);
        contents.copy(BLOB, HERE, List.of(THERE));
        damage(HERE, BLOB, 5);

        assertThat(whole(HERE, BLOB)).isNotEqualTo(BYTES);
        assertThat(whole(THERE, BLOB)).isEqualTo(BYTES);
    }

    // Listing and removing

    @Test
    final void aSiteIsListedInTheOrderOfTheIds() {
        List<BlobInfo> expected = IntStream.range(0, 23)
                .mapToObj(n -> randomBytes(n, 10 + n))
                .map(bytes -> new BlobInfo(BlobId.of(bytes), bytes.remaining()))
                .sorted(Comparator.comparing(BlobInfo::id))
                .toList();
        IntStream.range(0, 23)
                .mapToObj(n -> randomBytes(n, 10 + n))
                .forEach(bytes -> contents.put(HERE, BlobId.of(bytes), bytes));

        for (int limit : new int[] {1, 7, 23, 1_000}) {
            assertThat(all(HERE, limit)).isEqualTo(expected);
        }
        for (int limit : new int[] {-1, 0, 1_001}) {
            assertThatIllegalArgumentException().isThrownBy(() -> contents.list(HERE, Cursor.start(), limit));
        }
        Cursor second = contents.list(HERE, Cursor.start(), 2).next().orElseThrow();
        contents.remove(HERE, Set.of(expected.get(0).id(), expected.get(1).id()));
        assertThat(contents.list(HERE, second, 1).items()).containsExactly(expected.get(2));
    }

    @Test
    final void removingTakesWhatIsThere() {
        ByteBuffer kept = randomBytes(7, 10);
        contents.put(HERE, BLOB, BYTES);
        contents.put(HERE, BlobId.of(kept), kept);

        contents.remove(HERE, Set.of(BLOB, BlobId.of(randomBytes(8, 1))));
        contents.remove(HERE, Set.of(BLOB));

        assertThat(all(HERE, 10)).containsExactly(new BlobInfo(BlobId.of(kept), 10));
        assertThatThrownBy(() -> contents.get(HERE, BLOB, 0, 1)).isInstanceOf(BlobMissingException.class);
    }

    @Test
    final void aBlobMayComeBack() {
        contents.put(HERE, BLOB, BYTES);
        contents.remove(HERE, Set.of(BLOB));
        contents.put(HERE, BLOB, BYTES);

        assertThat(whole(HERE, BLOB)).isEqualTo(BYTES);
    }

    // Copying

    @Test
    final void aCopyMovesTheBytesOnce() {
        contents.put(HERE, BLOB, BYTES);

        assertThat(contents.copy(BLOB, HERE, List.of(OTHER))).isEqualTo(70_000);
        assertThat(contents.copy(BLOB, HERE, List.of(OTHER))).isZero();
        assertThat(contents.copy(BLOB, HERE, List.of(HERE))).isZero();
        assertThat(whole(OTHER, BLOB)).isEqualTo(BYTES);
        assertThat(all(OTHER, 10)).containsExactly(new BlobInfo(BLOB, 70_000));
    }

    /** Backends move bytes in pieces, and some in units that their media prescribe. */
    @Test
    final void aCopyHasTheLengthOfTheBlobWhateverThatIs() {
        for (int size : List.of(0, 1, 511, 4_095, 4_096, 4_097, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_000_000)) {
            ByteBuffer bytes = randomBytes(size, size);
            BlobId id = contents.put(HERE, bytes);

            assertThat(contents.copy(id, HERE, List.of(THERE, ZONE))).isEqualTo(2L * size);
            for (Site site : List.of(THERE, ZONE)) {
                assertThat(contents.size(site, id)).hasValue(size);
                assertThat(contents.read(site, id)).isEqualTo(bytes);
            }
        }
    }

    @Test
    final void aCopyToSeveralSitesIsOneOfItsOwnAtEach() {
        contents.put(HERE, BLOB, BYTES);
        contents.put(OTHER, BLOB, BYTES);

        assertThat(contents.copy(BLOB, HERE, List.of(THERE, HERE, OTHER, ZONE))).isEqualTo(2 * 70_000);
        contents.remove(HERE, Set.of(BLOB));
        contents.remove(OTHER, Set.of(BLOB));

        assertThat(contents.sites()).containsExactlyInAnyOrder(THERE, ZONE);
        assertThat(whole(THERE, BLOB)).isEqualTo(BYTES);
        contents.remove(THERE, Set.of(BLOB));
        assertThat(whole(ZONE, BLOB)).isEqualTo(BYTES);
        assertThat(contents.copy(BLOB, ZONE, List.of())).isZero();
    }

    @Test
    final void aSiteThatFailsLeavesTheOthersOfACopy() throws Exception {
        contents.put(HERE, BLOB, BYTES);
        block(THERE);

        assertThatThrownBy(() -> contents.copy(BLOB, HERE, List.of(THERE, ZONE, HERE, OTHER)))
                .isInstanceOfSatisfying(CopyIncompleteException.class, incomplete -> {
                    assertThat(incomplete.sites()).containsExactly(THERE);
                    assertThat(incomplete.movedBytes()).isEqualTo(2 * 70_000);
                });
        assertThat(contents.read(ZONE, BLOB)).isEqualTo(BYTES);
        assertThat(contents.read(OTHER, BLOB)).isEqualTo(BYTES);
        assertThat(contents.copy(BLOB, HERE, List.of(ZONE, OTHER))).isZero();
    }

    @Test
    final void aDamagedBlobIsNotCopied() throws Exception {
        contents.put(HERE, BLOB, BYTES);
        damage(HERE, BLOB, 69_999);

        assertThatThrownBy(() -> contents.copy(BLOB, HERE, List.of(THERE, OTHER)))
                .isInstanceOf(BlobDamagedException.class);
        assertThat(contents.contains(THERE, BLOB)).isFalse();
        assertThat(contents.sites()).containsExactly(HERE);
    }

    @Test
    final void aDamagedBlobIsRepairedByRemovingAndPuttingIt() throws Exception {
        contents.put(HERE, BLOB, BYTES);
        damage(HERE, BLOB, 0);
        contents.remove(HERE, Set.of(BLOB));
        contents.put(HERE, BLOB, BYTES);

        assertThat(whole(HERE, BLOB)).isEqualTo(BYTES);
    }

    // Many threads

    @Test
    final void aDamagedBlobIsReplacedByASoundOne() throws Exception {
        contents.put(HERE, BLOB, BYTES);
        damage(HERE, BLOB, 30_000);

        contents.replace(HERE, BLOB, BYTES);

        assertThat(contents.read(HERE, BLOB)).isEqualTo(BYTES);
    }

    @Test
    final void whatIsMissingOrSoundMayBeReplacedToo() {
        contents.replace(HERE, BLOB, BYTES);
        assertThat(contents.read(HERE, BLOB)).isEqualTo(BYTES);
        contents.replace(HERE, BLOB, BYTES);
        assertThat(contents.read(HERE, BLOB)).isEqualTo(BYTES);
        assertThatIllegalArgumentException().isThrownBy(() -> contents.replace(HERE, BLOB, randomBytes(4, 10)));
        assertThat(contents.read(HERE, BLOB)).isEqualTo(BYTES);
    }

    /** While it is replaced again and again, it is never missing. */
    @Test
    final void aBlobIsNeverMissingWhileItIsReplaced() {
        contents.put(HERE, BLOB, BYTES);
        Threads.run(2, thread -> {
            for (int i = 0; i < 50; i++) {
                if (thread == 0) {
                    contents.replace(HERE, BLOB, BYTES);
                } else {
                    assertThat(contents.read(HERE, BLOB)).isEqualTo(BYTES);
                }
            }
        });
    }

    @Test
    final void manyMayPutTheSameBlob() {
        for (int round = 0; round < 10; round++) {
            ByteBuffer bytes = randomBytes(round, 100_000);
            BlobId id = BlobId.of(bytes);
            Threads.run(6, thread -> {
                if (thread % 2 == 0) {
                    contents.put(HERE, id, bytes.duplicate());
                } else {
                    contents.put(THERE, id, bytes.duplicate());
                    contents.copy(id, THERE, List.of(HERE));
                }
                assertThat(BlobId.of(whole(HERE, id))).isEqualTo(id);
            });
        }
        assertThat(all(HERE, 1_000)).hasSize(10);
    }

    @Test
    final void aBlobIsSeenWholeOrNotAtAll() {
        ByteBuffer bytes = randomBytes(9, 500_000);
        BlobId id = BlobId.of(bytes);
        AtomicBoolean writing = new AtomicBoolean(true);
        Threads.run(2, thread -> {
            if (thread == 0) {
                try {
                    for (int n = 0; n < 30; n++) {
                        contents.put(HERE, id, bytes);
                        contents.remove(HERE, Set.of(id));
                    }
                } finally {
                    writing.set(false);
                }
                return;
            }
            while (writing.get()) {
                requireWholeOrAbsent(id, bytes);
            }
        });
    }

    // Closing and opening

    @Test
    final void aClosedStoreSaysSo() {
        contents.put(HERE, BLOB, BYTES);
        storage.close();
        storage.close();

        assertThatThrownBy(() -> contents.put(THERE, BLOB, BYTES)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> contents.put(THERE, BYTES)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> contents.replace(HERE, BLOB, BYTES)).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> contents.copy(BLOB, HERE, List.of(THERE))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> contents.remove(HERE, Set.of(BLOB))).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> contents.get(HERE, BLOB, 0, 1)).isInstanceOf(StorageException.class);
    }

    @Test
    final void closingLetsThemFinishWhoWriteAndRemove() throws Exception {
        Set<BlobId> there = ConcurrentHashMap.newKeySet();
        CountDownLatch begun = new CountDownLatch(3);
        Threads.run(4, thread -> {
            if (thread == 0) {
                await(begun);
                storage.close();
                return;
            }
            assertThatThrownBy(() -> {
                        for (int n = 0; n < 1_000_000; n++) {
                            BlobId id = contents.put(HERE, randomBytes(thread + 10L * n, 100));
                            there.add(id);
                            if (n == 0) {
                                begun.countDown();
                            }
                            if (n % 2 == 1) {
                                there.remove(id);
                                contents.remove(HERE, Set.of(id));
                            }
                        }
                    })
                    .isInstanceOf(StorageException.class);
        });

        use(reopen());

        for (BlobId id : there) {
            assertThat(contents.read(HERE, id).remaining()).isEqualTo(100);
        }
    }

    @Test
    final void everythingIsThereAfterReopening() throws Exception {
        Set<Site> sites = new HashSet<>(List.of(HERE, ZONE, OTHER));
        sites.forEach(site -> contents.put(site, BLOB, BYTES));

        storage.close();
        use(reopen());

        assertThat(contents.sites()).isEqualTo(sites);
        assertThat(whole(ZONE, BLOB)).isEqualTo(BYTES);
        contents.remove(ZONE, Set.of(BLOB));
        assertThat(contents.copy(BLOB, OTHER, List.of(ZONE))).isEqualTo(70_000);
    }

    // What the tests share

    private void use(GalleryStorage opened) {
        storage = opened;
        contents = opened.contents();
    }

    private static ByteBuffer randomBytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private ByteBuffer whole(Site site, BlobId id) {
        return contents.get(site, id, 0, (int) contents.size(site, id).orElseThrow());
    }

    private List<BlobInfo> all(Site site, int limit) {
        return Paging.all(cursor -> contents.list(site, cursor, limit), limit);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("The test was interrupted", e);
        }
    }

    private void assertMissing(BlobId id, long offset, int length) {
        assertThatThrownBy(() -> contents.get(HERE, id, offset, length)).isInstanceOf(BlobMissingException.class);
    }

    private void requireWholeOrAbsent(BlobId id, ByteBuffer bytes) {
        assertThat(all(HERE, 10)).isSubsetOf(new BlobInfo(id, bytes.remaining()));
        try {
            assertThat(contents.get(HERE, id, 0, bytes.remaining())).isEqualTo(bytes);
        } catch (BlobMissingException e) {
            // It is absent just now, which is the other thing that it may be.
        }
    }
}
