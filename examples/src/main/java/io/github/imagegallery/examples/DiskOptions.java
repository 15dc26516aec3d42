// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.disk.DiskFormat;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.OpenOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How a disk image is opened: its format, and its parents. */
final class DiskOptions {
    @ArgGroup
    private Format format = new Format();

    @Option(
            names = "--parent",
            paramLabel = "FILE",
            description = "The parent of a differencing image, or its backing image; that one's own parent comes next.")
    private List<Path> parents = List.of();

    /** The format that is named: what the file must have, or what it is taken for. */
    static final class Format {
        @Option(
                names = "--format",
                paramLabel = "raw|vhd|vhdx|qcow2|vmdk",
                description = "The format that FILE must have; found by the content if not given.")
        private Optional<DiskFormat> named = Optional.empty();

        @Option(
                names = "--insist-on-format",
                paramLabel = "raw|vhd|vhdx|qcow2|vmdk",
                description = "Read FILE as that format, even if its content says another one, or several at once.")
        private Optional<DiskFormat> insisted = Optional.empty();

        private OpenOptions options() {
            OpenOptions standard = OpenOptions.standard();
            return insisted.map(standard::insistOnFormat)
                    .or(() -> named.map(standard::format))
                    .orElse(standard);
        }
    }

    /** A disk image and its parents, which are open as long as it is. */
    record Opened(DiskImage image, Deque<DiskImage> all) implements Closeable {
        @Override
        public void close() throws IOException {
            closeAll(all);
        }
    }

    Opened open(Path file) throws IOException {
        return open(file, format.options(), parents);
    }

    /** Opens an image over its parents, of which each is the one of the image before it. */
    static Opened open(Path file, OpenOptions options, List<Path> parents) throws IOException {
        Deque<DiskImage> all = new ArrayDeque<>();
        try {
            for (int i = parents.size() - 1; i >= 0; i--) {
                all.push(DiskImage.open(parents.get(i), over(all, OpenOptions.standard())));
            }
            all.push(DiskImage.open(file, over(all, options)));
            return new Opened(all.peek(), all);
        } catch (IOException | RuntimeException failure) {
            closeAll(all);
            throw failure;
        }
    }

    private static OpenOptions over(Deque<DiskImage> below, OpenOptions options) {
        return below.isEmpty() ? options : options.parent(below.peek());
    }

    private static void closeAll(Deque<DiskImage> images) throws IOException {
        while (!images.isEmpty()) {
            images.pop().close();
        }
    }
}
