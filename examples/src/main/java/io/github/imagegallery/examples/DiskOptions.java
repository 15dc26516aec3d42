// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.disk.DiskFormat;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.OpenOptions;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a disk image is opened: its format, and its parents. */
final class DiskOptions {
    @Option(
            names = "--format",
            paramLabel = "raw|vhd|vhdx|qcow2|vmdk",
            description = "The format that FILE must have; found by the content if not given.")
    private Optional<DiskFormat> format = Optional.empty();

    @Option(
            names = "--parent",
            paramLabel = "FILE",
            description = "The parent of a differencing image, or its backing image; that one's own parent comes next.")
    private List<Path> parents = new ArrayList<>();

    /** A disk image and its parents, which are open as long as it is. */
    record Opened(DiskImage image, Deque<DiskImage> all) implements Closeable {
        @Override
        public void close() throws IOException {
            closeAll(all);
        }
    }

    Opened open(Path file) throws IOException {
        Deque<DiskImage> all = new ArrayDeque<>();
        try {
            for (int i = parents.size() - 1; i >= 0; i--) {
                all.push(DiskImage.open(parents.get(i), over(all, OpenOptions.standard())));
            }
            OpenOptions options = OpenOptions.standard();
            all.push(DiskImage.open(file, over(all, format.map(options::format).orElse(options))));
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
