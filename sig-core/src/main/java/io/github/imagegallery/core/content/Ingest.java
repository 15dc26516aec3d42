// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.core.content.BlockIndex.Location;
import io.github.imagegallery.core.content.BlockRuns.Run;
import io.github.imagegallery.core.content.ManifestWriter.Mover;
import io.github.imagegallery.core.content.ManifestWriter.Placed;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.storage.BlobDamagedException;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.BlobMissingException;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.CorruptStorageException;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the disks of one publication at one site: cuts them into blocks, leaves out those that are all zero and those
 * that the site has already, packs the rest, and writes the manifests. What is left of a pack that the disks hardly use is packed
 * anew, so that whoever copies the version need not copy that pack. Workers read, hash and compress; the calling
 * thread alone fills packs and manifests. Disks are stored one after the other: all workers are busy with the blocks of one
 * (docs/decisions, Disks of a publication are stored one after the other). Not for use by several threads.
 */
public final class Ingest {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    /** How many blocks a worker takes at a time: 256 KiB, which stay in a core's cache from one step to the next. */
    private static final int RUN = 4;

    /** How many runs wait for the calling thread at most, 32 MiB: workers go on while a pack is made durable. */
    private static final int RUNS_AHEAD = 128;

    private static final ThreadLocal<byte[]> RAW = ThreadLocal.withInitial(() -> new byte[RUN * Block.SIZE]);
    private static final ThreadLocal<byte[]> COMPRESSED = ThreadLocal.withInitial(() -> new byte[Block.MAX_COMPRESSED]);

    private final ContentStore contents;
    private final Manifests manifests;
    private final ExecutorService workers;
    private final Site site;
    private final Copies copies;
    private final byte[] mark;
    private final Map<BlobId, Manifest> learned = new HashMap<>();
    /** The packs, pages and roots of what was learned, and the pages and roots that were put. */
    private final Set<BlobId> known = new HashSet<>();

    private final Set<BlobId> unsound = new HashSet<>();
    private final PackTable packs = new PackTable();
    private final PackUse use = new PackUse();
    private final BlockIndex index = new BlockIndex();
    private final Inventory inventory = new Inventory();
    private final PackWriter packWriter;
    /** How far into the disk the work is, in bytes. */
    private long reached;

    Ingest(
            ContentStore contents,
            Manifests manifests,
            ExecutorService workers,
            Site site,
            String publication,
            RandomGenerator random) {
        this.contents = contents;
        this.manifests = manifests;
        this.workers = workers;
        this.site = site;
        this.copies = new Copies(contents, List.of(site));
        this.mark = Pack.mark(publication);
        this.packWriter = new PackWriter(contents, site, mark, random, inventory);
    }

    /**
     * A disk that was stored.
     *
     * @param root the digest of its manifest
     * @param virtualSize its size, in bytes
     * @param billedBytes its occupied bytes
     */
    public record StoredDisk(BlobId root, long virtualSize, long billedBytes) {}

    /** The image that is being stored cannot be read. */
    public static final class SourceException extends UncheckedIOException {
        private static final long serialVersionUID = 1;

        SourceException(IOException cause) {
            super(cause);
        }
    }

    /**
     * Learns the blocks of a disk that the site has, so that they are not stored again. A pack that is not sound at the site
     * is left out: what it holds is stored anew.
     */
    public void learn(BlobId root) {
        Manifest base = manifests.open(root, copies);
        for (ManifestPage page : base.pages()) {
            learnPacks(page);
            for (int entry = 0; entry < page.count(); entry++) {
                learnEntry(page, entry);
            }
        }
        known.addAll(base.root().pages().values());
        known.add(root);
        learned.put(root, base);
    }

    private void learnPacks(ManifestPage page) {
        try (Pipeline<Looked> pipeline = new Pipeline<>(workers, page.packs().size(), this::learnPack)) {
            page.packs().stream()
                    .filter(pack -> packs.number(pack).isEmpty() && !unsound.contains(pack))
                    .forEach(pack -> pipeline.submit(() -> new Looked(pack, Soundness.of(contents, site, pack))));
            pipeline.finish();
        }
    }

    /** What a look at a pack has shown. */
    private record Looked(BlobId pack, Soundness soundness) {}

    private void learnPack(Looked looked) {
        if (looked.soundness() == Soundness.SOUND) {
            use.watch(
                    packs.add(looked.pack()), contents.size(site, looked.pack()).orElse(0));
            known.add(looked.pack());
        } else {
            unsound.add(looked.pack());
        }
    }

    private void learnEntry(ManifestPage page, int entry) {
        location(page, entry).ifPresent(location -> index.add(page.digest(entry), location));
    }

