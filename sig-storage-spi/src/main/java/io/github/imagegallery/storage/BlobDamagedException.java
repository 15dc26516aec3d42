// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

/** The bytes of a blob at a site are not those that its id names. */
public class BlobDamagedException extends StorageException {
    private static final long serialVersionUID = 1;

    public BlobDamagedException(Site site, BlobId id) {
        super("Blob " + id + " is damaged at site " + site);
    }
}
