// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be run side by side.
 *
 * @param images the folder of {@code v1.raw}, {@code v2.raw}, {@code v2t.raw} and {@code v3.raw}
 * @param work a folder for what is made; on the file system that is measured
 * @param jar the program
 * @param jdks the Javas that run it, that of the targets first
 * @param runs how many times, one after the other
 * @param slowRuns the same of the tools that take many times as long
 * @param jobs the names of the jobs; all if empty
 * @param report the folder of the README and the chart
 */
record Options(
        Path images, Path work, Path jar, List<Jdk> jdks, int runs, int slowRuns, List<String> jobs, Path report) {
    static final String USAGE = """
            Usage: SideBySide --images DIR --work DIR [--jdk HOME]... [--runs N]
                              [--slow-runs N] [--job NAME]... [--jar FILE] [--report DIR]
              --images  the folder of v1.raw, v2.raw, v2t.raw, v3.raw, and eightfold.raw for the jobs of growth
              --work    a folder for what is made, on the file system that is measured
              --jdk     a Java home; several are reported beside each other. That of this process by default
              --runs    how many times, 5 by default
              --slow-runs  the same of restic and casync, which take ten times as long as the others; as --runs by default
              --job     publish-v1, publish-v2, publish-v3, replicate-v1, export-v1; convert-raw and alike, with the names of
                        v1's other formats in the place of raw; and of growth, run only if asked for:
                        grow-publish-v1, grow-export-v1, grow-publish-eightfold, grow-export-eightfold. Several may be given
              --jar     the program, examples/target/gallery.jar by default
              --report  the folder of the README and the chart, benchmarks by default""";

    static Options parse(String... arguments) {
        Path images = null;
        Path work = null;
        Path jar = Path.of("examples/target/gallery.jar");
        Path report = Path.of("benchmarks");
        List<Jdk> jdks = new ArrayList<>();
        List<String> jobs = new ArrayList<>();
        int runs = 5;
        int slowRuns = Integer.MAX_VALUE;
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("No value is given for " + arguments[i]);
            }
            String value = arguments[i + 1];
            switch (arguments[i]) {
                case "--images" -> images = Path.of(value).toAbsolutePath();
                case "--work" -> work = Path.of(value).toAbsolutePath();
                case "--jar" -> jar = Path.of(value);
                case "--report" -> report = Path.of(value);
                case "--jdk" -> jdks.add(jdk(Path.of(value)));
                case "--runs" -> runs = Integer.parseInt(value);
                case "--slow-runs" -> slowRuns = Integer.parseInt(value);
                case "--job" -> jobs.add(value);
                default -> throw new IllegalArgumentException("There is no option " + arguments[i]);
            }
        }
        if (images == null || work == null) {
            throw new IllegalArgumentException("--images and --work must be given");
        }
        if (jdks.isEmpty()) {
            jdks.add(jdk(Path.of(System.getProperty("java.home"))));
        }
        return new Options(images, work, jar.toAbsolutePath(), jdks, runs, slowRuns, jobs, report);
    }

    private static Jdk jdk(Path home) {
        try {
            return Jdk.of(home);
        } catch (IOException e) {
            throw new UncheckedIOException("Not a Java home: " + home, e);
        }
    }

    boolean chooses(Job job) {
        return jobs.isEmpty() ? !job.name().startsWith("grow-") : jobs.contains(job.name());
    }
}