    private Optional<Location> location(ManifestPage page, int entry) {
        return packs.number(page.pack(entry)).map(pack -> new Location(pack, page.offset(entry), page.length(entry)));
    }

    /**
     * Learns the blocks of the publication's packs that are at the site, so that what arrived before an interruption is not
     * stored again. Those of other publications are left alone: who publishes may not see them, and what they hold would
     * show in how much is stored.
     */
    public void learnArrived() {
        Optional<Cursor> next = Optional.of(Cursor.start());
        while (next.isPresent()) {
            Page<BlobInfo> page = contents.list(site, next.get(), Partition.MAX_PAGE);
            page.items().forEach(blob -> learnArrived(blob.id()));
            next = page.next();
        }
    }

    private void learnArrived(BlobId blob) {
        if (packs.number(blob).isPresent()) {
            return;
        }
        try {
            ByteBuffer bytes = contents.read(site, blob);
            if (Pack.isMarked(bytes, mark)) {
                List<Pack.Entry> entries = Pack.entries(blob, bytes);
                int pack = packs.add(blob);
                entries.forEach(entry -> index.put(entry.digest(), new Location(pack, entry.offset(), entry.length())));
            }
        } catch (BlobMissingException | BlobDamagedException | CorruptStorageException e) {
            LOG.warn("Blob {} at {} is not used: {}", blob, site, e.getMessage());
        }
    }

    /** Returns what was added to the site so far, and what the disks are made of. */
    public Inventory inventory() {
        return inventory;
    }

    /**
     * Stores a disk.
     *
     * @param base the manifest of the disk that this one most likely resembles, block by block; it counts if it was
     *     {@linkplain #learn learned}
     * @param progress told how far into the disk the work is, in bytes; again and again at the same place while blocks are
     *     packed anew
     * @throws SourceException if the image cannot be read
     */
    public StoredDisk store(DiskImage image, Optional<BlobId> base, LongConsumer progress) {
        Optional<Manifest> resembled = base.map(learned::get);
        use.begin();
        ManifestWriter manifest = new ManifestWriter(contents, site, packs, use, known, inventory);
        Mover mover = blocks -> move(blocks, progress);
        BlockRuns runs = new BlockRuns(image, RUN);
        try (Pipeline<PreparedRun> pipeline = new Pipeline<>(workers, RUNS_AHEAD, run -> {
            reached = run.run().first() * Block.SIZE;
            progress.accept(reached);
            take(run.blocks(), manifest, mover);
        })) {
            for (Optional<Run> run = runs.next(); run.isPresent(); run = runs.next()) {
                Run current = run.get();
                pipeline.submit(() -> new PreparedRun(current, prepare(image, current, resembled)));
            }
            pipeline.finish();
        }
        sealOpenPack();
        manifest.settle(mover);
        sealOpenPack();
        BlobId root = manifest.finish(image.virtualSize());
        progress.accept(image.virtualSize());
        return new StoredDisk(root, image.virtualSize(), manifest.billedBytes());
    }

    /**
     * A block that is not all zero.
     *
     * @param known where it is already, empty if it must be stored
     * @param stored its bytes to store, empty if it is known
     */
    private record Prepared(long block, byte[] digest, int billed, Optional<Location> known, byte[] stored) {}

    /** The blocks of a run that are not all zero. */
    private record PreparedRun(Run run, List<Prepared> blocks) {}

    private static final byte[] NOTHING = {};

    private List<Prepared> prepare(DiskImage image, Run run, Optional<Manifest> resembled) {
        byte[] raw = RAW.get();
        long start = run.first() * Block.SIZE;
        int length = (int) Math.min((long) run.count() * Block.SIZE, image.virtualSize() - start);
        Arrays.fill(raw, length, run.count() * Block.SIZE, (byte) 0);
        try {
            image.read(start, ByteBuffer.wrap(raw, 0, length));
        } catch (IOException e) {
            throw new SourceException(e);
        }
        List<Prepared> prepared = new ArrayList<>(run.count());
        for (int i = 0; i < run.count(); i++) {
            int offset = i * Block.SIZE;
            if (!Block.isZero(raw, offset, Block.SIZE)) {
                int onDisk = Math.min(Block.SIZE, length - offset);
                prepared.add(prepare(run.first() + i, raw, offset, onDisk, resembled));
            }
        }
        return prepared;
    }

    private Prepared prepare(long block, byte[] raw, int offset, int onDisk, Optional<Manifest> resembled) {
        byte[] digest = Block.digest(raw, offset);
        int billed = Block.billedBytes(raw, offset, onDisk);
        Optional<Location> known =
                resembled.flatMap(base -> sameBlock(base, block, digest)).or(() -> index.find(digest));
        if (known.isPresent()) {
            return new Prepared(block, digest, billed, known, NOTHING);
        }
        byte[] compressed = COMPRESSED.get();
        int length = Block.compress(raw, offset, compressed);
        return new Prepared(block, digest, billed, known, Arrays.copyOf(compressed, length));
    }

