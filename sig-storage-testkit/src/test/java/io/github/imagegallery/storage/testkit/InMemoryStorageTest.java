// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Site;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** {@link InMemoryStorage} keeps the contracts that it is the oracle of. */
class InMemoryStorageTest {
    private final InMemoryStorage storage = new InMemoryStorage();

    @Nested
    class Records extends RecordStoreContract {
        @Override
        protected GalleryStorage open() {
            return storage;
        }

        @Override
        protected GalleryStorage reopen() {
            return storage.reopen();
        }
    }

    @Nested
    class Contents extends ContentStoreContract {
        @Override
        protected GalleryStorage open() {
            return storage;
        }

        @Override
        protected GalleryStorage reopen() {
            return storage.reopen();
        }

        @Override
        protected void damage(Site site, BlobId id, long offset) {
            storage.damage(site, id, offset);
        }
    }

    @Test
    void losesTheBlobsOfASiteThatIsDropped() {
        Site site = new Site("default", "westeurope", 0, 1);
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
        storage.contents().put(site, BlobId.of(bytes), bytes);

        storage.drop(site);

        assertThat(storage.contents().contains(site, BlobId.of(bytes))).isFalse();
        assertThat(storage.contents().sites()).isEmpty();
    }
}
