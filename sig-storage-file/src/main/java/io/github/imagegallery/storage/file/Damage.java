// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.CorruptStorageException;
import org.jspecify.annotations.Nullable;

/** The refusal of a store that has lost something, and what its owner should do. */
final class Damage {
    private static final String ADVICE =
            " (keep a copy of the folder before you try anything, then restore it from a backup)";

    private Damage() {}

    static CorruptStorageException of(String fact) {
        return of(fact, null);
    }

    static CorruptStorageException of(String fact, @Nullable Throwable cause) {
        return new CorruptStorageException(fact + ADVICE, cause);
    }
}
