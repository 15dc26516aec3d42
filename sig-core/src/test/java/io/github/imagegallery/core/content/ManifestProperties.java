// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.core.content.BlockIndex.Location;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.CorruptStorageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Manifests are read as they were written, and what is no manifest is refused. */
class ManifestProperties {
    private static final BlobId ID = new BlobId("0".repeat(64));

    @Property(tries = 200)
    void aRootIsReadAsItWasWritten(
            @ForAll @LongRange(min = 1L << 50) long size,
            @ForAll long billed,
            @ForAll @IntRange(max = 40) int pages,
            @ForAll long seed) {
        Random random = new Random(seed);
        TreeMap<Integer, BlobId> byNumber = new TreeMap<>();
        for (int i = 0; i < pages; i++) {
            byNumber.put(random.nextInt(1 << 20), BlobId.of(digest(random)));
        }
        ManifestRoot root = new ManifestRoot(size, billed, byNumber);
        assertThat(ManifestRoot.parse(ID, root.encode())).isEqualTo(root);
    }

    @Property(tries = 2_000)
    void whatIsNoManifestIsRefusedInOurOwnWords(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] page = hostile(random, ManifestPage.MAGIC, 8 + 4 + 4 + random.nextInt(200));
        byte[] root = hostile(random, "SIGROOT1".getBytes(StandardCharsets.US_ASCII), 8 + 8 + 4 + random.nextInt(100));
        byte[] pack = hostile(random, Pack.HEADER_MAGIC, 16 + random.nextInt(200));
        requireValueOrRefusal(() -> {
            ManifestPage parsed = ManifestPage.parse(ID, ByteBuffer.wrap(page));
            for (int entry = 0; entry < parsed.count(); entry++) {
                parsed.pack(entry);
            }
        });
        requireValueOrRefusal(() -> ManifestRoot.parse(ID, ByteBuffer.wrap(root)));
        requireValueOrRefusal(() -> Pack.entries(ID, ByteBuffer.wrap(pack)));
    }

    /** Bytes that begin rightly and go on with small numbers, most of which lie. */
    private static byte[] hostile(Random random, byte[] magic, int length) {
        byte[] bytes = new byte[magic.length + length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(3));
        }
        System.arraycopy(magic, 0, bytes, 0, magic.length);
        return bytes;
    }

    private static void requireValueOrRefusal(Runnable parsing) {
        try {
            parsing.run();
        } catch (CorruptStorageException refused) {
            assertThat(refused).hasMessageContaining(ID.hex());
        }
    }

    /** An entry of a page, as it is given to the writer. */
    private record Entry(long block, ByteBuffer digest, BlobId pack, int offset, int length) {}

    @Property(tries = 100)
    void pagesAreReadAsTheyWereWritten(@ForAll @IntRange(min = 1, max = 500) int blocks, @ForAll long seed) {
        Random random = new Random(seed);
        PackTable packs = new PackTable();
        for (int i = 0; i < 5; i++) {
            packs.add(BlobId.of(digest(random)));
        }
        TreeSet<Long> numbers = new TreeSet<>();
        for (int i = 0; i < blocks; i++) {
            numbers.add((long) random.nextInt(4 * ManifestPage.BLOCKS));
        }
        try (Workbench bench = new Workbench()) {
            ManifestWriter writer = new ManifestWriter(
                    bench.storage.contents(), Workbench.SITE, packs, new PackUse(), new HashSet<>(), new Inventory());
            List<Entry> written = new ArrayList<>();
            for (long number : numbers) {
                byte[] digest = digest(random);
                Location location =
                        new Location(random.nextInt(5), random.nextInt(1 << 24), 1 + random.nextInt(65_536));
                writer.add(number, digest, location, 4096);
                written.add(new Entry(
                        number,
                        ByteBuffer.wrap(digest),
                        packs.id(location.pack()),
                        location.offset(),
                        location.length()));
            }
            writer.settle(
                    left -> left.stream().map(ManifestWriter.Placed::location).toList());
            BlobId root = writer.finish(4L << 30);
            assertThat(entries(bench, root)).isEqualTo(written);
            assertThat(bench.root(root).billedBytes()).isEqualTo(numbers.size() * 4096L);
        }
    }

    private static List<Entry> entries(Workbench bench, BlobId root) {
        List<Entry> found = new ArrayList<>();
        bench.root(root).pages().forEach((number, id) -> {
            ManifestPage page = bench.page(id);
            for (int entry = 0; entry < page.count(); entry++) {
                assertThat(page.find(page.block(entry))).hasValue(entry);
                found.add(new Entry(
                        (long) number * ManifestPage.BLOCKS + page.block(entry),
                        ByteBuffer.wrap(page.digest(entry)),
                        page.pack(entry),
                        page.offset(entry),
                        page.length(entry)));
            }
        });
        return found;
    }

    @Example
    void aBlockBetweenThoseOfAPageIsNotFound() {
        try (Workbench bench = new Workbench()) {
            ManifestPage page = samplePage(bench);
            assertThat(page.find(2)).isEmpty();
            assertThat(page.find(ManifestPage.BLOCKS - 1)).isEmpty();
        }
    }

    @Example
    void aRootThatIsCutShortOrTooLongOrOfAnotherKindIsRefused() {
        ManifestRoot root = new ManifestRoot(1, 1, new TreeMap<>(java.util.Map.of(0, ID, 7, ID)));
        ByteBuffer whole = root.encode();
        for (int length = 0; length < whole.remaining(); length++) {
            ByteBuffer cut = whole.duplicate().limit(length);
            assertThatThrownBy(() -> ManifestRoot.parse(ID, cut)).isInstanceOf(CorruptStorageException.class);
        }
        refusesRoot(longer(whole));
        refusesRoot(with(whole, 0, 'X'));
        refusesRoot(with(whole, 24, 0x80)); // a negative number of pages
        refusesRoot(with(whole, 27, 1));
    }

    private static void refusesRoot(ByteBuffer bytes) {
        assertThatThrownBy(() -> ManifestRoot.parse(ID, bytes))
                .isInstanceOf(CorruptStorageException.class)
                .hasMessageContaining(ID.hex());
    }

    @Example
    void aPageThatIsCutShortOrTooLongOrOfAnotherKindIsRefused() {
        try (Workbench bench = new Workbench()) {
            samplePage(bench);
            ByteBuffer whole = bench.blobs().stream()
                    .map(blob -> bench.storage.contents().get(Workbench.SITE, blob.id(), 0, (int) blob.size()))
                    .filter(bytes -> Pack.matches(bytes.duplicate(), ManifestPage.MAGIC))
                    .findFirst()
                    .orElseThrow();
            for (int length = 0; length < whole.remaining(); length++) {
                ByteBuffer cut = whole.duplicate().limit(length);
                assertThatThrownBy(() -> ManifestPage.parse(ID, cut)).isInstanceOf(CorruptStorageException.class);
            }
            refusesPage(longer(whole));
            refusesPage(with(whole, 0, 'X'));
            refusesPage(with(whole, 16, 0x80)); // a negative number of packs
            refusesPage(with(whole, 20, 0x80)); // a negative number of blocks
            refusesPage(with(whole, 16, 0x7F));
            refusesPage(with(whole, 21, 1));
        }
    }

    private static void refusesPage(ByteBuffer bytes) {
        assertThatThrownBy(() -> ManifestPage.parse(ID, bytes))
                .isInstanceOf(CorruptStorageException.class)
                .hasMessageContaining(ID.hex());
    }

    private static ManifestPage samplePage(Workbench bench) {
        PackTable packs = new PackTable();
        packs.add(ID);
        ManifestWriter writer = new ManifestWriter(
                bench.storage.contents(), Workbench.SITE, packs, new PackUse(), new HashSet<>(), new Inventory());
        writer.add(1, new byte[Block.DIGEST_SIZE], new Location(0, 24, 100), 4096);
        writer.add(3, new byte[Block.DIGEST_SIZE], new Location(0, 24, 100), 4096);
        writer.settle(left -> left.stream().map(ManifestWriter.Placed::location).toList());
        BlobId root = writer.finish(1 << 20);
        return bench.page(bench.root(root).pages().get(0));
    }

    private static ByteBuffer longer(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining() + 1).put(bytes.duplicate()).rewind();
    }

    private static ByteBuffer with(ByteBuffer bytes, int at, int value) {
        ByteBuffer copy =
                ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).rewind();
        return copy.put(at, (byte) value);
    }

    private static byte[] digest(Random random) {
        byte[] digest = new byte[Block.DIGEST_SIZE];
        random.nextBytes(digest);
        return digest;
    }
}
