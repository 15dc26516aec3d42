// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.benchmarks;

import java.util.Locale;
import java.util.Map;

/** Draws medians as bars on a logarithmic scale: one group for each job, one bar for each tool. */
final class Chart {
    private static final int WIDTH = 760;
    private static final int LABELS = 230;
    private static final int BARS = 420;
    private static final int ROW = 20;
    private static final double SHORTEST = 0.1;

    private final Map<Job, Map<Contestant, Measured>> medians;
    private final StringBuilder svg = new StringBuilder();
    private final double longest;
    private int y = 10;

    Chart(Map<Job, Map<Contestant, Measured>> medians) {
        this.medians = medians;
        this.longest = medians.values().stream()
                .flatMap(row -> row.values().stream())
                .mapToDouble(Measured::seconds)
                .max()
                .orElse(1);
    }

    String draw() {
        medians.forEach((job, row) -> {
            line("<text x='10' y='%d' font-weight='bold'>%s, seconds</text>", y + 14, job.title());
            y += ROW + 4;
            row.forEach(this::bar);
            y += ROW / 2;
        });
        return "<svg xmlns='http://www.w3.org/2000/svg' width='" + WIDTH + "' height='" + y
                + "' font-family='sans-serif' font-size='13'>\n<rect width='100%' height='100%' fill='white'/>\n" + svg
                + "</svg>\n";
    }

    private void bar(Contestant contestant, Measured figures) {
        double length = BARS
                * Math.log(Math.max(SHORTEST, figures.seconds()) / SHORTEST)
                / Math.log(Math.max(longest, 1) / SHORTEST);
        line("<text x='%d' y='%d' text-anchor='end'>%s</text>", LABELS - 8, y + 14, contestant.name());
        line(
                "<rect x='%d' y='%d' width='%.0f' height='%d' fill='%s'/>",
                LABELS, y + 2, length, ROW - 5, contestant.ours() ? "#1f6fb2" : "#b8bfc6");
        line("<text x='%.0f' y='%d'>%.2f</text>", LABELS + length + 6, y + 14, figures.seconds());
        y += ROW;
    }

    private void line(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
