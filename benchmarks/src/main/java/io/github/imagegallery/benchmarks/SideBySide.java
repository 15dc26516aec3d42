// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whole jobs of the {@code gallery} program side by side with the tools that one would otherwise pick: each in turn, run after
 * run, on the same images, so that whatever else the machine is doing bears on all alike. Prints what each run took, and writes
 * the medians into {@code benchmarks/README.md} and a chart beside it. Linux only; needs {@code bash}, GNU {@code time},
 * {@code qemu-img}, {@code borg}, {@code restic}, {@code casync}.
 */
public final class SideBySide {
    private final Options options;
    private final Map<Job, Map<Contestant, List<Measured>>> results = new LinkedHashMap<>();

    private SideBySide(Options options) {
        this.options = options;
    }

    /**
     * Runs the jobs.
     *
     * @param arguments see {@link Options#USAGE}
     * @throws IOException if the results cannot be written
     * @throws InterruptedException if the thread was interrupted
     */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException refused) {
            System.err.println(refused.getMessage());
            System.err.println(Options.USAGE);
            System.exit(2);
            return;
        }
        new SideBySide(options).run();
    }

    private void run() throws IOException, InterruptedException {
        Files.createDirectories(options.work());
        for (Jdk jdk : options.jdks()) {
            if (jdk.cache().isPresent()) {
                shell(training(jdk, jdk.cache().get()), List.of());
            }
        }
        Jobs jobs = new Jobs(options.jar(), options.jdks());
        List<Job> all = new ArrayList<>(jobs.all());
        all.addAll(jobs.growth());
        List<Job> chosen = all.stream().filter(options::chooses).toList();
        for (int run = 1; run <= options.runs(); run++) {
            for (Job job : chosen) {
                for (Contestant contestant : job.contestants()) {
                    if (contestant.slow() && run > options.slowRuns()) {
                        continue;
                    }
                    Measured measured = measure(contestant);
                    System.out.printf(
                            Locale.ROOT,
                            "%d %-14s %-32s %7.2f s %7.2f s cpu %6.0f MiB %+9.1f MB%n",
                            run,
                            job.name(),
                            contestant.name(),
                            measured.seconds(),
                            measured.cpuSeconds(),
                            measured.residentMib(),
                            measured.addedMb());
                    results.computeIfAbsent(job, absent -> new LinkedHashMap<>())
                            .computeIfAbsent(contestant, absent -> new ArrayList<>())
                            .add(measured);
                }
            }
        }
        new Report(options, results).write();
    }

    /** Returns the script that makes the classes of the program ready, as README.md says. */
    private String training(Jdk jdk, String file) {
        String run = jdk.java() + " -jar " + options.jar();
        String store = " --store $WORK/trained ";
        return "set -e\n[ " + file + " -nt " + options.jar() + " ] && exit 0\n"
                + "rm -rf $WORK/trained $WORK/trained.raw\nhead -c 1000000 /dev/urandom > $WORK/trained.raw\n"
                + run + store + "create golden --location westeurope\n"
                + run + store + "define golden/web --identifier Contoso:Finance:Web --os linux --state generalized\n"
                + jdk.training(options.jar(), file) + store
                + "publish golden/web/1.0.0 $WORK/trained.raw --replicate westeurope=2\n";
    }

    private Measured measure(Contestant contestant) throws IOException, InterruptedException {
        shell(contestant.prepare(), List.of());
        shell("sync -f " + options.work(), List.of());
        Path result = options.work().resolve(contestant.result());
        long before = size(result);
        Path figures = options.work().resolve("time");
        shell(contestant.work(), List.of("/usr/bin/time", "-f", "%e %U %S %M", "-o", figures.toString()));
        String[] taken = Files.readString(figures).trim().split(" ");
        return new Measured(
                Double.parseDouble(taken[0]),
                Double.parseDouble(taken[1]) + Double.parseDouble(taken[2]),
                Double.parseDouble(taken[3]) / 1024,
                (size(result) - before) / 1e6);
    }

    /** Returns the bytes of the files in a folder, or of a file as far as it is not a hole. */
    private static long size(Path path) throws IOException, InterruptedException {
        if (!Files.exists(path)) {
            return 0;
        }
        Process du = new ProcessBuilder("du", "-s", "-B1", path.toString()).start();
        long size = Long.parseLong(new String(du.getInputStream().readAllBytes()).split("\t")[0]);
        du.waitFor();
        return size;
    }

    private void shell(String script, List<String> under) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(under);
        command.addAll(List.of("bash", "-c", script));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("IMAGES", options.images().toString());
        builder.environment().put("WORK", options.work().toString());
        builder.redirectOutput(options.work().resolve("output").toFile());
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new IOException("Exit code " + code + " of:\n" + script + "\n"
                    + Files.readString(options.work().resolve("output")));
        }
    }
}
