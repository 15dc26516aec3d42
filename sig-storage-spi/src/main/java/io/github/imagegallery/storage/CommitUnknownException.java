// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** It is not known whether a commit was applied. Sending the same commit again settles it. */
public class CommitUnknownException extends StorageException {
    private static final long serialVersionUID = 1;

    public CommitUnknownException(UUID commit, @Nullable Throwable cause) {
        super("It is not known whether commit " + commit + " was applied (send the same commit again)", cause);
    }
}
