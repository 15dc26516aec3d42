// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.storage.BlobDamagedException;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobMissingException;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/** The contents of all sites: stores disks, reads them, copies them, checks them. Safe for use by many threads. */
public final class Contents {
    private final ContentStore store;
    private final ExecutorService workers;
    private final int depth;
    private final RandomGenerator random;
    private final Manifests manifests = new Manifests();

    /**
     * @param workers run what may run in parallel
     * @param parallelism how many workers there are
     * @param random the source of the packs' salts
     */
    public Contents(ContentStore store, ExecutorService workers, int parallelism, RandomGenerator random) {
        this.store = store;
        this.workers = workers;
        this.depth = parallelism * 2;
        this.random = random;
    }

    /** Starts storing the disks of a publication at a site. */
    public Ingest ingest(Site site) {
        return new Ingest(store, manifests, workers, depth, site, random);
    }

    /**
     * Opens a disk.
     *
     * @param root the digest of its manifest
     * @param sites the copies it may be read from, the preferred one first
     * @throws io.github.imagegallery.error.ContentDamagedException if no site has the manifest undamaged
     */
    public DiskReader open(BlobId root, List<Site> sites) {
        Copies copies = new Copies(store, sites);
        return new DiskReader(copies, manifests.open(root, copies), workers, depth);
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

    /** Returns those of the blobs that a site lacks, with their sizes, in the given order. */
    public Map<BlobId, Long> missing(List<BlobId> blobs, List<Site> from, Site to) {
        Map<BlobId, Long> missing = new LinkedHashMap<>();
        for (BlobId blob : blobs) {
            if (!store.contains(to, blob)) {
                missing.put(blob, size(blob, from, to));
            }
        }
        return missing;
    }

    private long size(BlobId blob, List<Site> from, Site to) {
        return from.stream()
                .map(site -> store.size(site, blob))
                .flatMapToLong(OptionalLong::stream)
                .findFirst()
                .orElseThrow(() -> new BlobMissingException(to, blob));
    }

    /**
     * Copies blobs to a site.
     *
     * @param from the sites that may have them, the preferred one first
     * @param progress told of the bytes of each blob that has arrived
     * @throws StorageException if a blob cannot be copied from any of them
     */
    public void copy(List<BlobId> blobs, List<Site> from, Site to, LongConsumer progress) {
        try (Pipeline<Long> pipeline = new Pipeline<>(workers, depth, progress::accept)) {
            blobs.forEach(blob -> pipeline.submit(() -> copy(blob, from, to)));
            pipeline.finish();
        }
    }

    private long copy(BlobId blob, List<Site> from, Site to) {
        StorageException first = new BlobMissingException(from.get(0), blob);
        for (Site site : from) {
            try {
                return store.copy(blob, site, to);
            } catch (BlobMissingException | BlobDamagedException e) {
                first = e;
            }
        }
        throw first;
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
            OptionalLong size = store.size(site, blob);
            if (size.isEmpty()) {
                return new Check(0, Optional.of("blob " + blob + " is missing"));
            }
            ByteBuffer bytes = store.get(site, blob, 0, Math.toIntExact(size.getAsLong()));
            boolean sound = BlobId.of(bytes).equals(blob);
            return new Check(bytes.remaining(), sound ? Optional.empty() : Optional.of("blob " + blob + " is damaged"));
        } catch (StorageException e) {
            return new Check(0, Optional.of("blob " + blob + " cannot be read: " + e.getMessage()));
        }
    }

    /**
     * Returns what a manifest says of its packs that they do not say of themselves, empty if they agree.
     *
     * @throws StorageException if the manifest or a pack cannot be read at that site
     */
    public Optional<String> disagreement(BlobId root, Site site) {
        for (ManifestPage page :
                manifests.open(root, new Copies(store, List.of(site))).pages()) {
            Set<Placed> placed = new HashSet<>();
            page.packs().forEach(pack -> placed.addAll(placed(site, pack)));
            for (int entry = 0; entry < page.count(); entry++) {
                if (!placed.contains(Placed.of(page, entry))) {
                    return Optional.of("manifest " + root + " names a block that pack " + page.pack(entry) + " lacks");
                }
            }
        }
        return Optional.empty();
    }

    private List<Placed> placed(Site site, BlobId pack) {
        long size = store.size(site, pack).orElseThrow(() -> new BlobMissingException(site, pack));
        return Pack.index(store, site, pack, size).orElseThrow(() -> new BlobDamagedException(site, pack)).stream()
                .map(entry -> new Placed(pack, BlobId.of(entry.digest()), entry.offset(), entry.length()))
                .toList();
    }

    /** A block in a pack, as the pack says or as a manifest says. */
    private record Placed(BlobId pack, BlobId digest, int offset, int length) {
        static Placed of(ManifestPage page, int entry) {
            return new Placed(page.pack(entry), BlobId.of(page.digest(entry)), page.offset(entry), page.length(entry));
        }
    }
}
