// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.testkit.ContentStoreContract;
import io.github.imagegallery.storage.testkit.RecordStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** {@link FileStorage} keeps the contracts of the storage SPI. */
class FileStorageContractTest {
    @TempDir
    private Path folder;

    @Nested
    class Records extends RecordStoreContract {
        @Override
        protected GalleryStorage open() {
            return FileStorage.at(folder);
        }

        @Override
        protected GalleryStorage reopen() {
            return FileStorage.at(folder);
        }
    }

    @Nested
    class Contents extends ContentStoreContract {
        @Override
        protected GalleryStorage open() {
            return FileStorage.at(folder);
        }

        @Override
        protected GalleryStorage reopen() {
            return FileStorage.at(folder);
        }

        @Override
        protected void damage(Site site, BlobId id, long offset) throws IOException {
            Path blob = folder.resolve("sites").resolve(site.toString()).resolve(id.hex());
            byte[] bytes = Files.readAllBytes(blob);
            bytes[(int) offset] ^= 1;
            Files.write(blob, bytes);
        }

        @Override
        protected void block(Site site) throws IOException {
            Path file = folder.resolve("sites").resolve(site.toString());
            Files.createDirectories(file.getParent());
            Files.createFile(file);
        }
    }
}
