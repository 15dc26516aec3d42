// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the file system says is told in words, never by the name of a class. */
class ReasonsTest {
    @Test
    void aFileThatCannotBeUsedIsNamed() {
        assertThat(Reasons.of(new NotDirectoryException("x"))).startsWith("x is a file, not a folder (");
        assertThat(Reasons.of(new FileSystemException("x", null, "Not a directory")))
                .startsWith("x is a file, not a folder (");
        assertThat(Reasons.of(new FileAlreadyExistsException("x"))).startsWith("x is there already (");
        assertThat(Reasons.of(new NoSuchFileException("x"))).startsWith("x is not there (");
        assertThat(Reasons.of(new AccessDeniedException("x")))
                .startsWith("x may not be read and written (")
                .contains("cannot be opened for reading only");
        assertThat(Reasons.of(new FileSystemException("x", null, "Read-only file system")))
                .startsWith("x lies on a file system that is read-only (mount it writable")
                .contains("cannot be opened for reading only");
        assertThat(Reasons.of(new FileSystemException("x", null, "Too many open files")))
                .isEqualTo("x: Too many open files");
    }

    @Test
    void aFullDiskIsNamed() {
        List<IOException> full = List.of(
                new IOException("No space left on device"),
                new FileSystemException("x", null, "No space left on device"),
                new IOException("There is not enough space on the disk"));
        assertThat(full)
                .allSatisfy(failure ->
                        assertThat(Reasons.of(failure)).isEqualTo("the disk is full (free space and repeat)"));
        assertThat(Reasons.of(new IOException("Disk quota exceeded"))).contains("quota", "free space and repeat");
    }

    @Test
    void whatIsWrappedIsFound() {
        IOException full = new IOException("No space left on device");
        assertThat(Reasons.of(new UncheckedIOException(full))).isEqualTo(Reasons.of(full));
    }

    @Test
    void aClosedFileIsNamed() {
        assertThat(Reasons.of(new ClosedByInterruptException())).isEqualTo("the thread was interrupted");
        assertThat(Reasons.of(new AsynchronousCloseException())).isEqualTo("the file was closed meanwhile");
    }

    @Test
    void anyOtherReasonIsInTheSystemsWords() {
        assertThat(Reasons.of(new IOException("Input/output error"))).isEqualTo("Input/output error");
        assertThat(Reasons.of(new IllegalStateException("odd"))).contains("odd");
    }
}
