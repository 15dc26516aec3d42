// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.storage.StorageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How the program says no: one message on stderr and an exit code. */
final class Refusals {
    static final int REFUSED = 1;
    private static final int MISUSED = 2;
    private static final List<Class<? extends Exception>> EXPECTED = List.of(
            GalleryException.class,
            StorageException.class,
            IOException.class,
            UncheckedIOException.class,
            IllegalStateException.class,
            IllegalArgumentException.class);

    private Refusals() {}

    /** Says what was wrong with the command line. */
    static int misuse(ParameterException exception, String... args) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("error: " + exception.getMessage());
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return MISUSED;
    }

    /** Says why the command was refused; what nobody foresaw comes with its stack trace. */
    static int refused(Exception exception, CommandLine command, ParseResult ignored) {
        if (EXPECTED.stream().anyMatch(kind -> kind.isInstance(exception))) {
            command.getErr().println("error: " + message(exception));
        } else {
            command.getErr().println("error: this should not have happened; please report it");
            exception.printStackTrace(command.getErr());
        }
        return REFUSED;
    }

    /** Returns in one sentence what went wrong. */
    static String message(Exception exception) {
        if (exception instanceof UncheckedIOException unchecked && wraps(unchecked)) {
            return message(unchecked.getCause());
        }
        if (exception instanceof FileSystemException onFile) {
            return message(onFile);
        }
        return Optional.ofNullable(exception.getMessage()).orElseGet(exception::toString);
    }

    private static boolean wraps(UncheckedIOException unchecked) {
        return unchecked.getCause().toString().equals(unchecked.getMessage());
    }

    private static String message(FileSystemException exception) {
        String reason = Optional.ofNullable(exception.getReason()).orElseGet(() -> reason(exception));
        return exception.getFile() + ": " + reason;
    }

    private static String reason(FileSystemException exception) {
        if (exception instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (exception instanceof FileAlreadyExistsException) {
            return "it exists already, and nothing is overwritten";
        }
        return exception instanceof AccessDeniedException ? "access is denied" : exception.toString();
    }
}
