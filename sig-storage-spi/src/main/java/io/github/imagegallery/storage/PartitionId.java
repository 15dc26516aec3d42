// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

/**
 * The name of a partition.
 *
 * @param value 1 to 128 letters, digits, {@code -}, {@code _} or {@code .}, beginning with a letter or digit
 */
public record PartitionId(String value) implements Comparable<PartitionId> {

    public PartitionId {
        if (!Names.isPlain(value)) {
            throw new IllegalArgumentException("Not a partition id: '" + value
                    + "' (use 1 to 128 letters, digits, '-', '_' or '.', beginning with a letter or digit)");
        }
    }

    @Override
    public int compareTo(PartitionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
