// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one run of a job took.
 *
 * @param seconds on the clock
 * @param cpuSeconds of all processors
 * @param residentMib the most memory that one of its processes had, in MiB
 * @param addedMb how many million bytes its result has grown by
 */
record Measured(double seconds, double cpuSeconds, double residentMib, double addedMb) {

    /** Returns the medians of several runs, figure by figure. */
    static Measured medians(List<Measured> runs) {
        return new Measured(
                median(runs, Measured::seconds),
                median(runs, Measured::cpuSeconds),
                median(runs, Measured::residentMib),
                median(runs, Measured::addedMb));
    }

    private static double median(List<Measured> runs, ToDoubleFunction<Measured> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
