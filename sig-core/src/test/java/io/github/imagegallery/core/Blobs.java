// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Site;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a site holds, told apart by how it begins. */
enum Blobs {
    PACKS("SIGPACK1"),
    PAGES("SIGPAGE1"),
    ROOTS("SIGROOT1");

    private final String magic;

    Blobs(String magic) {
        this.magic = magic;
    }

    /** Returns the blobs of this kind at a site. */
    List<BlobInfo> at(ContentStore contents, Site site) {
        return all(contents, site).stream()
                .filter(blob -> magic.equals(beginning(contents, site, blob.id())))
                .toList();
    }

    private static String beginning(ContentStore contents, Site site, BlobId id) {
        return StandardCharsets.US_ASCII.decode(contents.get(site, id, 0, 8)).toString();
    }

    /** Returns all blobs at a site. */
    static List<BlobInfo> all(ContentStore contents, Site site) {
        List<BlobInfo> found = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.start());
        while (next.isPresent()) {
            Page<BlobInfo> page = contents.list(site, next.get(), 1_000);
            found.addAll(page.items());
            next = page.next();
        }
        return found;
    }

    static long bytes(List<BlobInfo> blobs) {
        return blobs.stream().mapToLong(BlobInfo::size).sum();
    }
}
