// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.imagegallery.storage.BlobId;

/**
 * Reads manifests. A page is cached for as long as there is room, since what is named by its digest never changes. Safe
 * for use by many threads.
 */
final class Manifests {
    private static final long CACHE_BYTES = 8 << 20;

    private final Cache<BlobId, ManifestPage> pages = Caffeine.newBuilder()
            .maximumWeight(CACHE_BYTES)
            .<BlobId, ManifestPage>weigher((id, page) -> page.size())
            .build();

    /** Reads the root of a manifest. */
    Manifest open(BlobId root, Copies copies) {
        return new Manifest(this, ManifestRoot.parse(root, copies.read(root)), copies);
    }

    ManifestPage page(BlobId id, Copies copies) {
        return pages.get(id, unread -> ManifestPage.parse(unread, copies.read(unread)));
    }
}
