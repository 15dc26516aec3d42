// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.core.content.Ingest.StoredDisk;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** However long a chain of versions is, each upon the one before, a version's packs take at most twice what it needs. */
class PackUseProperties {
    private static final int FRAME = Pack.HEADER_SIZE + Pack.FOOTER_SIZE;

    /** Disks of one version, and how they were stored. */
    private record Version(List<MemoryDisk> disks, List<StoredDisk> stored) {}

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void packsAreAtMostTwiceWhatAVersionNeeds(
            @ForAll @IntRange(min = 1, max = 3) int disks,
            @ForAll @IntRange(min = 1, max = 330) int blocks,
            @ForAll @IntRange(min = 2, max = 8) int length,
            @ForAll long seed) {
        Random random = new Random(seed);
        int versions = Math.max(2, length / disks); // a heap of a GiB has to hold all of them, twice
        try (Workbench bench = new Workbench()) {
            Version before = null;
            long fresh = 0;
            for (int number = 0; number < versions; number++) {
                Version version = publish(bench, before, next(before, disks, blocks, random), "version " + number);
                Map<BlobId, Integer> needed = blocks(bench, version);
                requireBounded(bench, version, needed);
                fresh += bytesWithout(needed, before == null ? Map.of() : blocks(bench, before));
                before = version;
            }
            long stored = 0;
            long packs = 0;
            for (BlobInfo blob : bench.blobs()) {
                if (Pack.isPack(bench.storage.contents().read(Workbench.SITE, blob.id()))) {
                    stored += blob.size();
                    packs++;
                }
            }
            assertThat(stored)
                    .as("twice what would be stored if nothing were packed anew")
                    .isLessThanOrEqualTo(2 * (fresh + packs * FRAME));
        }
    }

    /** Returns disks that resemble those before: blocks written anew, moved within a version, or gone. */
    private static List<MemoryDisk> next(Version before, int disks, int blocks, Random random) {
        List<MemoryDisk> next = new ArrayList<>();
        for (int i = 0; i < disks; i++) {
            double changed = List.of(0.0, 0.02, 0.3, 0.6, 0.95).get(random.nextInt(5));
            MemoryDisk disk = new MemoryDisk((long) blocks * Block.SIZE);
            for (int block = 0; block < blocks; block++) {
                byte[] bytes = new byte[Block.SIZE];
                if (before == null || random.nextDouble() < changed) {
                    fill(bytes, before, random);
                } else {
                    before.disks().get(i).read((long) block * Block.SIZE, ByteBuffer.wrap(bytes));
                }
                disk.write((long) block * Block.SIZE, ByteBuffer.wrap(bytes));
            }
            next.add(disk);
        }
        return next;
    }

    private static void fill(byte[] bytes, Version before, Random random) {
        switch (random.nextInt(before == null ? 2 : 4)) {
            case 0 -> random.nextBytes(bytes);
            case 1 -> {
                byte[] text = new byte[1 + random.nextInt(5_000)];
                random.nextBytes(text);
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = text[i % text.length];
                }
            }
            case 2 -> {
                MemoryDisk disk =
                        before.disks().get(random.nextInt(before.disks().size()));
                long block = random.nextInt((int) (disk.virtualSize() / Block.SIZE));
                disk.read(block * Block.SIZE, ByteBuffer.wrap(bytes));
            }
            default -> {
                // zeros
            }
        }
    }

    /** Publishes a version, after it was weighed; and once more, as one that was cut off at the end is finished. */
    private static Version publish(Workbench bench, Version before, List<MemoryDisk> disks, String publication) {
        Ingest scale = bench.weigh(publication);
        store(scale, before, disks);
        Ingest ingest = bench.ingest(publication);
        Version version = store(ingest, before, disks);
        assertThat(scale.inventory().addedBytes()).isEqualTo(ingest.inventory().addedBytes());
        assertThat(scale.inventory().used()).hasSameSizeAs(ingest.inventory().used());
        assertThat(scale.inventory().added().values())
                .containsExactlyElementsOf(ingest.inventory().added().values());
        for (int i = 0; i < disks.size(); i++) {
            assertThat(bench.read(version.stored().get(i).root())).isEqualTo(disks.get(i));
        }
        Ingest again = bench.ingest(publication);
        again.learnArrived();
        assertThat(store(again, before, disks).stored()).isEqualTo(version.stored());
        assertThat(again.inventory().added()).isEmpty();
        return version;
    }

    private static Version store(Ingest ingest, Version before, List<MemoryDisk> disks) {
        List<StoredDisk> stored = new ArrayList<>();
        if (before != null) {
            before.stored().forEach(disk -> ingest.learn(disk.root()));
        }
        for (int i = 0; i < disks.size(); i++) {
            Optional<BlobId> base = Optional.empty();
            if (before != null) {
                base = Optional.of(before.stored().get(i).root());
            }
            stored.add(ingest.store(disks.get(i), base, done -> {}));
        }
        return new Version(disks, stored);
    }

    /** Returns the blocks of a version, and how many bytes each takes in a pack. */
    private static Map<BlobId, Integer> blocks(Workbench bench, Version version) {
        Map<BlobId, Integer> blocks = new HashMap<>();
        for (ManifestPage page : pages(bench, version)) {
            for (int entry = 0; entry < page.count(); entry++) {
                blocks.put(BlobId.of(page.digest(entry)), page.length(entry) + Pack.ENTRY_SIZE);
            }
        }
        return blocks;
    }

    private static List<ManifestPage> pages(Workbench bench, Version version) {
        return version.stored().stream()
                .flatMap(disk -> bench.root(disk.root()).pages().values().stream())
                .map(bench::page)
                .toList();
    }

    private static void requireBounded(Workbench bench, Version version, Map<BlobId, Integer> needed) {
        Set<BlobId> packs = new HashSet<>();
        pages(bench, version).forEach(page -> packs.addAll(page.packs()));
        long moved = packs.stream()
                .mapToLong(pack ->
                        bench.storage.contents().size(Workbench.SITE, pack).orElseThrow())
                .sum();
        assertThat(moved).isLessThanOrEqualTo(2 * (bytesWithout(needed, Map.of()) + (long) packs.size() * FRAME));
    }

    private static long bytesWithout(Map<BlobId, Integer> blocks, Map<BlobId, Integer> others) {
        return blocks.entrySet().stream()
                .filter(block -> !others.containsKey(block.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
