// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

/**
 * The name of a record or of a counter. Keys are ordered by their characters.
 *
 * @param value 1 to {@value #MAX_LENGTH} printable ASCII characters (0x20 to 0x7E)
 */
public record RecordKey(String value) implements Comparable<RecordKey> {

    /** The longest key, in characters, which are bytes. */
    public static final int MAX_LENGTH = 1_024;

    public RecordKey {
        if (value.isEmpty() || value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "A key has 1 to " + MAX_LENGTH + " characters; this one has " + value.length());
        }
        if (!value.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)) {
            throw new IllegalArgumentException("A key is printable ASCII; this one is not: " + value);
        }
    }

    @Override
    public int compareTo(RecordKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
