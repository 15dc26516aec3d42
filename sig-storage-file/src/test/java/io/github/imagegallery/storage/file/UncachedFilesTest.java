// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.storage.BlobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies are the same, past the page cache or through it. */
class UncachedFilesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4_096, 4_097, (1 << 20) + 1})
    void bothWaysWriteTheSame(int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Path from = Files.write(folder.resolve("from"), bytes);
        Set<OpenOption> uncached = Set.copyOf(new UncachedFiles(folder).options());
        Set<OpenOption> cached = Set.copyOf(UncachedFiles.CACHED);

        try (FileChannel source = FileChannel.open(from);
                FileChannel past = FileChannel.open(folder.resolve("past"), uncached);
                FileChannel through = FileChannel.open(folder.resolve("through"), cached)) {
            assertThat(BlobBytes.copy(source, sink(List.of(past, through))))
                    .isEqualTo(BlobId.of(ByteBuffer.wrap(bytes)));
        }

        assertThat(folder.resolve("past")).hasBinaryContent(bytes);
        assertThat(folder.resolve("through")).hasBinaryContent(bytes);
        assertThat(folder).isDirectoryNotContaining("glob:**/probe");
    }

    /** A failure that may pass is not taken for a file system that cannot do it. */
    @Test
    void whatFailsBothWaysIsLookedAtAgain() throws IOException {
        Path later = folder.resolve("later");
        UncachedFiles files = new UncachedFiles(later);
        assertThat(files.options()).isEqualTo(UncachedFiles.CACHED);

        Files.createDirectory(later);

        assertThat(files.options()).isEqualTo(new UncachedFiles(folder).options());
    }

    @Test
    void anInterruptionIsNoAnswer() throws IOException {
        UncachedFiles files = new UncachedFiles(folder);
        Thread.currentThread().interrupt();
        assertThatThrownBy(files::options).isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();

        assertThat(files.options()).isEqualTo(new UncachedFiles(folder).options());
        assertThat(folder).isEmptyDirectory();
    }

    private static BlobBytes.Sink sink(List<FileChannel> channels) {
        return new BlobBytes.Sink() {
            @Override
            public void write(ByteBuffer units) throws IOException {
                for (FileChannel channel : channels) {
                    BlobBytes.write(units.duplicate(), channel);
                }
            }

            @Override
            public void cut(long length) throws IOException {
                for (FileChannel channel : channels) {
                    channel.truncate(length);
                }
            }
        };
    }
}
