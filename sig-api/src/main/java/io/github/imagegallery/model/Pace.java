// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How fast something long goes, and how long it will still take if it goes on like that: made of what a
 * {@link io.github.imagegallery.ProgressListener} is told, and when. Immutable.
 *
 * @param first what was told of the task first
 * @param began when that was
 * @param latest what was told of it last
 * @param at when that was
 */
public record Pace(Progress first, Instant began, Progress latest, Instant at) {
    private static final double NANOS = 1e9;

    /** Returns the pace of a task of which the first is told. */
    public static Pace begin(Progress progress, Instant at) {
        return new Pace(progress, at, progress, at);
    }

    /** Returns the pace after more was told; another task begins anew. */
    public Pace next(Progress progress, Instant now) {
        return progress.task().equals(first.task()) ? new Pace(first, began, progress, now) : begin(progress, now);
    }

    /** Returns how many bytes are done in a second, from when the task began; 0 if that cannot be told yet. */
    public double bytesPerSecond() {
        double seconds = Duration.between(began, at).toNanos() / NANOS;
        long bytes = latest.doneBytes() - first.doneBytes();
        return seconds > 0 && bytes > 0 ? bytes / seconds : 0;
    }

    /** Returns how long the task will still take, zero if it is done; empty if that cannot be told yet. */
    public Optional<Duration> timeLeft() {
        long left = Math.max(0, latest.totalBytes() - latest.doneBytes());
        double rate = bytesPerSecond();
        if (left == 0) {
            return Optional.of(Duration.ZERO);
        }
        return rate > 0 ? Optional.of(Duration.ofNanos((long) (left / rate * NANOS))) : Optional.empty();
    }
}
