// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import io.github.imagegallery.model.LatestResolution;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long resolving {@code latest} takes once warm, by the number of versions that the definition has. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LatestBenchmark {
    /** How many versions the definition has. */
    @Param({"10", "10000"})
    public int versions;

    /** Where it is kept: {@code memory} or {@code files}. */
    @Param("memory")
    public String storage = "memory";

    private Filled filled;

    /** Makes the versions. */
    @Setup
    public void makeVersions() throws IOException {
        filled = new Filled(storage, versions);
    }

    /** Resolves latest among all of them. */
    @Benchmark
    public LatestResolution explainLatest() {
        return filled.definition().explainLatest("westeurope");
    }

    /** Removes the versions. */
    @TearDown
    public void removeVersions() throws IOException {
        filled.close();
    }
}
