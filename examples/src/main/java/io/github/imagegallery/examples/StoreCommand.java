// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.core.SharedImageGalleries;
import io.github.imagegallery.storage.file.FileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import picocli.CommandLine.ParameterException;

/** A command that works on the galleries of a store. */
abstract class StoreCommand extends ProgramCommand {

    /** Does what the command is for. */
    abstract Answer run(ImageGalleries galleries) throws IOException;

    /** Tells whether the command makes a store where there is none. */
    boolean makesStore() {
        return false;
    }

    @Override
    final Answer run() throws IOException {
        Path store = program()
                .store()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "Missing the folder that holds the galleries (give --store DIR)"));
        if (!makesStore() && !Files.isDirectory(store)) {
            throw new NoSuchFileException(store.toString(), null, "there is no store (the command 'create' makes one)");
        }
        try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(store))) {
            return run(galleries);
        }
    }
}
