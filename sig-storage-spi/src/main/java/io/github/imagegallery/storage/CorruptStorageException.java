// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

import org.jspecify.annotations.Nullable;

/** What a store had made durable cannot be read back as it was written. The store does not guess. */
public class CorruptStorageException extends StorageException {
    private static final long serialVersionUID = 1;

    public CorruptStorageException(String message) {
        super(message);
    }

    public CorruptStorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
