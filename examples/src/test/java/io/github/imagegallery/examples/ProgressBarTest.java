// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.model.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** The bar has one line for each task, and none where there is no terminal. */
class ProgressBarTest {
    private final StringWriter terminal = new StringWriter();

    @Test
    void oneLineForEachTask() {
        try (ProgressBar bar = ProgressBar.on(new PrintWriter(terminal))) {
            bar.onProgress(new Progress("Publishing", 0, 4096));
            bar.onProgress(new Progress("Publishing", 1024, 4096));
            bar.onProgress(new Progress("Publishing", 4096, 4096));
            bar.onProgress(new Progress("Replicating to a region with a long name", 0, 1));
        }

        assertThat(terminal.toString().split(System.lineSeparator())).hasSize(2);
        assertThat(terminal.toString())
                .contains("\r[....................]   0 % of 4.0 KiB    Publishing")
                .contains("\r[####################] 100 % of 4.0 KiB    Publishing")
                .contains("Replicating to a region with a long...")
                .endsWith(System.lineSeparator());
    }

    @Test
    void nothingWithoutATerminal() {
        try (ProgressBar bar = ProgressBar.onTerminal(new PrintWriter(terminal))) {
            bar.onProgress(new Progress("Publishing", 1, 1));
        }

        assertThat(terminal.toString()).isEmpty();
    }
}
