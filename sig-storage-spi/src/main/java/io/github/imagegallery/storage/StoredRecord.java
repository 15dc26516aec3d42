// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

/**
 * A record as it was read.
 *
 * @param key its name
 * @param body its text, as it was put
 * @param revision the revision of the commit that last put it
 */
public record StoredRecord(RecordKey key, String body, long revision) {}
