// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.core.content.Contents.Doubts;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.ReadFallback;
import io.github.imagegallery.storage.BlobDamagedException;
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
import java.util.function.Function;
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
    private final Doubts doubts;
    private final Map<Site, ReadFallback> fallbacks = new LinkedHashMap<>();

    /** @param sites at least one */
    Copies(ContentStore contents, List<Site> sites) {
        this(contents, sites, (site, reason) -> {});
    }

    /**
     * @param sites at least one
     * @param doubts told when a copy is given up for the first time
     */
    Copies(ContentStore contents, List<Site> sites, Doubts doubts) {
        this.contents = contents;
        this.sites = List.copyOf(sites);
        this.doubts = doubts;
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
        return first(id, site -> Optional.of(contents.read(site, id)));
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
        first(id, site -> Optional.of(contents.get(site, id, offset, length)).filter(check));
    }

    /** Returns what the first copy gives; a copy gives nothing, or throws, when it is not sound. */
    private <T> T first(BlobId id, Function<Site, Optional<T>> reading) {
        List<StorageException> troubles = new ArrayList<>();
        for (Site site : sites) {
            try {
                Optional<T> found = reading.apply(site);
                if (found.isPresent()) {
                    return found.get();
                }
                giveUp(site, id, "is damaged");
            } catch (BlobMissingException e) {
                giveUp(site, id, "is missing or too short");
            } catch (BlobDamagedException e) {
                giveUp(site, id, "is damaged");
            } catch (StorageException e) {
                Cancellation.rethrow(e);
                giveUp(site, id, "cannot be read: " + e.getMessage());
                troubles.add(e);
            }
        }
        throw troubles.isEmpty() ? noneLeft(id) : unreadable(id, troubles);
    }

    /** Returns that the image cannot be read now: for all we know, its bytes may be sound. */
    private StorageException unreadable(BlobId id, List<StorageException> troubles) {
        StorageException failure =
                new StorageException("Cannot read blob " + id + " from any of " + sites, troubles.get(0));
        troubles.stream().skip(1).forEach(failure::addSuppressed);
        return failure;
    }

    private void giveUp(Site site, BlobId id, String reason) {
        String what = "blob " + id + " " + reason;
        boolean first;
        synchronized (fallbacks) {
            first = fallbacks.putIfAbsent(site, new ReadFallback(site.toString(), what)) == null;
        }
        if (first) {
            LOG.warn("Blob {} at {} {}; another copy is read if there is one", id, site, reason);
            doubts.note(site, what);
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
