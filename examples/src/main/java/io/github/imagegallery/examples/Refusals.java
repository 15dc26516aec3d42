// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.storage.StorageException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How the program says no: one message on stderr and an exit code. */
final class Refusals {
    static final int REFUSED = 1;
    private static final int MISUSED = 2;
    private static final Pattern OPTION = Pattern.compile("-[A-Za-z]|--[A-Za-z].*");
    private static final List<Class<? extends Exception>> EXPECTED = List.of(
            Refusal.class,
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
        err.println("error: " + exception.getMessage() + unknownOptions(exception, args));
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return MISUSED;
    }

    /** Names the options that there are none of, which the parser does not get to where something is missing too. */
    private static String unknownOptions(ParameterException exception, String... args) {
        CommandSpec command = exception.getCommandLine().getCommandSpec();
        List<String> unknown = exception instanceof MissingParameterException
                ? Stream.of(args)
                        .map(arg -> arg.replaceFirst("=.*", ""))
                        .filter(arg -> OPTION.matcher(arg).matches() && command.findOption(arg) == null)
                        .toList()
                : List.of();
        return unknown.isEmpty() ? "" : "; there is no option " + String.join(", ", unknown);
    }

    /** Says that the answer did not arrive, such as on a full disk. */
    static int unwritten(PrintStream err) {
        err.println("error: Cannot write the answer to stdout; what the command did stays done"
                + " (free space, or ask again for what is there)");
        return REFUSED;
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
    static String message(Throwable thrown) {
        if (thrown instanceof FileSystemException onFile) {
            return onFile.getFile() + ": " + FileTrouble.reason(onFile);
        }
        String text = Optional.ofNullable(thrown.getMessage()).orElseGet(thrown::toString);
        if (thrown instanceof IOException) {
            return FileTrouble.inWords(text);
        }
        return thrown.getCause() instanceof IOException trouble ? message(text, trouble) : text;
    }

    /** Puts into words what a text quotes of its cause at its end. */
    private static String message(String text, IOException cause) {
        return Stream.of(cause.toString(), String.valueOf(cause.getMessage()))
                .filter(text::endsWith)
                .findFirst()
                .map(quoted -> after(text.substring(0, text.length() - quoted.length()), cause))
                .orElse(text);
    }

    /** Names the file once. */
    private static String after(String beginning, IOException cause) {
        return cause instanceof FileSystemException onFile && beginning.endsWith(onFile.getFile() + ": ")
                ? beginning + FileTrouble.reason(onFile)
                : beginning + message(cause);
    }
}
