// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.BlobMissingException;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The contents of all sites: stores disks, reads them, copies them, checks them. Safe for use by many threads. */
public final class Contents {
    /** The most blobs in a page of a listing. */
    public static final int PAGE = Partition.MAX_PAGE;

    private final ContentStore store;
    private final Workers workers;
    private final Workers copiers;
    private final RandomGenerator random;
    private final Manifests manifests = new Manifests();
    private final Doubts doubts;
    private final Readers readers = new Readers();

    /**
     * @param workers read, hash and compress blocks
     * @param copiers copy blobs from site to site
     * @param random the source of the packs' salts
     * @param doubts told when a reader passes over a copy
     */
    public Contents(ContentStore store, Workers workers, Workers copiers, RandomGenerator random, Doubts doubts) {
        this.store = store;
        this.workers = workers;
        this.copiers = copiers;
        this.random = random;
        this.doubts = doubts;
    }

    /**
     * Threads that run what may run in parallel.
     *
     * @param count how many there are
     */
    public record Workers(ExecutorService executor, int count) {

        /** Returns how many tasks are handed to them before the first is awaited, so that none is idle meanwhile. */
        int ahead() {
            return count * 2;
        }
    }

    /** Told when a reader passes over a copy. */
    @FunctionalInterface
    public interface Doubts {
        /** Notes that a site was passed over, and why. */
        void note(Site site, String reason);
    }

    /**
     * Starts storing the disks of a publication at a site.
     *
     * @param publication its id, by which its packs are known again if it is cut off
     */
    public Ingest ingest(Site site, String publication) {
        return new Ingest(store, manifests, workers.executor(), site, publication, random);
    }

    /**
     * Starts finding out what storing the disks of a publication at a site would add there: it reads and compresses as
     * {@link #ingest} does, and stores nothing.
     */
    public Ingest weigh(Site site, String publication) {
        return new Ingest(new Scale(store), manifests, workers.executor(), site, publication, random);
    }

    /**
     * Opens a disk.
     *
     * @param root the digest of its manifest
     * @param sites the copies it may be read from: those of the preferred region first, of which the one is taken from which
     *     the fewest disks are being read
     * @throws io.github.imagegallery.error.ContentDamagedException if no site has the manifest undamaged
     */
    public DiskReader open(BlobId root, List<Site> sites) {
        Copies copies = new Copies(store, readers.enter(sites), doubts);
        Runnable leave = () -> readers.leave(copies.preferred());
        try {
            return new DiskReader(copies, manifests.open(root, copies), workers.executor(), workers.ahead(), leave);
        } catch (RuntimeException e) {
            leave.run();
            throw e;
        }
    }

    /**
     * Opens a disk as an image, so that it can be stored at a site that shall not have its packs. Reading it throws what
     * reading a disk throws, and no {@link java.io.IOException}.
     *
     * @param root the digest of its manifest
     * @param sites the copies it may be read from, the preferred one first
     * @throws io.github.imagegallery.error.ContentDamagedException if no site has the manifest undamaged
     */
    public DiskImage image(BlobId root, List<Site> sites) {
        Copies copies = new Copies(store, sites, doubts);
        Manifest manifest = manifests.open(root, copies);
        return new StoredImage(
                manifest, new DiskReader(copies, manifest, workers.executor(), workers.ahead(), () -> {}));
    }

    /**
     * Returns the blobs that a disk is made of, in the order in which they are copied: what is pointed at before what
     * points at it.
     *
     * @throws io.github.imagegallery.error.ContentDamagedException if no site has the manifest undamaged
     */
    public List<BlobId> blobs(BlobId root, List<Site> sites) {
        Manifest manifest = manifests.open(root, new Copies(store, sites));
        Set<BlobId> blobs = new LinkedHashSet<>();
        for (ManifestPage page : manifest.pages()) {
            blobs.addAll(page.packs());
        }
        blobs.addAll(manifest.root().pages().values());
        blobs.add(root);
        return new ArrayList<>(blobs);
    }

