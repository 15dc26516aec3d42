// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.core.content.BlockIndex.Location;
import io.github.imagegallery.core.content.Ingest.StoredDisk;
import io.github.imagegallery.storage.BlobId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pack of which a version uses half is kept, and what is used of another one is packed anew. */
class PackUseTest {
    private static final long GIB = 1L << 30;
    private static final int BLOCKS = 40;

    private final Workbench bench = new Workbench();

    @AfterEach
    void close() {
        bench.close();
    }

    /** Returns a disk whose first blocks are those of the others, and whose other blocks are its own. */
    private static MemoryDisk disk(int common, long seed) {
        MemoryDisk disk = new MemoryDisk((long) BLOCKS * Block.SIZE);
        for (int block = 0; block < BLOCKS; block++) {
            byte[] bytes = new byte[Block.SIZE];
            new Random(block < common ? block : seed * BLOCKS + block).nextBytes(bytes);
            disk.write((long) block * Block.SIZE, ByteBuffer.wrap(bytes));
        }
        return disk;
    }

    private Set<BlobId> packs(StoredDisk disk) {
        return bench.root(disk.root()).pages().values().stream()
                .flatMap(page -> bench.page(page).packs().stream())
                .collect(Collectors.toSet());
    }

    private StoredDisk upon(StoredDisk base, MemoryDisk disk) {
        return bench.store(disk, base.root(), bench.ingest("upon"));
    }

    @Test
    void aPackOfWhichHalfIsUsedIsKept() {
        StoredDisk base = bench.store(disk(0, 1));
        MemoryDisk half = beginning(BLOCKS / 2);

        StoredDisk kept = upon(base, half);

        assertThat(packs(kept)).isEqualTo(packs(base));
        assertThat(bench.read(kept.root())).isEqualTo(half);
    }

    @Test
    void whatIsUsedOfAPackThatIsMostlyDeadIsPackedAnew() {
        StoredDisk base = bench.store(disk(0, 1));
        MemoryDisk less = beginning(BLOCKS / 2 - 1);

        StoredDisk moved = upon(base, less);

        assertThat(packs(moved)).hasSize(1).doesNotContainAnyElementsOf(packs(base));
        assertThat(bench.packed()).as("copies, none of them twice").hasSize(BLOCKS + BLOCKS / 2 - 1);
        assertThat(bench.read(moved.root())).isEqualTo(less);
    }

    /** What one disk alone would not keep of a pack, the next may use most of. */
    @Test
    void aPackThatOneDiskHardlyUsesIsKeptForAnother() {
        StoredDisk base = bench.store(disk(0, 1));
        MemoryDisk little = new MemoryDisk((long) BLOCKS * Block.SIZE);
        byte[] block = new byte[Block.SIZE];
        disk(0, 1).read(0, ByteBuffer.wrap(block));
        little.write(0, ByteBuffer.wrap(block));
        Ingest ingest = bench.ingest("upon");
        ingest.learn(base.root());

        StoredDisk first = ingest.store(little, Optional.empty(), done -> {});
        StoredDisk second = ingest.store(disk(0, 1), Optional.of(base.root()), done -> {});

        assertThat(packs(first)).doesNotContainAnyElementsOf(packs(base));
        assertThat(packs(second)).containsAll(packs(base));
        assertThat(bench.read(second.root())).isEqualTo(disk(0, 1));
    }

    /** Else the pack would be kept for blocks that the version has already: of three bytes that it needs one. */
    @Test
    void whatOneDiskHadPackedAnewDoesNotKeepItsPackForAnother() {
        StoredDisk base = bench.store(disk(0, 1));
        Ingest ingest = bench.ingest("upon");
        ingest.learn(base.root());

        StoredDisk first = ingest.store(beginning(BLOCKS / 2 - 1), Optional.of(base.root()), done -> {});
        StoredDisk second = ingest.store(beginning(BLOCKS / 2 + 1), Optional.of(base.root()), done -> {});

        assertThat(packs(first)).hasSize(1).doesNotContainAnyElementsOf(packs(base));
        assertThat(packs(second)).hasSize(2).containsAll(packs(first)).doesNotContainAnyElementsOf(packs(base));
        assertThat(bench.packed()).as("copies, none of them twice").hasSize(BLOCKS + BLOCKS / 2 + 1);
        assertThat(bench.read(second.root())).isEqualTo(beginning(BLOCKS / 2 + 1));
    }

    private static MemoryDisk beginning(int blocks) {
        MemoryDisk disk = disk(0, 1);
        disk.write(blocks * (long) Block.SIZE, ByteBuffer.wrap(new byte[(BLOCKS - blocks) * Block.SIZE]));
        return disk;
    }

