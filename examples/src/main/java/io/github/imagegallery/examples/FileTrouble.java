// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;

/** What the operating system has against a file, in words. */
final class FileTrouble {
    private static final Map<String, String> WORDS = Map.of(
            "No space left on device", "the disk is full: free space and repeat the command",
            "There is not enough space on the disk", "the disk is full: free space and repeat the command",
            "Disk quota exceeded", "your share of the disk is used up: free space and repeat the command",
            "Is a directory", "it is a folder, not a file",
            "Not a directory", "a part of its path is a file, not a folder",
            "File name too long", "its name is too long",
            "Permission denied", "access is denied",
            "Read-only file system", "the file system is read-only",
            "Input/output error", "the disk cannot be read or written there; it may be failing");

    private FileTrouble() {}

    /** Returns why a file could not be used. */
    static String reason(FileSystemException exception) {
        return Optional.ofNullable(exception.getReason())
                .map(FileTrouble::inWords)
                .orElseGet(() -> byKind(exception));
    }

    /** Returns a reason in words if the operating system gave it, else as it is. */
    static String inWords(String reason) {
        return WORDS.getOrDefault(reason, reason);
    }

    private static String byKind(FileSystemException exception) {
        if (exception instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (exception instanceof FileAlreadyExistsException) {
            return "it exists already, and nothing is overwritten";
        }
        return exception instanceof AccessDeniedException ? "access is denied" : exception.toString();
    }
}
