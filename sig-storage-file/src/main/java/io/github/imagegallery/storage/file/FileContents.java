// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.BlobDamagedException;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.BlobMissingException;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The contents of a {@link FileStorage}: a file for each blob of each site. As soon as they are closed another process may have
 * the files, so closing waits for those who write and remove; none of them calls anything that could close meanwhile.
 */
final class FileContents implements ContentStore {
    private final Path root;
    private final Map<Site, SiteFolder> folders = new ConcurrentHashMap<>();
    /** Its one half is held by each that writes or removes, the other by the one that closes. */
    private final ReadWriteLock use = new ReentrantReadWriteLock();

    private volatile boolean closed;

    FileContents(Path root) {
        this.root = root;
    }

    @Override
    public void put(Site site, BlobId id, ByteBuffer bytes) {
        requireBytesOf(id, bytes);
        store(site, id, bytes);
    }

    @Override
    public BlobId put(Site site, ByteBuffer bytes) {
        requireFit(bytes);
        BlobId id = BlobId.of(bytes);
        store(site, id, bytes);
        return id;
    }

    /** Stores bytes that are those of the id. */
    private void store(Site site, BlobId id, ByteBuffer bytes) {
        change("put blob " + id + " at site " + site, () -> {
            SiteFolder folder = folder(site);
            if (folder.size(id).equals(OptionalLong.of(bytes.remaining()))) {
                folder.settle();
            } else {
                folder.store(id, to -> BlobBytes.write(bytes.duplicate(), to));
            }
        });
    }

    @Override
    public void replace(Site site, BlobId id, ByteBuffer bytes) {
        requireBytesOf(id, bytes);
        change(
                "replace blob " + id + " at site " + site,
                () -> folder(site).store(id, to -> BlobBytes.write(bytes.duplicate(), to)));
    }

    private static void requireFit(ByteBuffer bytes) {
        if (bytes.remaining() > MAX_BLOB_BYTES) {
            throw new IllegalArgumentException(
                    "A blob has at most " + MAX_BLOB_BYTES + " bytes; this one has " + bytes.remaining());
        }
    }

    private static void requireBytesOf(BlobId id, ByteBuffer bytes) {
        requireFit(bytes);
        if (!BlobId.of(bytes).equals(id)) {
            throw new IllegalArgumentException("The bytes are not those of blob " + id);
        }
    }

    @Override
    public ByteBuffer get(Site site, BlobId id, long offset, int length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("Not a range: " + length + " bytes at " + offset);
        }
        requireOpen();
        try (FileChannel blob = open(site, id)) {
            if (offset > blob.size() - length) {
                throw new BlobMissingException(site, id, offset + length, blob.size());
            }
            return BlobBytes.read(blob, offset, length);
        } catch (IOException | UncheckedIOException e) {
            throw failed("read blob " + id + " at site " + site, e);
        }
    }

    @Override
    public OptionalLong size(Site site, BlobId id) {
        requireOpen();
        try {
            return folder(site).size(id);
        } catch (IOException | UncheckedIOException e) {
            throw failed("read the size of blob " + id + " at site " + site, e);
        }
    }

    @Override
    public Page<BlobInfo> list(Site site, Cursor cursor, int limit) {
        requireOpen();
        Pages.requireLimit(limit);
        SiteFolder folder = folder(site);
        try {
            Page<String> names = folder.page(cursor, limit);
            List<BlobInfo> infos = new ArrayList<>();
            for (String name : names.items()) {
                BlobId id = new BlobId(name);
                folder.size(id).ifPresent(size -> infos.add(new BlobInfo(id, size)));
            }
            return new Page<>(infos, names.next());
        } catch (IOException | UncheckedIOException e) {
            throw failed("list site " + site, e);
        }
    }

    @Override
    public Set<Site> sites() {
        requireOpen();
        try {
            return SiteWalk.run(root);
        } catch (IOException | UncheckedIOException e) {
            throw failed("list the sites in " + root, e);
        }
    }

    @Override
    public void remove(Site site, Set<BlobId> ids) {
        change("remove blobs of site " + site, () -> folder(site).remove(ids));
    }

    @Override
    public long copy(BlobId id, Site from, List<Site> to) {
        BlobCopies copies = new BlobCopies(id);
        change("copy blob " + id + " from site " + from + " to " + to, () -> {
            List<Site> lacking = settle(id, folder(from).size(id), to, copies);
            if (!lacking.isEmpty()) {
                copyTo(lacking, id, from, copies);
            }
        });
        return copies.moved();
    }

    /** Makes a blob durable at the sites that have it with that size, and returns the others. */
    private List<Site> settle(BlobId id, OptionalLong size, List<Site> sites, BlobCopies copies) throws IOException {
        List<Site> lacking = new ArrayList<>();
        for (Site site : sites) {
            copies.attempt(site, () -> {
                if (size.isPresent() && folder(site).size(id).equals(size)) {
                    folder(site).settle();
                } else {
                    lacking.add(site);
                }
            });
        }
        return lacking;
    }

    private void copyTo(List<Site> sites, BlobId id, Site from, BlobCopies copies) throws IOException {
        try (FileChannel blob = open(from, id);
                copies) {
            for (Site site : sites) {
                copies.begin(site, folder(site));
            }
            if (!copies.isEmpty() && !BlobBytes.copy(blob, copies).equals(id)) {
                throw new BlobDamagedException(from, id);
            }
            copies.finish();
        }
    }

    @Override
    public void close() {
        closed = true;
        use.writeLock().lock();
        use.writeLock().unlock();
    }

    /** What is done to the blobs of a site. */
    private interface Change {
        void make() throws IOException;
    }

    private void change(String what, Change change) {
        use.readLock().lock();
        try {
            requireOpen();
            change.make();
        } catch (IOException | UncheckedIOException e) {
            throw failed(what, e);
        } finally {
            use.readLock().unlock();
        }
    }

    private SiteFolder folder(Site site) {
        return folders.computeIfAbsent(site, absent -> new SiteFolder(root, site.toString()));
    }

    private FileChannel open(Site site, BlobId id) throws IOException {
        try {
            return FileChannel.open(folder(site).file(id), StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new BlobMissingException(site, id);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StorageException("Cannot use this storage: it is closed");
        }
    }

    private static StorageException failed(String what, Exception cause) {
        return new StorageException("Cannot " + what + ": " + Reasons.of(cause), cause);
    }
}
