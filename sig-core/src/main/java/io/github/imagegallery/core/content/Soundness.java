// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.storage.BlobDamagedException;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobMissingException;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.Site;

/** Whether a site has a blob with all its bytes. */
enum Soundness {
    SOUND,
    DAMAGED,
    MISSING;

    /**
     * Reads a blob and checks it against its id.
     *
     * @throws io.github.imagegallery.storage.StorageException if it cannot be told
     */
    static Soundness of(ContentStore contents, Site site, BlobId blob) {
        try {
            contents.read(site, blob);
            return SOUND;
        } catch (BlobMissingException e) {
            return MISSING;
        } catch (BlobDamagedException e) {
            return DAMAGED;
        }
    }
}
