// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.core.content.Contents.Workers;
import io.github.imagegallery.core.content.Ingest.StoredDisk;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A site in memory, and what stores and reads disks there. Its packs' salts are the same in every run. */
final class Workbench implements AutoCloseable {
    static final Site SITE = new Site("default", "westeurope", 0, 1);

    final InMemoryStorage storage = new InMemoryStorage();
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final Workers workers = new Workers(executor, 2);
    private final Contents contents =
            new Contents(storage.contents(), workers, workers, new Random(1), (site, reason) -> {});

    Ingest ingest() {
        return ingest("publication");
    }

    Ingest ingest(String publication) {
        return contents.ingest(SITE, publication);
    }

    Ingest weigh(String publication) {
        return contents.weigh(SITE, publication);
    }

    StoredDisk store(MemoryDisk disk) {
        return ingest().store(disk, Optional.empty(), done -> {});
    }

    /** Stores a disk that resembles one that is there. */
    StoredDisk store(MemoryDisk disk, BlobId base, Ingest ingest) {
        ingest.learn(base);
        return ingest.store(disk, Optional.of(base), done -> {});
    }

    DiskReader open(BlobId root) {
        return contents.open(root, List.of(SITE));
    }

    DiskImage image(BlobId root) {
        return contents.image(root, List.of(SITE));
    }

    MemoryDisk read(BlobId root) {
        DiskReader reader = open(root);
        MemoryDisk found = new MemoryDisk(reader.virtualSize());
        reader.forEach(found::write, done -> {});
        return found;
    }

    ManifestRoot root(BlobId id) {
        return ManifestRoot.parse(id, new Copies(storage.contents(), List.of(SITE)).read(id));
    }

    ManifestPage page(BlobId id) {
        return ManifestPage.parse(id, new Copies(storage.contents(), List.of(SITE)).read(id));
    }

    /** Returns the index of every pack that there is. */
    List<Pack.Entry> packed() {
        return blobs().stream().flatMap(blob -> entries(blob.id()).stream()).toList();
    }

    private List<Pack.Entry> entries(BlobId blob) {
        ByteBuffer bytes = storage.contents().read(SITE, blob);
        return Pack.isPack(bytes) ? Pack.entries(blob, bytes) : List.of();
    }

    List<BlobInfo> blobs() {
        return storage.contents().list(SITE, Cursor.start(), 1_000).items();
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
