// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ReadFallback;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobMissingException;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The copies that an image may be read from, the preferred one first. What one copy does not have, or has damaged, is
 * read from the next, and that is remembered. Safe for use by many threads.
 */
final class Copies {
    private static final Logger LOG = LoggerFactory.getLogger(Copies.class);

    private final ContentStore contents;
    private final List<Site> sites;
    private final Map<Site, ReadFallback> fallbacks = new LinkedHashMap<>();

    /** @param sites at least one */
    Copies(ContentStore contents, List<Site> sites) {
        this.contents = contents;
        this.sites = List.copyOf(sites);
    }

    /** Returns the copy that is read as long as it is sound. */
    Site preferred() {
        return sites.get(0);
    }

    /** Returns the copies that were given up at least once, with the first reason for each. */
    List<ReadFallback> fallbacks() {
        synchronized (fallbacks) {
            return new ArrayList<>(fallbacks.values());
        }
    }

    /** Reads a whole blob, checked against its id. */
    ByteBuffer read(BlobId id) {
        for (Site site : sites) {
            try {
                long size = contents.size(site, id).orElseThrow(() -> new BlobMissingException(site, id));
                ByteBuffer bytes = contents.get(site, id, 0, Math.toIntExact(size));
                if (BlobId.of(bytes).equals(id)) {
                    return bytes;
                }
                giveUp(site, id, "is damaged");
            } catch (StorageException e) {
                giveUp(site, id, reason(e));
            }
        }
        throw noneLeft(id);
    }

    /** Reads a part of a blob from the preferred copy, unchecked; empty if that copy cannot be read. */
    Optional<ByteBuffer> readPreferred(BlobId id, int offset, int length) {
        try {
            return Optional.of(contents.get(preferred(), id, offset, length));
        } catch (StorageException e) {
            return Optional.empty();
        }
    }

    /** Reads a part of a blob from the first copy where it passes the check. */
    void read(BlobId id, int offset, int length, Predicate<ByteBuffer> check) {
        for (Site site : sites) {
            try {
                if (check.test(contents.get(site, id, offset, length))) {
                    return;
                }
                giveUp(site, id, "is damaged between " + offset + " and " + (offset + length));
            } catch (StorageException e) {
                giveUp(site, id, reason(e));
            }
        }
        throw noneLeft(id);
    }

    private static String reason(StorageException e) {
        return e instanceof BlobMissingException ? "is missing" : "cannot be read: " + e.getMessage();
    }

    private void giveUp(Site site, BlobId id, String reason) {
        synchronized (fallbacks) {
            if (fallbacks.putIfAbsent(site, new ReadFallback(site.toString(), "blob " + id + " " + reason)) == null) {
                LOG.warn("Blob {} at {} {}; the next copy is read", id, site, reason);
            }
        }
    }

    private GalleryException noneLeft(BlobId id) {
        return GalleryException.of(
                "Cannot read the image",
                List.of(new Violation(
                        ErrorCode.CONTENT_DAMAGED,
                        "blob",
                        id.toString(),
                        "none of its " + sites.size() + " copies is there and undamaged at " + sites,
                        "bring one of these copies back, or publish the version anew")));
    }
}
