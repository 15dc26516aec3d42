// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes medians as a table into the README, between two marks, and as a chart beside it. */
final class Report {
    private static final String BEGIN = "<!-- side by side: what SideBySide writes -->";
    private static final String END = "<!-- end -->";
    private static final String CHART = "side-by-side.svg";
    private static final List<String> VERSIONS = List.of(
            "qemu-img --version | head -1",
            "borg --version",
            "restic version",
            "casync --version | head -1",
            "cp --version | head -1",
            "echo \"$(uname -sr), $(nproc) processors\"");

    private final Options options;
    private final Map<Job, Map<Contestant, Measured>> medians = new LinkedHashMap<>();
    private final Map<Contestant, Integer> runs = new HashMap<>();

    Report(Options options, Map<Job, Map<Contestant, List<Measured>>> results) {
        this.options = options;
        results.forEach((job, runs) -> {
            Map<Contestant, Measured> row = new LinkedHashMap<>();
            runs.forEach((contestant, measured) -> row.put(contestant, Measured.medians(measured)));
            medians.put(job, row);
            runs.forEach((contestant, measured) -> this.runs.put(contestant, measured.size()));
        });
    }

    void write() throws IOException {
        List<String> lines = table();
        lines.forEach(System.out::println);
        Path readme = options.report().resolve("README.md");
        String text = Files.exists(readme) ? Files.readString(readme) : BEGIN + "\n" + END + "\n";
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(readme + " lacks the lines " + BEGIN + " and " + END);
        }
        String replaced =
                text.substring(0, begin) + BEGIN + "\n" + String.join("\n", lines) + "\n" + text.substring(end);
        Files.createDirectories(options.report());
        Files.writeString(readme, replaced);
        Files.writeString(options.report().resolve(CHART), new Chart(medians).draw());
    }

    private List<String> table() throws IOException {
        List<String> lines = new ArrayList<>(List.of("", "![Seconds of each job, by tool](" + CHART + ")", ""));
        lines.add("| job | tool | runs | seconds | ratio | CPU s | resident MiB | added MB |");
        lines.add("|---|---|---|---|---|---|---|---|");
        medians.forEach((job, row) -> {
            double ours = row.values().iterator().next().seconds();
            row.forEach((contestant, figures) -> lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %.2f | %s | %.2f | %.0f | %.1f |",
                    job.title(),
                    contestant.name(),
                    runs.get(contestant),
                    figures.seconds(),
                    contestant.ours() ? "" : String.format(Locale.ROOT, "%.2f", ours / figures.seconds()),
                    figures.cpuSeconds(),
                    figures.residentMib(),
                    figures.addedMb())));
        });
        lines.add("");
        lines.add("Medians of " + options.runs()
                + " runs, tools in turn. *Ratio*: the seconds of the first line of the job to those of"
                + " this tool; below 1 this library is faster. " + String.join("; ", versions()) + ".");
        lines.add("");
        return lines;
    }

    private List<String> versions() throws IOException {
        List<String> versions = new ArrayList<>();
        options.jdks().forEach(jdk -> versions.add("JDK " + jdk.details()));
        for (String command : VERSIONS) {
            Process process = new ProcessBuilder("bash", "-c", command).start();
            versions.add(new String(process.getInputStream().readAllBytes()).trim());
        }
        return versions;
    }
}
