// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.storage.BlobId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers the packs that a publication uses, so that a pack can be spoken of before it is full and has a name. The last
 * number is that of the open pack. Safe for use by many threads.
 */
final class PackTable {
    private final List<BlobId> ids = new ArrayList<>();
    private final Map<BlobId, Integer> numbers = new HashMap<>();

    /** Returns the number of the pack that is being filled. */
    synchronized int open() {
        return ids.size();
    }

    /** Gives a name to the open pack, or adds a pack that is there already; returns its number. */
    synchronized int add(BlobId id) {
        int number = ids.size();
        ids.add(id);
        numbers.put(id, number);
        return number;
    }

    /** Returns the number of a pack, empty if it is not among those that may be used. */
    synchronized Optional<Integer> number(BlobId id) {
        return Optional.ofNullable(numbers.get(id));
    }

    /** Returns the name of a pack that is not open. */
    synchronized BlobId id(int number) {
        return ids.get(number);
    }
}
