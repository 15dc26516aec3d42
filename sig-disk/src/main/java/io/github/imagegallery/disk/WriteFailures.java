// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The words for an image that cannot be written: {@code FILE: what is so (what to do)}. They name what the caller knows,
 * which the temporary file is not.
 */
final class WriteFailures {
    private WriteFailures() {}

    static FileAlreadyExistsException taken(Path file) {
        return new FileAlreadyExistsException(
                file.toString(), null, "something has this name already (choose another name, or remove it first)");
    }

    /** Says why no file can be made in a folder. */
    static IOException creatingIn(Path folder, IOException failure) {
        String name = folder.toString();
        if (Files.notExists(folder)) {
            return because(failure, new NoSuchFileException(name, null, "there is no such folder (create it first)"));
        }
        if (failure instanceof AccessDeniedException) {
            return because(
                    failure,
                    new AccessDeniedException(
                            name, null, "no file may be made in it (allow it, or choose another folder)"));
        }
        return because(failure, new FileSystemException(name, null, reason(failure)));
    }

    /** Says why a file cannot be written. What a closed channel throws is left: it tells interrupts from faults. */
    static IOException writing(Path file, IOException failure) {
        return failure instanceof ClosedChannelException
                ? failure
                : because(failure, new FileSystemException(file.toString(), null, reason(failure)));
    }

    private static String reason(IOException failure) {
        String words = words(failure);
        return switch (words) {
            case "No space left on device", "There is not enough space on the disk" ->
                "the disk is full (free space, and write it again)";
            case "Disk quota exceeded" -> "the quota of the disk is used up (free space, and write it again)";
            case "Read-only file system" -> "the file system is read-only (choose another folder)";
            case "Not a directory" -> "it is not a folder (choose another folder)";
            case "File too large" -> "the file system does not hold files of that size (choose another folder)";
            default -> words;
        };
    }

    /** The words of the system, which alone tell these reasons apart. */
    private static String words(IOException failure) {
        @Nullable String words = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        return Objects.requireNonNullElse(words, "the file system refuses it");
    }

    private static IOException because(IOException cause, IOException told) {
        told.initCause(cause);
        return told;
    }
}
