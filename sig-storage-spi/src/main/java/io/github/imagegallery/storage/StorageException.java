// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

import org.jspecify.annotations.Nullable;

/** A store could not do what was asked. Whatever it promised before still holds. */
public class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StorageException(String message) {
        super(message);
    }

    public StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
