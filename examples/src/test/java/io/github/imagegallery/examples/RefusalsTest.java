// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.imagegallery.storage.StorageException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operating system says in its own words, people get in theirs. */
class RefusalsTest {
    private static final IOException FULL = new IOException("No space left on device");
    private static final AccessDeniedException DENIED = new AccessDeniedException("store/records/lock");

    @Test
    void filesAreNamedWithAReason() {
        assertThat(Refusals.message(new NoSuchFileException("f"))).isEqualTo("f: there is no such file");
        assertThat(Refusals.message(new FileAlreadyExistsException("f"))).startsWith("f: it exists already");
        assertThat(Refusals.message(DENIED)).isEqualTo("store/records/lock: access is denied");
        assertThat(Refusals.message(new FileSystemException("f", null, "Is a directory")))
                .isEqualTo("f: it is a folder, not a file");
        assertThat(Refusals.message(new FileSystemException("f", null, "Strange")))
                .isEqualTo("f: Strange");
    }

    @Test
    void causesThatAreQuotedArePutIntoWords() {
        String full = "the disk is full: free space and repeat the command";

        assertThat(Refusals.message(new UncheckedIOException("Cannot write f: " + FULL.getMessage(), FULL)))
                .isEqualTo("Cannot write f: " + full);
        assertThat(Refusals.message(new StorageException("Cannot open s: " + FULL, FULL)))
                .isEqualTo("Cannot open s: " + full);
        assertThat(Refusals.message(new StorageException("Cannot open s: " + DENIED, DENIED)))
                .isEqualTo("Cannot open s: store/records/lock: access is denied");
        assertThat(Refusals.message(new UncheckedIOException(FULL))).isEqualTo(full);
        assertThat(Refusals.message(new StorageException("It is closed", FULL))).isEqualTo("It is closed");
    }

    @Test
    void aFileIsNamedOnce() {
        IOException taken = new FileAlreadyExistsException("out.raw", null, "it is there");

        assertThat(Refusals.message(new UncheckedIOException("Cannot write out.raw: " + taken.getMessage(), taken)))
                .isEqualTo("Cannot write out.raw: it is there");
    }

    @Test
    void anAnswerThatCannotBeWrittenIsRefused(@TempDir Path folder) throws IOException, InterruptedException {
        File full = new File("/dev/full");
        assumeTrue(full.exists());
        Path log = folder.resolve("log.txt");

        int exitCode = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        GalleryProgram.class.getName(),
                        "sizing",
                        "--vms",
                        "1")
                .redirectOutput(full)
                .redirectError(log.toFile())
                .start()
                .waitFor();

        assertThat(exitCode).isEqualTo(1);
        assertThat(Files.readString(log)).startsWith("error: Cannot write the answer to stdout");
    }
}