    /**
     * What a site has of some blobs.
     *
     * @param missing those that it may lack, with their sizes, in the order in which they were asked for
     * @param presentBytes the bytes of the others
     */
    public record Stock(Map<BlobId, Long> missing, long presentBytes) {

        /** Returns the bytes of the blobs that the site may lack. */
        public long missingBytes() {
            return missing.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Finds out which of the blobs a site has.
     *
     * @param from the sites that may have them, the preferred one first; this one may be among them
     * @param thorough whether what is there is read and checked; otherwise its length must be that of another copy
     * @param alive run after every blob, and again and again while one is looked at
     */
    public Stock stock(Site site, List<BlobId> blobs, List<Site> from, boolean thorough, Runnable alive) {
        List<Site> others = from.stream().filter(other -> !other.equals(site)).toList();
        Map<BlobId, Long> missing = new LinkedHashMap<>();
        AtomicLong present = new AtomicLong();
        try (Pipeline<Looked> pipeline = new Pipeline<>(
                copiers.executor(),
                copiers.ahead(),
                looked -> {
                    if (looked.sound()) {
                        present.addAndGet(looked.bytes());
                    } else {
                        missing.put(looked.blob(), looked.bytes());
                    }
                    alive.run();
                },
                alive)) {
            blobs.forEach(blob -> pipeline.submit(() -> look(site, blob, others, thorough)));
            pipeline.finish();
        }
        return new Stock(missing, present.get());
    }

    /**
     * What a look at a blob has shown.
     *
     * @param bytes how long it is
     */
    private record Looked(BlobId blob, boolean sound, long bytes) {}

    private Looked look(Site site, BlobId blob, List<Site> others, boolean thorough) {
        long there = sizeOrZero(site, blob);
        if (thorough ? isSound(site, blob) : isPlausible(blob, there, others)) {
            return new Looked(blob, true, there);
        }
        long elsewhere = others.stream()
                .mapToLong(other -> sizeOrZero(other, blob))
                .filter(size -> size > 0)
                .findFirst()
                .orElse(there);
        return new Looked(blob, false, elsewhere);
    }

    /** Tells whether a site has a blob with all its bytes, which are read. */
    public boolean isSound(Site site, BlobId blob) {
        return check(site, blob).damage().isEmpty();
    }

    /** Tells whether a blob is as long as at another site, or there at all if there is no other. */
    private boolean isPlausible(BlobId blob, long there, List<Site> others) {
        return there > 0 && (others.isEmpty() || others.stream().anyMatch(other -> sizeOrZero(other, blob) == there));
    }

    /**
     * Copies blobs to the sites of a region, replacing what is damaged there. What is sound there already is made durable, and
     * no more. Each blob is read from another site once, however many lack it. A site that fails is given up, and the others are
     * filled all the same.
     *
     * @param blobs the blobs, each with the sites where it is to be
     * @param from the sites that may have them, the preferred one first
     * @param progress told of the bytes of each blob that has arrived, even if something fails, and of none again and
     *     again while one is awaited
     * @throws StorageException if a blob cannot be copied from any of them, or to one of the sites; other failures are suppressed
     */
    public void copy(Map<BlobId, List<Site>> blobs, List<Site> from, LongConsumer progress) {
        Copying copying = new Copying(store, from);
        try (Pipeline<Long> pipeline =
                new Pipeline<>(copiers.executor(), copiers.ahead(), progress::accept, () -> progress.accept(0))) {
            for (Map.Entry<BlobId, List<Site>> each : blobs.entrySet()) {
                if (!copying.isOver()) {
                    pipeline.submit(() -> copying.copy(each.getKey(), each.getValue()));
                }
            }
            pipeline.finish();
        }
        copying.requireComplete();
    }

    /** Returns the sites that hold a blob. */
    public Set<Site> sites() {
        return store.sites();
    }

    /** Reads a page of at most {@value #PAGE} of the blobs of a site. */
    public Page<BlobInfo> list(Site site, Cursor cursor) {
        return store.list(site, cursor, PAGE);
    }

    /** Removes blobs of a site, and what was left half written there. */
    public void remove(Site site, Set<BlobId> blobs) {
        store.remove(site, blobs);
    }

    /** What a blob is. */
    public enum Kind {
        /** Blocks. */
        PACK,
        /** A page or the root of a manifest. */
        MANIFEST,
        /** Nothing that this library knows. */
        OTHER
    }

    /**
     * What a blob says of itself at its beginning.
     *
     * @param mark what marks the publication that put it, 0 if it is no pack
     */
    public record Label(Kind kind, long mark) {}

    /** Returns what marks the packs of a publication. */
    public static long mark(String publication) {
        return ByteBuffer.wrap(Pack.mark(publication)).getLong();
    }

    /** Reads what a blob says of itself, unchecked. */
    public Label label(Site site, BlobId blob) {
        try {
            return Pack.label(store.get(site, blob, 0, Pack.HEADER_SIZE));
        } catch (BlobMissingException e) {
            return new Label(Kind.OTHER, 0);
        }
    }

    /** Returns how long a blob is, in bytes, 0 if the site lacks it or cannot tell. */
    public long sizeOrZero(Site site, BlobId blob) {
        try {
            return store.size(site, blob).orElse(0);
        } catch (StorageException e) {
            return 0;
        }
    }

    /**
     * What reading a blob showed.
     *
     * @param bytes how many bytes were read
     * @param damage what is wrong with the blob, empty if it is there whole and undamaged
     */
    public record Check(long bytes, Optional<String> damage) {}

    /** Reads a blob at a site and checks it against its id. */
    public Check check(Site site, BlobId blob) {
        try {
            return switch (Soundness.of(store, site, blob)) {
                case SOUND -> new Check(sizeOrZero(site, blob), Optional.empty());
                case DAMAGED -> new Check(sizeOrZero(site, blob), Optional.of("blob " + blob + " is damaged"));
                case MISSING -> new Check(0, Optional.of("blob " + blob + " is missing"));
            };
        } catch (StorageException e) {
            Cancellation.rethrow(e);
            return new Check(0, Optional.of("blob " + blob + " cannot be read: " + e.getMessage()));
        }
    }

    /**
     * Returns what a manifest says of its packs that they do not say of themselves, empty if they agree.
     *
     * @param compared the pages that were compared before, which are passed over; those of this manifest are added
     * @throws StorageException if the manifest or a pack cannot be read at that site
     */
    public Optional<String> disagreement(BlobId root, Site site, Set<BlobId> compared) {
        Copies copies = new Copies(store, List.of(site));
        for (BlobId id : manifests.open(root, copies).root().pages().values()) {
            if (!compared.contains(id)) {
                Optional<BlobId> lacking = disagreeing(manifests.page(id, copies), copies);
                if (lacking.isPresent()) {
                    return Optional.of("manifest " + root + " names a block that pack " + lacking.get() + " lacks");
                }
                compared.add(id);
            }
        }
        return Optional.empty();
    }

    /** Returns a pack that lacks a block which the page says it has, empty if there is none. */
    private static Optional<BlobId> disagreeing(ManifestPage page, Copies copies) {
        for (BlobId pack : page.packs()) {
            Set<Placed> placed = placed(pack, copies);
            boolean agrees = IntStream.range(0, page.count())
                    .filter(entry -> page.pack(entry).equals(pack))
                    .allMatch(entry -> placed.contains(Placed.of(page, entry)));
            if (!agrees) {
                return Optional.of(pack);
            }
        }
        return Optional.empty();
    }

    private static Set<Placed> placed(BlobId pack, Copies copies) {
        return Pack.entries(pack, copies.read(pack)).stream()
                .map(entry -> new Placed(BlobId.of(entry.digest()), entry.offset(), entry.length()))
                .collect(Collectors.toSet());
    }

    /** A block in a pack, as the pack says or as a manifest says. */
    private record Placed(BlobId digest, int offset, int length) {
        static Placed of(ManifestPage page, int entry) {
            return new Placed(BlobId.of(page.digest(entry)), page.offset(entry), page.length(entry));
        }
    }

    /** Gives back what a worker thread holds outside the heap; called when the thread ends. */
    public static void releaseThread() {
        Zstandard.releaseThread();
    }
}
