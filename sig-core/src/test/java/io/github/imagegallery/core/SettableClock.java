// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until it is set. Begins at the start of 2026. */
public final class SettableClock extends Clock {
    /** The instant at which it begins. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private volatile Instant now = START;

    /** Makes a clock at its beginning. */
    public SettableClock() {}

    /** Sets the instant that it shows. */
    public void set(Instant instant) {
        now = instant;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
