// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.core.content.Ingest.StoredDisk;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What storing a disk keeps, and what it leaves out. */
class IngestTest {
    private static final long GIB = 1L << 30;

    private final Workbench bench = new Workbench();

    @AfterEach
    void close() {
        bench.close();
    }

    /**
     * The format is frozen: this disk has had this name since the first release. Its blocks are noise, so that the name
     * does not depend on how well a release of zstd compresses.
     */
    @Test
    void aKnownDiskHasAKnownName() {
        MemoryDisk disk = new MemoryDisk(GIB + 700_000);
        disk.write(0, noise(1, 300_000));
        disk.write(10 << 20, noise(2, Block.SIZE));
        disk.write(20 << 20, noise(2, Block.SIZE));
        disk.write(GIB + 600_000, noise(3, 100_000));

        assertThat(bench.store(disk))
                .isEqualTo(new StoredDisk(
                        new BlobId("f041d9f8d40632f315e7b5a1a0f172e3aa9a1ffc0c3d30811eb726b5bd6f9e1c"),
                        GIB + 700_000,
                        536_160));
    }

    @Test
    void anEmptyDiskIsARootAlone() {
        StoredDisk stored = bench.store(new MemoryDisk(5 * GIB));
        assertThat(stored.billedBytes()).isZero();
        assertThat(bench.blobs()).extracting(BlobInfo::id).containsExactly(stored.root());
        assertThat(bench.root(stored.root()).pages()).isEmpty();
    }

    @Test
    void writtenZerosAreHoles() {
        MemoryDisk zeros = new MemoryDisk(1 << 20);
        zeros.write(0, ByteBuffer.allocate(1 << 20));
        assertThat(bench.store(zeros)).isEqualTo(bench.store(new MemoryDisk(1 << 20)));
    }

    @Test
    void aBlockThatADiskHasSeveralTimesIsStoredOnce() {
        MemoryDisk disk = new MemoryDisk(64 << 20);
        for (int i = 0; i < 100; i++) {
            disk.write(i * 5L * Block.SIZE, noise(1, Block.SIZE));
        }
        bench.store(disk);
        assertThat(bench.packed()).hasSize(1);
    }

    @Test
    void disksOfOnePublicationShareBlocks() {
        Ingest ingest = bench.ingest();
        MemoryDisk one = new MemoryDisk(1 << 20);
        one.write(0, noise(1, Block.SIZE));
        MemoryDisk other = new MemoryDisk(2 << 20);
        other.write(1 << 20, noise(1, Block.SIZE));
        ingest.store(one, Optional.empty(), done -> {});
        ingest.store(other, Optional.empty(), done -> {});
        assertThat(bench.packed()).hasSize(1);
    }

    @Test
    void noiseIsStoredPlainAndTextCompressed() {
        MemoryDisk disk = new MemoryDisk(1 << 20);
        disk.write(0, noise(1, Block.SIZE));
        byte[] text = new byte[Block.SIZE];
        Arrays.fill(text, (byte) 'x');
        disk.write(Block.SIZE, ByteBuffer.wrap(text));
        bench.store(disk);
        assertThat(bench.packed()).extracting(Pack.Entry::length).first().isEqualTo(Block.SIZE);
        assertThat(bench.packed())
                .extracting(Pack.Entry::length)
                .last()
                .satisfies(length -> assertThat(length).isLessThan(100));
    }

    @Test
    void anUnchangedPageIsShared() {
        MemoryDisk first = new MemoryDisk(3 * GIB);
        first.write(0, noise(1, 200_000));
        first.write(2 * GIB, noise(2, 200_000));
        MemoryDisk second = new MemoryDisk(3 * GIB);
        second.write(0, noise(1, 200_000));
        second.write(2 * GIB, noise(3, 200_000));

        StoredDisk before = bench.store(first);
        StoredDisk after = bench.store(second, before.root(), bench.ingest());

        assertThat(bench.root(before.root()).pages()).containsOnlyKeys(0, 2);
        assertThat(bench.root(after.root()).pages().get(0))
                .isEqualTo(bench.root(before.root()).pages().get(0));
        assertThat(bench.root(after.root()).pages().get(2))
                .isNotEqualTo(bench.root(before.root()).pages().get(2));
    }

