// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.policy.LatestRule;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
import org.openjdk.jmh.annotations.Warmup;

/** How long the rule of {@code latest} takes, by the number of versions. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LatestRuleBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    /** How many versions the definition has. */
    @Param({"10", "10000"})
    public int versions;

    private List<ImageVersionInfo> list = List.of();

    /** Makes the versions. */
    @Setup
    public void makeVersions() {
        ResourceId definition =
                ResourceId.gallery("default", "default", "golden").definition("web");
        list = IntStream.range(0, versions)
                .mapToObj(patch -> ImageVersionInfo.builder()
                        .id(definition.version(new VersionNumber(1, 0, patch)))
                        .location(RegionName.of("westeurope"))
                        .addRegions(RegionReplication.builder()
                                .region(RegionName.of("westeurope"))
                                .build())
                        .build())
                .toList();
    }

    /** Resolves latest among all of them. */
    @Benchmark
    public LatestResolution explainLatest() {
        return LatestRule.explain(list, "westeurope", NOW);
    }
}
