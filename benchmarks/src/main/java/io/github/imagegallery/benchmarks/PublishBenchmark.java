// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long publishing one more version of a small disk takes, by the number of versions that the definition has then. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PublishBenchmark {
    /** Which version it is. */
    @Param({"10", "10000"})
    public int nth;

    /** Where it is kept: {@code memory} or {@code files}. */
    @Param("memory")
    public String storage = "memory";

    private Filled filled;

    /** Makes the versions before it. */
    @Setup
    public void makeVersions() throws IOException {
        filled = new Filled(storage, nth - 1);
    }

    /** Publishes the version. */
    @Benchmark
    public void publish() {
        filled.publish(nth);
    }

    /** Takes the version back, outside the measured time. */
    @TearDown(Level.Invocation)
    public void takeBack() {
        filled.delete(nth);
    }

    /** Removes the versions. */
    @TearDown
    public void removeVersions() throws IOException {
        filled.close();
    }
}