    @Test
    void equalPartsOfADiskShareAPage() {
        MemoryDisk disk = new MemoryDisk(2 * GIB);
        disk.write(12_345, noise(1, 200_000));
        disk.write(GIB + 12_345, noise(1, 200_000));
        StoredDisk stored = bench.store(disk);
        assertThat(Set.copyOf(bench.root(stored.root()).pages().values())).hasSize(1);
        assertThat(bench.read(stored.root())).isEqualTo(disk);
    }

    @Test
    void aDiskOfManyPacksAndWaitingPagesIsReadAsItWasStored() {
        MemoryDisk disk = new MemoryDisk(40 * GIB);
        for (int page = 0; page < 40; page++) {
            disk.write(page * GIB + page * 4096L, noise(page, 1 << 20));
        }
        StoredDisk stored = bench.store(disk);
        assertThat(packs(stored)).hasSizeBetween(3, 4);
        assertThat(bench.read(stored.root())).isEqualTo(disk);
    }

    /** Else a sparse disk of many pages would be held in memory until its first pack is full. */
    @Test
    void aPackIsClosedEarlyForTheSakeOfThePagesThatWaitForIt() {
        MemoryDisk disk = new MemoryDisk(40 * GIB);
        for (int page = 0; page < 40; page++) {
            disk.write(page * GIB, noise(page, Block.SIZE));
        }
        StoredDisk stored = bench.store(disk);
        assertThat(packs(stored)).hasSize(3);
        assertThat(bench.read(stored.root())).isEqualTo(disk);
    }

    @Test
    void whatArrivedBeforeAnInterruptionIsNotStoredAgain() {
        MemoryDisk disk = new MemoryDisk(8 << 20);
        disk.write(0, noise(1, 4 << 20));
        bench.store(disk);
        Ingest again = bench.ingest();
        again.learnArrived();
        again.store(disk, Optional.empty(), done -> {});
        assertThat(again.inventory().addedBytes()).isZero();
    }

    /** Else it would tell its publisher of what is in other definitions. */
    @Test
    void whatAnotherPublicationPutThereIsStoredAgain() {
        MemoryDisk disk = new MemoryDisk(8 << 20);
        disk.write(0, noise(1, 4 << 20));
        MemoryDisk empty = new MemoryDisk(8 << 20);
        Ingest alone = bench.ingest();
        List.of(disk, empty, empty).forEach(each -> alone.store(each, Optional.empty(), done -> {}));

        Ingest other = bench.ingest("another");
        other.learnArrived();
        List.of(disk, empty, empty).forEach(each -> other.store(each, Optional.empty(), done -> {}));
        assertThat(other.inventory().addedBytes()).isEqualTo(alone.inventory().addedBytes());
    }

    @Test
    void aBaseWhosePackIsGoneIsNotBuiltUpon() {
        MemoryDisk disk = new MemoryDisk(8 << 20);
        disk.write(0, noise(1, 1 << 20));
        StoredDisk before = bench.store(disk);
        bench.storage
                .contents()
                .remove(Workbench.SITE, Set.copyOf(bench.page(page(before)).packs()));
        StoredDisk after = bench.store(disk, before.root(), bench.ingest());
        assertThat(after.root()).isNotEqualTo(before.root());
        assertThat(bench.read(after.root())).isEqualTo(disk);
    }

    private Set<BlobId> packs(StoredDisk disk) {
        return bench.root(disk.root()).pages().values().stream()
                .flatMap(page -> bench.page(page).packs().stream())
                .collect(Collectors.toSet());
    }

    private BlobId page(StoredDisk disk) {
        return bench.root(disk.root()).pages().get(0);
    }

    private static ByteBuffer noise(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
