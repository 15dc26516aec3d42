// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/**
 * A recommended minimum and maximum, in the unit of the property that has it.
 *
 * @param min the least
 * @param max the most
 */
public record IntRange(int min, int max) {

    @Override
    public String toString() {
        return min + ".." + max;
    }
}
