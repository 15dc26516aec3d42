// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

/** A site does not have a blob, or not all of it. */
public class BlobMissingException extends StorageException {
    private static final long serialVersionUID = 1;

    public BlobMissingException(Site site, BlobId id) {
        super("Site " + site + " does not have blob " + id);
    }

    public BlobMissingException(Site site, BlobId id, long end, long size) {
        super("Site " + site + " has " + size + " bytes of blob " + id + ", which should reach " + end);
    }
}
