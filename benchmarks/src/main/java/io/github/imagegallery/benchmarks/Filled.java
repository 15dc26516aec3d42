// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.core.SharedImageGalleries;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.file.FileStorage;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A definition with as many versions as are wanted, all of one small disk. */
final class Filled implements AutoCloseable {
    private static final int DISK_BYTES = 1 << 16;

    private final Path folder;
    private final Path disk;
    private final ImageGalleries galleries;
    private final ImageDefinition definition;

    /** @param storage {@code memory} or {@code files} */
    Filled(String storage, int versions) throws IOException {
        folder = Files.createTempDirectory("benchmark");
        disk = Files.write(folder.resolve("disk.raw"), new byte[DISK_BYTES]);
        galleries = SharedImageGalleries.open(open(storage, folder));
        galleries.gallery("golden").create().location("westeurope").commit();
        definition = galleries.gallery("golden").definition("web");
        definition
                .create()
                .identifier("Contoso", "Finance", "Web")
                .linux()
                .generalized()
                .commit();
        for (int patch = 0; patch < versions; patch++) {
            publish(patch);
        }
    }

    private static GalleryStorage open(String storage, Path folder) {
        return switch (storage) {
            case "memory" -> new InMemoryStorage();
            case "files" -> FileStorage.at(folder.resolve("store"));
            default -> throw new IllegalArgumentException("The storage is memory or files, not " + storage);
        };
    }

    ImageDefinition definition() {
        return definition;
    }

    /** Publishes version 1.0.patch. */
    void publish(int patch) {
        definition.version("1.0." + patch).publish(disk).commit();
    }

    /** Deletes version 1.0.patch. */
    void delete(int patch) {
        definition.version("1.0." + patch).delete().commit();
    }

    @Override
    public void close() throws IOException {
        galleries.close();
        List<Path> rest;
        try (Stream<Path> all = Files.walk(folder)) {
            rest = all.sorted(Comparator.reverseOrder()).toList();
        }
        rest.forEach(Filled::remove);
    }

    private static void remove(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
