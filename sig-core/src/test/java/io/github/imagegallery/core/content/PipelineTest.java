// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.MoreExecutors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

/** A pipeline ends at once when its thread is interrupted. */
class PipelineTest {
    /** Every task is done as soon as it is submitted, so that nobody ever waits. */
    private final ExecutorService workers = MoreExecutors.newDirectExecutorService();

    private final List<Integer> taken = new ArrayList<>();

    @Test
    void anInterruptionIsNoticedThoughAllIsDone() {
        try (Pipeline<Integer> pipeline = new Pipeline<>(workers, 8, this::takeAndInterrupt)) {
            pipeline.submit(() -> 1);
            pipeline.submit(() -> 2);
            assertThatThrownBy(pipeline::finish).isInstanceOf(CancellationException.class);
        }
        assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
        assertThat(taken).containsExactly(1);
    }

    private void takeAndInterrupt(int result) {
        taken.add(result);
        Thread.currentThread().interrupt();
    }
}
