// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Whether work on a definition of 10,000 versions takes longer than on one of 10: does both in turn, so that whatever else the
 * machine is doing bears on both alike, and prints the ratio of the medians. Run it by
 * {@code java -cp benchmarks/target/benchmarks.jar io.github.imagegallery.benchmarks.Growth [memory|files]}.
 */
public final class Growth {
    private static final int FEW = 10;
    private static final int MANY = 10_000;
    private static final int TURNS = 1_000;
    private static final int ROUNDS = 3;
    private static final int LOOKS = 20;

    private Growth() {}

    /** Does a piece of work on a definition of so many versions, and returns how long it took, in nanoseconds. */
    private interface Work {
        long nanos(Filled definition, int versions);
    }

    /**
     * Prints the ratios, round by round: the first ones are of a machine that is still warming up.
     *
     * @param arguments where the versions are kept, {@code memory} or {@code files}; in memory if nothing is said
     * @throws IOException if the files cannot be made or removed
     */
    public static void main(String... arguments) throws IOException {
        String storage = arguments.length == 0 ? "memory" : arguments[0];
        try (Filled few = new Filled(storage, FEW - 1);
                Filled many = new Filled(storage, MANY - 1)) {
            for (int round = 1; round <= ROUNDS; round++) {
                compare("publish", few, many, Growth::publish);
                compare("latest", few, many, Growth::latest);
            }
        }
    }

    private static void compare(String what, Filled few, Filled many, Work work) {
        long[] fewNanos = new long[TURNS];
        long[] manyNanos = new long[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            fewNanos[turn] = work.nanos(few, FEW);
            manyNanos[turn] = work.nanos(many, MANY);
        }
        double atFew = medianMicros(fewNanos);
        double atMany = medianMicros(manyNanos);
        System.out.printf(
                Locale.ROOT,
                "%-8s at %d versions %8.2f us, at %d versions %8.2f us, ratio %.2f%n",
                what,
                FEW,
                atFew,
                MANY,
                atMany,
                atMany / atFew);
    }

    private static long publish(Filled definition, int nth) {
        long start = System.nanoTime();
        definition.publish(nth);
        long nanos = System.nanoTime() - start;
        definition.delete(nth);
        return nanos;
    }

    private static long latest(Filled definition, int versions) {
        long start = System.nanoTime();
        for (int look = 0; look < LOOKS; look++) {
            definition.definition().explainLatest("westeurope");
        }
        return (System.nanoTime() - start) / LOOKS;
    }

    private static double medianMicros(long[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e3;
    }
}
