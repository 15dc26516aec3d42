// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A fuzzer that sees which code its inputs reach finds none that breaks a law of {@link ImageLaws}: some seconds for all
 * formats together, or as long as {@code -Dgallery.fuzz=PT10M} says, for one format if {@code -Dgallery.fuzz.format}
 * names it. What it keeps of a run, the next one begins with.
 */
class FuzzTest {
    private static final Duration TIME = Duration.parse(System.getProperty("gallery.fuzz", "PT10S"));
    private static final String FORMAT = System.getProperty("gallery.fuzz.format", "");
    private static final String STARTED = "INFO: Seed: ";

    /** A case that was found once. */
    record Found(String what, byte[] input) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Found> found() throws IOException {
        List<Found> found = new ArrayList<>();
        try (InputStream cases = FuzzTest.class.getResourceAsStream("fuzz-cases.txt")) {
            String what = "";
            for (String line : new String(cases.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("#")) {
                    what = line.substring(1).strip();
                } else if (!line.isBlank()) {
                    found.add(new Found(what, HexFormat.of().parseHex(line.strip())));
                }
            }
        }
        return found;
    }

    @ParameterizedTest
    @MethodSource("found")
    void whatWasFoundStaysMended(Found found) throws IOException {
        FuzzTarget.play(found.input);
    }

    /** Or the fuzzer would look for a way through a door that is shut. */
    @ParameterizedTest
    @EnumSource
    void whatItBeginsWithOpens(Victim victim) throws IOException {
        for (byte[] seed : Forgery.seeds(victim)) {
            assertThat(FuzzTarget.play(seed)).isTrue();
        }
    }

    @Test
    void itFindsNothing() throws Exception {
        Path folder =
                Path.of("target", "fuzz", FORMAT.isEmpty() ? "all" : FORMAT).toAbsolutePath();
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        Path log = folder.resolve("log");
        writeSeeds(Files.createDirectories(folder.resolve("seeds")));
        Process process = new ProcessBuilder(command())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int status = process.waitFor();
        String output = Files.readString(log, StandardCharsets.ISO_8859_1);
        requireStarted(output);
        assertThat(status)
                .as(output.substring(Math.max(0, output.length() - 4000)) + newCases(folder))
                .isZero();
        assertThat(corpus).isNotEmptyDirectory();
    }

    private static void writeSeeds(Path folder) throws IOException {
        Set<DiskFormat> formats =
                FORMAT.isEmpty() ? EnumSet.allOf(DiskFormat.class) : EnumSet.of(DiskFormat.parse(FORMAT));
        List<byte[]> seeds = FuzzTarget.seeds(formats);
        for (int seed = 0; seed < seeds.size(); seed++) {
            Files.write(folder.resolve("seed-" + seed), seeds.get(seed));
        }
    }

    private static List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1", // starts in half the time, and forges as fast
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzTarget.class.getName(),
                "--instrumentation_includes=" + FuzzTarget.class.getPackageName() + ".**",
                "-max_total_time=" + TIME.toSeconds(),
                "-timeout=60",
                "-max_len=4096",
                "-print_final_stats=1"));
        if (!FORMAT.isEmpty()) {
            command.add("--target_args=" + FORMAT);
        }
        command.addAll(List.of("corpus", "seeds"));
        return command;
    }

    private static String absolute(String classPath) {
        String separator = System.getProperty("path.separator");
        return String.join(
                separator,
                Arrays.stream(classPath.split(separator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }

    /** It brings native code for usual systems only. */
    private static void requireStarted(String output) {
        if (!output.contains(STARTED) && System.getenv("CI") != null) {
            fail("the fuzzer did not start, and CI must not skip it: " + output);
        }
        String skipped = "SKIPPED: the fuzzer does not start on this system, so that nothing forges images";
        if (!output.contains(STARTED)) {
            System.err.println(skipped); // the reason of an assumption is not shown by the build
        }
        assumeTrue(output.contains(STARTED), skipped);
    }

    /** What it found, as lines for {@code fuzz-cases.txt}. */
    private static String newCases(Path folder) throws IOException {
        StringBuilder cases = new StringBuilder("\nFor fuzz-cases.txt:\n");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(FuzzTest::isCase).toList()) {
                cases.append(HexFormat.of().formatHex(Files.readAllBytes(file))).append('\n');
            }
        }
        return cases.toString();
    }

    private static boolean isCase(Path file) {
        return file.getFileName().toString().matches("(crash|timeout|oom|slow-unit)-.*");
    }
}
