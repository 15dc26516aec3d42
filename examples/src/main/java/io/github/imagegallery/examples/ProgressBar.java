// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.model.Pace;
import io.github.imagegallery.model.Progress;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A bar on a terminal, one line for each task, drawn ten times a second at most. */
final class ProgressBar implements ProgressListener, AutoCloseable {
    private static final int WIDTH = 20;
    private static final int TASK_WIDTH = 38;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final PrintWriter terminal;
    private final boolean visible;
    private String task = "";
    private String line = "";
    private Optional<Pace> pace = Optional.empty();
    private long drawnNanos;

    private ProgressBar(PrintWriter terminal, boolean visible) {
        this.terminal = terminal;
        this.visible = visible;
    }

    /** Returns a bar that is drawn if the program runs on a terminal. */
    static ProgressBar onTerminal(PrintWriter terminal) {
        return new ProgressBar(terminal, isTerminal(System.console()));
    }

    /** Returns a bar that is drawn in any case. */
    static ProgressBar on(PrintWriter terminal) {
        return new ProgressBar(terminal, true);
    }

    /** Later Javas have a console without a terminal too, and a method that tells. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException olderJava) {
            return true;
        }
    }

    @Override
    public synchronized void onProgress(Progress progress) {
        if (!visible) {
            return;
        }
        Instant now = Instant.now();
        pace = Optional.of(pace.map(before -> before.next(progress, now)).orElseGet(() -> Pace.begin(progress, now)));
        boolean another = !progress.task().equals(task);
        if (another) {
            endLine();
            task = progress.task();
        }
        boolean done = progress.doneBytes() >= progress.totalBytes();
        if (another || done || System.nanoTime() - drawnNanos >= PAUSE_NANOS) {
            draw(progress);
        }
    }

    private void draw(Progress progress) {
        String drawn = text(progress) + pace.map(ProgressBar::text).orElse("");
        if (!drawn.equals(line)) {
            terminal.print("\r" + drawn + " ".repeat(Math.max(0, line.length() - drawn.length())));
            terminal.flush();
            line = drawn;
        }
        drawnNanos = System.nanoTime();
    }

    private static String text(Progress progress) {
        int full = WIDTH * progress.percent() / 100;
        return String.format(
                "[%s%s] %3d %% of %-10s %s",
                "#".repeat(full),
                ".".repeat(WIDTH - full),
                progress.percent(),
                Texts.size(progress.totalBytes()),
                shortened(progress.task()));
    }

    /** Says how fast it goes and how long it will take, as far as that is known. */
    private static String text(Pace pace) {
        if (pace.bytesPerSecond() == 0) {
            return "";
        }
        String left = pace.timeLeft()
                .filter(time -> !time.isZero())
                .map(time -> String.format(", %d:%02d left", time.toMinutes(), time.toSecondsPart()))
                .orElse("");
        return "  " + Texts.size((long) pace.bytesPerSecond()) + "/s" + left;
    }

    private static String shortened(String task) {
        return task.length() <= TASK_WIDTH ? task : task.substring(0, TASK_WIDTH - 3) + "...";
    }

    private void endLine() {
        if (!line.isEmpty()) {
            terminal.println();
            terminal.flush();
            line = "";
        }
    }

    /** Ends the line that the bar is on. */
    @Override
    public synchronized void close() {
        endLine();
    }
}
