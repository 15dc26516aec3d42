// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import java.util.Arrays;

/** Tables of unsigned numbers of 32 bits. */
final class UnsignedInts {
    private UnsignedInts() {}

    /** A copy, ascending; it takes no more memory than that. */
    static int[] sorted(int[] numbers) {
        int[] sorted = numbers.clone();
        flipSigns(sorted);
        Arrays.sort(sorted);
        flipSigns(sorted);
        return sorted;
    }

    private static void flipSigns(int[] numbers) {
        Arrays.setAll(numbers, i -> numbers[i] ^ Integer.MIN_VALUE);
    }
}
