// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Why the file system did not do something, in words: what is so, and what to do. */
final class Reasons {
    private Reasons() {}

    static String of(Throwable failure) {
        if (failure instanceof UncheckedIOException unchecked) {
            return of(unchecked.getCause());
        }
        if (failure instanceof FileSystemException file && file.getFile() != null) {
            return ofFile(file);
        }
        return failure instanceof IOException ? ofBytes(failure) : failure.toString();
    }

    private static String ofFile(FileSystemException failure) {
        String file = failure.getFile();
        if (failure instanceof NotDirectoryException || says(failure, "Not a directory")) {
            return file + " is a file, not a folder (choose another folder)";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return file + " is there already (remove it if it is of no use)";
        }
        if (failure instanceof NoSuchFileException) {
            return file + " is not there (bring it back)";
        }
        if (failure instanceof AccessDeniedException) {
            return file + " may not be read and written (allow it; a store cannot be opened for reading only)";
        }
        if (says(failure, "Read-only file system")) {
            return file + " lies on a file system that is read-only"
                    + " (mount it writable, or open a copy elsewhere; a store cannot be opened for reading only)";
        }
        return ofBytes(failure);
    }

    private static String ofBytes(Throwable failure) {
        if (failure instanceof ClosedByInterruptException) {
            return "the thread was interrupted";
        }
        if (failure instanceof ClosedChannelException) {
            return "the file was closed meanwhile";
        }
        if (says(failure, "No space left on device") || says(failure, "not enough space on the disk")) {
            return "the disk is full (free space and repeat)";
        }
        if (says(failure, "quota exceeded")) {
            return "the quota of the disk is used up (free space and repeat)";
        }
        @Nullable String message = failure.getMessage();
        return Objects.requireNonNullElse(message, failure.toString());
    }

    /** Whether the system's own words, the only place where it tells such reasons apart, have these in them. */
    private static boolean says(Throwable failure, String words) {
        return String.valueOf(failure.getMessage()).contains(words);
    }
}
