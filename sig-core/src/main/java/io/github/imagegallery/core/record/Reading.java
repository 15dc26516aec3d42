// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import io.github.imagegallery.storage.RecordKey;
import java.util.Optional;

/** Where records are read. */
public interface Reading {

    /** Returns a record, empty if there is none, or who asks may not see it. */
    <T> Optional<T> read(RecordKey key, Class<T> type);
}