    private Optional<Location> sameBlock(Manifest base, long block, byte[] digest) {
        return base.find(block)
                .filter(found -> Arrays.equals(found.page().digest(found.entry()), digest))
                .flatMap(found -> location(found.page(), found.entry()));
    }

    private void take(List<Prepared> run, ManifestWriter manifest, Mover mover) {
        for (Prepared block : run) {
            manifest.add(block.block(), block.digest(), place(block, mover), block.billed());
            if (packWriter.isFull() || manifest.isCrowded()) {
                sealOpenPack();
                manifest.putWaiting(mover);
            }
        }
    }

    /**
     * Returns where a block is, after it was packed if need be. What an earlier disk had packed anew is used from there: the
     * pack that it was in would else count it too, and be kept for what the version has already.
     */
    private Location place(Prepared block, Mover mover) {
        Optional<Location> found = index.find(block.digest());
        Optional<Location> known =
                found.filter(at -> use.isOwn(at.pack())).or(block::known).or(() -> found);
        return known.map(at -> use.isGivenUp(at.pack())
                        ? mover.move(List.of(new Placed(block.digest(), at))).get(0)
                        : at)
                .orElseGet(() -> append(block.digest(), block.stored()));
    }

    /** Packs blocks anew that are in packs which are not kept, unless they are in another one too. */
    private List<Location> move(List<Placed> blocks, LongConsumer progress) {
        List<Location> moved = new ArrayList<>(blocks.size());
        try (Pipeline<Fetched> pipeline = new Pipeline<>(workers, RUNS_AHEAD, fetched -> {
            progress.accept(reached);
            pack(fetched, moved);
        })) {
            for (List<Placed> left = blocks; !left.isEmpty(); ) {
                List<Placed> run = left.subList(0, neighbours(left));
                boolean needed = run.stream().anyMatch(block -> kept(block).isEmpty());
                pipeline.submit(() -> new Fetched(run, needed ? stored(run) : NOTHING));
                left = left.subList(run.size(), left.size());
            }
            pipeline.finish();
        }
        return moved;
    }

    /**
     * Blocks that are to be packed anew.
     *
     * @param stored their stored bytes, one after the other; none if all of them are in packs that are kept too
     */
    private record Fetched(List<Placed> run, byte[] stored) {}

    /** Returns how many of the first blocks lie one after the other in a pack, and are read at once. */
    private static int neighbours(List<Placed> blocks) {
        int count = 1;
        while (count < Math.min(RUN, blocks.size()) && isNext(blocks.get(count - 1), blocks.get(count))) {
            count++;
        }
        return count;
    }

    private static boolean isNext(Placed block, Placed other) {
        Location at = block.location();
        return other.location().pack() == at.pack() && other.location().offset() == at.offset() + at.length();
    }

    private Optional<Location> kept(Placed block) {
        return index.find(block.digest()).filter(at -> use.isKept(at.pack()));
    }

    private void pack(Fetched fetched, List<Location> moved) {
        int start = 0;
        for (Placed block : fetched.run()) {
            int from = start;
            int end = start + block.location().length();
            moved.add(kept(block)
                    .orElseGet(() -> append(block.digest(), Arrays.copyOfRange(fetched.stored(), from, end))));
            if (packWriter.isFull()) {
                sealOpenPack();
            }
            start = end;
        }
    }

    /** Reads the stored bytes of blocks that lie one after the other, and checks them. */
    private byte[] stored(List<Placed> run) {
        Location first = run.get(0).location();
        Location last = run.get(run.size() - 1).location();
        byte[] stored = new byte[last.offset() + last.length() - first.offset()];
        copies.read(packs.id(first.pack()), first.offset(), stored.length, bytes -> {
            bytes.get(stored);
            return run.stream().allMatch(block -> isSound(block, stored, first.offset()));
        });
        return stored;
    }

    private static boolean isSound(Placed block, byte[] stored, int offset) {
        Location at = block.location();
        return Block.restore(stored, at.offset() - offset, at.length(), RAW.get(), 0, block.digest());
    }

    private Location append(byte[] digest, byte[] stored) {
        int offset = packWriter.append(digest, stored, stored.length);
        Location location = new Location(packs.open(), offset, stored.length);
        index.put(digest, location);
        return location;
    }

    private void sealOpenPack() {
        if (!packWriter.isEmpty()) {
            packs.add(packWriter.seal());
        }
    }
}
