// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.VerifyReport;
import java.util.List;

/**
 * The galleries of one storage: where everything begins. Open it with {@code SharedImageGalleries.open(storage)} of the
 * module {@code sig-core}.
 *
 * <p>Handles are addresses: making one does no I/O and checks nothing. What is wrong with an address is said together
 * with all else that is wrong, by the call that uses it. Every call that reads or writes may throw a
 * {@link io.github.imagegallery.error.GalleryException}, or what the storage throws when it fails. Safe for use by many
 * threads; pending changes are not.
 */
public interface ImageGalleries extends AutoCloseable {

    /** Returns the handle of a gallery. */
    Gallery gallery(String name);

    /** Lists the galleries, in the order of their names. */
    List<GalleryInfo> list();

    /**
     * Reads all that is kept, at every site, and checks it: records against manifests, manifests against packs, packs
     * against their digests. Changes nothing.
     *
     * @param listener told of the progress
     */
    VerifyReport verify(ProgressListener listener);

    /** Closes the storage too. Idempotent. */
    @Override
    void close();
}
