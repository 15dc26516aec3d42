// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.BlobMissingException;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Site;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** The blobs of an {@link InMemoryStorage}: a map of byte arrays for each site, under one monitor. */
final class InMemoryContents implements ContentStore {
    private final Map<Site, TreeMap<BlobId, byte[]>> sites = new HashMap<>();
    private final Runnable requireOpen;

    InMemoryContents(Runnable requireOpen) {
        this.requireOpen = requireOpen;
    }

    @Override
    public void put(Site site, BlobId id, ByteBuffer bytes) {
        byte[] copy = bytesOf(id, bytes);
        synchronized (this) {
            requireOpen.run();
            sites.computeIfAbsent(site, absent -> new TreeMap<>())
                    .merge(id, copy, (there, same) -> there.length == same.length ? there : same);
        }
    }

    @Override
    public void replace(Site site, BlobId id, ByteBuffer bytes) {
        byte[] copy = bytesOf(id, bytes);
        synchronized (this) {
            requireOpen.run();
            sites.computeIfAbsent(site, absent -> new TreeMap<>()).put(id, copy);
        }
    }

    private byte[] bytesOf(BlobId id, ByteBuffer bytes) {
        requireOpen.run();
        if (bytes.remaining() > MAX_BLOB_BYTES) {
            throw new IllegalArgumentException(
                    "A blob has at most " + MAX_BLOB_BYTES + " bytes; this one has " + bytes.remaining());
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        if (!BlobId.of(ByteBuffer.wrap(copy)).equals(id)) {
            throw new IllegalArgumentException("The bytes are not those of blob " + id);
        }
        return copy;
    }

    @Override
    public synchronized ByteBuffer get(Site site, BlobId id, long offset, int length) {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("Not a range: " + length + " bytes at " + offset);
        }
        byte[] blob = find(site, id);
        if (offset > blob.length - (long) length) {
            throw new BlobMissingException(site, id, offset + length, blob.length);
        }
        return ByteBuffer.allocate(length).put(blob, (int) offset, length).flip();
    }

    @Override
    public synchronized OptionalLong size(Site site, BlobId id) {
        requireOpen.run();
        byte[] blob = blobsOf(site).get(id);
        return blob == null ? OptionalLong.empty() : OptionalLong.of(blob.length);
    }

    @Override
    public synchronized Page<BlobInfo> list(Site site, Cursor cursor, int limit) {
        requireOpen.run();
        List<BlobInfo> rest = blobsOf(site).entrySet().stream()
                .filter(blob -> blob.getKey().hex().compareTo(cursor.position()) > 0)
                .map(blob -> new BlobInfo(blob.getKey(), blob.getValue().length))
                .toList();
        return Pages.first(rest, limit, blob -> blob.id().hex());
    }

    @Override
    public synchronized Set<Site> sites() {
        requireOpen.run();
        return Set.copyOf(sites.keySet());
    }

    @Override
    public synchronized void remove(Site site, Set<BlobId> ids) {
        requireOpen.run();
        Map<BlobId, byte[]> blobs = blobsOf(site);
        ids.forEach(blobs::remove);
        if (blobs.isEmpty()) {
            sites.remove(site);
        }
    }

    @Override
    public void close() {
        // The storage as a whole is closed, not a half of it: it has nothing to release.
    }

    synchronized void damage(Site site, BlobId id, long offset) {
        byte[] blob = find(site, id);
        if (offset < 0 || offset >= blob.length) {
            throw new BlobMissingException(site, id, offset + 1, blob.length);
        }
        blob[(int) offset] = (byte) ~blob[(int) offset];
    }

    synchronized void drop(Site site) {
        sites.remove(site);
    }

    private byte[] find(Site site, BlobId id) {
        requireOpen.run();
        byte[] blob = blobsOf(site).get(id);
        if (blob == null) {
            throw new BlobMissingException(site, id);
        }
        return blob;
    }

    private Map<BlobId, byte[]> blobsOf(Site site) {
        return sites.getOrDefault(site, new TreeMap<>());
    }
}
