// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.file.FileStorage;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.nio.file.Path;

/** The storages that come with the library. */
enum Backend {
    IN_MEMORY {
        @Override
        GalleryStorage open(Path folder) {
            return new InMemoryStorage();
        }
    },
    FILES {
        @Override
        GalleryStorage open(Path folder) {
            return FileStorage.at(folder.resolve("store"));
        }
    };

    abstract GalleryStorage open(Path folder);
}
