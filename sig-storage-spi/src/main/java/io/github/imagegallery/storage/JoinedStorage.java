// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

/** Two stores side by side. */
record JoinedStorage(RecordStore records, ContentStore contents) implements GalleryStorage {
    @Override
    public void close() {
        try (contents) {
            records.close();
        }
    }
}
