// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.PendingChange;
import io.github.imagegallery.core.GallerySettings;
import io.github.imagegallery.core.SharedImageGalleries;
import io.github.imagegallery.storage.file.FileStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.ParameterException;

/** A command that works on the galleries of a store. */
abstract class StoreCommand extends ProgramCommand {
    /** The file that a folder has if there is a store in it. */
    private static final String MARK = "STORE";

    /** What a store has; if it has lost some of it, the storage says so, and what to do. */
    private static final List<String> PARTS = List.of(MARK, "records", "sites");

    /** Does what the command is for. */
    abstract Answer run(ImageGalleries galleries) throws IOException;

    /** Refuses arguments that do not fit each other, before the store is looked at. */
    void check() {}

    /** Says more of the galleries than the options that all commands share. */
    void describe(GallerySettings.Builder settings) {}

    /** Makes a change, or only plans it if that is what the program was asked for. */
    final <R> R made(PendingChange<R> change) {
        return program().making().make(change);
    }

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
        program().caller().check();
        check();
        if (makesStore()) {
            rehearse(store);
        } else {
            requireStore(store);
        }
        return run(store);
    }

    private Answer run(Path store) throws IOException {
        GallerySettings settings = settings();
        try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(store), settings)) {
            return run(program().caller().of(galleries));
        }
    }

    private GallerySettings settings() {
        GallerySettings.Builder settings = GallerySettings.builder()
                .rules(program().rules().rules())
                .directory(program().caller());
        program().subscription().ifPresent(settings::defaultSubscription);
        describe(settings);
        return settings.build();
    }

    /** Lets the command run in a store that is thrown away: where it is refused, it shall leave no new store behind. */
    private void rehearse(Path store) throws IOException {
        if (Files.notExists(store.resolve(MARK))) {
            try (TemporaryFolder temporary = TemporaryFolder.create()) {
                run(temporary.path());
            }
        }
    }

    private static void requireStore(Path store) {
        if (PARTS.stream().map(store::resolve).allMatch(Files::notExists)) {
            throw new Refusal("There is no store at " + store + ": it has no file " + MARK
                    + " (the command 'create' makes a store)");
        }
    }
}
