// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.storage.BlobId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The blobs that storing disks added to a site, and those that the disks are made of. Not for use by several threads. */
public final class Inventory {
    private final Map<BlobId, Long> added = new LinkedHashMap<>();
    private long reported;
    private final Set<BlobId> used = new LinkedHashSet<>();

    Inventory() {}

    void add(BlobId blob, long bytes) {
        added.put(blob, bytes);
        reported += bytes;
    }

    /** Counts bytes that were there already, which who publishes may not know. */
    void report(long bytes) {
        reported += bytes;
    }

    void use(BlobId blob) {
        used.add(blob);
    }

    /** Returns the blobs that were not at the site before, with their sizes. */
    public Map<BlobId, Long> added() {
        return Collections.unmodifiableMap(added);
    }

    /**
     * Returns the bytes that were added to the site. A part of a manifest that is there already counts as added too if neither
     * what was learned nor this publication is sure to have put it there.
     */
    public long addedBytes() {
        return reported;
    }

    /** Returns the blobs that the disks are made of, the root of the last disk last. */
    public Set<BlobId> used() {
        return Collections.unmodifiableSet(used);
    }
}
