// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;

/** A file that becomes a blob once it is whole and durable. Closing it before leaves nothing. For use by one thread. */
final class NewBlob implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private NewBlob(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static NewBlob create(Path file, List<OpenOption> options) throws IOException {
        return new NewBlob(file, FileChannel.open(file, Set.copyOf(options)));
    }

    /** Returns where its bytes are written. */
    FileChannel channel() {
        return channel;
    }

    /** Makes its bytes durable and gives it its name, which is durable once its folder is. */
    void finish(Path blob) throws IOException {
        channel.force(true);
        channel.close();
        Files.move(file, blob, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }
}
