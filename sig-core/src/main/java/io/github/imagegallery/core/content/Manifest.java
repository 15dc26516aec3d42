// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import java.util.Optional;
import java.util.OptionalInt;

/** The manifest of a disk: its root, and its pages as they are asked for. Safe for use by many threads. */
final class Manifest {
    private final Manifests manifests;
    private final ManifestRoot root;
    private final Copies copies;

    Manifest(Manifests manifests, ManifestRoot root, Copies copies) {
        this.manifests = manifests;
        this.root = root;
        this.copies = copies;
    }

    ManifestRoot root() {
        return root;
    }

    /** Returns the page that covers a block, empty if all that it would cover is zero. */
    Optional<ManifestPage> page(long block) {
        return Optional.ofNullable(root.pages().get((int) (block / ManifestPage.BLOCKS)))
                .map(id -> manifests.page(id, copies));
    }

    /**
     * A block that is not all zero, as its page says.
     *
     * @param page the page
     * @param entry which entry of the page
     */
    record Found(ManifestPage page, int entry) {}

    /** Returns what is said of a block, empty if it is all zero. */
    Optional<Found> find(long block) {
        return page(block).flatMap(page -> {
            OptionalInt entry = page.find((int) (block % ManifestPage.BLOCKS));
            return entry.isPresent() ? Optional.of(new Found(page, entry.getAsInt())) : Optional.empty();
        });
    }

    /** Returns all pages one after the other, in the order of the disk; each is read when it is reached. */
    Iterable<ManifestPage> pages() {
        return () -> root.pages().values().stream()
                .map(id -> manifests.page(id, copies))
                .iterator();
    }
}
