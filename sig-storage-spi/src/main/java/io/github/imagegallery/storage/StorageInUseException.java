// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

/** The store is held by another process, or by another instance in this one. */
public class StorageInUseException extends StorageException {
    private static final long serialVersionUID = 1;

    public StorageInUseException(String message) {
        super(message);
    }
}
