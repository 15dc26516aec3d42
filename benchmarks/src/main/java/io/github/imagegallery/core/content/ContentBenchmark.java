// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.core.content.BlockIndex.Location;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What is done for every block of 64 KiB that is published or read, and for every page of a manifest. Stands in the package of
 * what it measures, which is not public.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ContentBenchmark {
    private static final Site SITE = new Site("default", "westeurope", 0, 1);

    private final byte[] zero = new byte[Block.SIZE];
    private final byte[] block = new byte[Block.SIZE];
    private final byte[] compressed = new byte[Block.MAX_COMPRESSED];
    private final byte[] target = new byte[Block.SIZE];
    private final BlockIndex index = new BlockIndex();
    private final byte[][] digests = new byte[ManifestPage.BLOCKS][Block.DIGEST_SIZE];
    private byte[] digest = {};
    private int length;
    private ByteBuffer page = ByteBuffer.allocate(0);
    private BlobId pageId = BlobId.of(page);
    private Optional<ManifestPage> parsed = Optional.empty();
    private int next;

    /** Makes a block of which about a third is left when it is compressed, an index and a page that are full. */
    @Setup
    public void prepare() {
        Random random = new Random(1);
        for (int at = 0; at < Block.SIZE; at += 16) {
            for (int i = 0; i < 5; i++) {
                block[at + i] = (byte) random.nextInt();
            }
        }
        digest = Block.digest(block, 0);
        length = Block.compress(block, 0, compressed);
        for (int i = 0; i < digests.length; i++) {
            random.nextBytes(digests[i]);
            index.add(digests[i], new Location(0, Pack.HEADER_SIZE + i, 20_000));
        }
        InMemoryStorage storage = new InMemoryStorage();
        BlobId written = write(storage);
        ManifestRoot root = ManifestRoot.parse(written, storage.contents().read(SITE, written));
        pageId = root.pages().get(0);
        page = storage.contents().read(SITE, pageId);
        parsed = Optional.of(ManifestPage.parse(pageId, page));
    }

    private BlobId write(InMemoryStorage storage) {
        PackTable packs = new PackTable();
        packs.add(BlobId.of(ByteBuffer.wrap(zero)));
        ManifestWriter writer =
                new ManifestWriter(storage.contents(), SITE, packs, new PackUse(), new HashSet<>(), new Inventory());
        for (int i = 0; i < digests.length; i++) {
            writer.add(i, digests[i], new Location(0, Pack.HEADER_SIZE + i, 20_000), Block.SIZE);
        }
        writer.settle(left -> left.stream().map(ManifestWriter.Placed::location).toList());
        return writer.finish((long) ManifestPage.BLOCKS * Block.SIZE);
    }

    @Benchmark
    public byte[] digest() {
        return Block.digest(block, 0);
    }

    @Benchmark
    public boolean zeroTest() {
        return Block.isZero(zero, 0, Block.SIZE);
    }

    @Benchmark
    public int billedBytes() {
        return Block.billedBytes(block, 0, Block.SIZE);
    }

    @Benchmark
    public int compress() {
        return Block.compress(block, 0, compressed);
    }

    /** Decompresses a block and checks its digest. */
    @Benchmark
    public boolean restore() {
        return Block.restore(compressed, 0, length, target, 0, digest);
    }

    @Benchmark
    public Optional<Location> lookUp() {
        next = (next + 1) % digests.length;
        return index.find(digests[next]);
    }

    /** Writes a full page and its root into memory, under their digests. */
    @Benchmark
    public BlobId writePage() {
        return write(new InMemoryStorage());
    }

    @Benchmark
    public ManifestPage parsePage() {
        return ManifestPage.parse(pageId, page);
    }

    @Benchmark
    public OptionalInt findInPage() {
        next = (next + 1) % ManifestPage.BLOCKS;
        return parsed.orElseThrow().find(next);
    }
}
