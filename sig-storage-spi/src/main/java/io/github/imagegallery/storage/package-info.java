// SPDX-License-Identifier: Apache-2.0
/**
 * The storage SPI. A backend implements {@link io.github.imagegallery.storage.RecordStore} (small named documents,
 * changed by atomic commits) and {@link io.github.imagegallery.storage.ContentStore} (immutable blobs, named by their
 * SHA-256, kept at sites); {@link io.github.imagegallery.storage.GalleryStorage} joins one of each.
 *
 * <p>Nothing here knows what an image is. A backend is proved by the contract kit in {@code sig-storage-testkit}.
 */
@NullMarked
package io.github.imagegallery.storage;

import org.jspecify.annotations.NullMarked;
