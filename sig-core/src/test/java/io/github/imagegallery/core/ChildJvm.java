// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another Java process with the class path of this one, which talks by lines. Closing it kills it. */
final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    private ChildJvm(Process process) {
        this.process = process;
        this.lines = process.inputReader();
    }

    static ChildJvm start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return new ChildJvm(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Reads so many lines, fewer if the process ends before. */
    List<String> lines(int most) throws IOException {
        List<String> read = new ArrayList<>();
        while (read.size() < most) {
            String line = lines.readLine();
            if (line == null) {
                return read;
            }
            read.add(line);
        }
        return read;
    }

    /** Reads up to that line, or all if it does not come. */
    List<String> linesTo(String last) throws IOException {
        List<String> read = new ArrayList<>();
        List<String> next;
        do {
            next = lines(1);
            read.addAll(next);
        } while (!next.isEmpty() && !next.get(0).equals(last));
        return read;
    }

    /** Lets the process go on for a while, or until it ends. */
    void goOn(Duration most) {
        try {
            process.waitFor(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        // Killed through its handle: the process object would throw away what the process had still written.
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }
}