    /** Else a huge disk upon many packs that are mostly dead would be held in memory. */
    @Test
    void whereTooManyPagesWaitTheirPacksAreGivenUp() {
        PackTable packs = new PackTable();
        PackUse use = new PackUse();
        BlobId dead = BlobId.of(ByteBuffer.allocate(1));
        use.watch(packs.add(dead), 1L << 40);
        BlobId own = BlobId.of(ByteBuffer.allocate(2));
        Location moved = new Location(packs.add(own), Pack.HEADER_SIZE, 100);
        ManifestWriter writer = new ManifestWriter(
                bench.storage.contents(), Workbench.SITE, packs, use, new HashSet<>(), new Inventory());
        AtomicInteger moves = new AtomicInteger();
        int movedEarly = 0;
        for (long page = 0; page < 100; page++) {
            for (int block = 0; block < ManifestPage.BLOCKS; block++) {
                Location location = new Location(0, Pack.HEADER_SIZE + block, 100);
                writer.add(
                        page * ManifestPage.BLOCKS + block,
                        new byte[Block.DIGEST_SIZE],
                        use.isGivenUp(location.pack()) ? moved : location,
                        4096);
            }
            writer.putWaiting(blocks -> {
                moves.addAndGet(blocks.size());
                return Collections.nCopies(blocks.size(), moved);
            });
            movedEarly = moves.get();
        }
        writer.settle(blocks -> Collections.nCopies(blocks.size(), moved));
        BlobId root = writer.finish(100 * GIB);

        assertThat(movedEarly).isPositive();
        assertThat(bench.root(root).pages()).hasSize(100);
        for (BlobId page : bench.root(root).pages().values()) {
            assertThat(bench.page(page).packs()).isEqualTo(List.of(own));
            assertThat(bench.page(page).count()).isEqualTo(ManifestPage.BLOCKS);
        }
    }

    /** Else the memory of a disk grew with every pack of which it uses little. */
    @Test
    void nothingIsRememberedOfWhatIsKeptOrGivenUp() {
        PackUse use = new PackUse();
        for (int pack = 0; pack < 1_000; pack++) {
            use.watch(pack, 1_000 * (100 + Pack.ENTRY_SIZE));
            for (int block = 0; block < 450; block++) {
                use.use(new Location(pack, Pack.HEADER_SIZE + (block * 7 % 450) * 100, 100));
            }
            assertThat(use.size()).as("of the one pack that is watched").isBetween(450L * 4, 450L * 8);
            if (pack % 2 == 0) {
                use.giveUp(pack);
            } else {
                use.use(new Location(pack, 1_000_000, 50_000));
            }
            assertThat(use.size()).isZero();
            assertThat(use.isKept(pack)).isEqualTo(pack % 2 == 1);
            assertThat(use.isGivenUp(pack)).isEqualTo(pack % 2 == 0);
        }
        use.begin();
        assertThat(use.isGivenUp(0)).as("for another disk").isFalse();
        assertThat(use.isKept(1)).as("for all disks").isTrue();
    }

    /** What is remembered of packs counts as what waits for them: neither grows with the disk. */
    @Test
    void whereDisksUseLittleOfManyPacksMemoryIsBounded() {
        PackTable packs = new PackTable();
        PackUse use = new PackUse();
        int count = 6_500;
        for (int pack = 0; pack < count; pack++) {
            use.watch(packs.add(BlobId.of(ByteBuffer.allocate(4).putInt(0, pack))), 16 << 20);
        }
        Location own = new Location(packs.add(BlobId.of(ByteBuffer.allocate(1))), Pack.HEADER_SIZE, 100);
        ManifestWriter writer = new ManifestWriter(
                bench.storage.contents(), Workbench.SITE, packs, use, new HashSet<>(), new Inventory());
        byte[] digest = new byte[Block.DIGEST_SIZE];
        long most = 0;
        for (int block = 0; block < count * 450; block++) {
            writer.add(block, digest, new Location(block / 450, Pack.HEADER_SIZE + block % 450 * 10_000, 10_000), 4096);
            if (block % ManifestPage.BLOCKS == 0) {
                writer.putWaiting(blocks -> Collections.nCopies(blocks.size(), own));
                most = Math.max(most, use.size());
            }
        }

        assertThat(most).as("a tenth of 64 MiB").isBetween(5L << 20, 7L << 20);
        assertThat(use.isGivenUp(0)).isTrue();
        assertThat(use.isGivenUp(count - 1)).isFalse();
    }

    /** Else whoever waits for it would take the publication for dead, and could not end it. */
    @Test
    void packingAnewIsTold() {
        StoredDisk base = bench.store(disk(0, 1));
        MemoryDisk less = beginning(BLOCKS / 2 - 1);
        Ingest ingest = bench.ingest("upon");
        ingest.learn(base.root());
        List<Long> told = new ArrayList<>();

        ingest.store(less, Optional.of(base.root()), told::add);

        long last = (BLOCKS - 1L) * Block.SIZE;
        assertThat(told).isSorted().endsWith(last, last, last, last, last, last, less.virtualSize());
    }
}
