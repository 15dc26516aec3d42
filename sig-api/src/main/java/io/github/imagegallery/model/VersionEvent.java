// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.time.Instant;
import java.util.List;

/**
 * One change of a version, as the definition's history remembers it (domain, latest).
 *
 * @param at when it was made, by the clock of who made it
 * @param version the version's number
 * @param kind what was done to the version
 * @param changes what is different since, one sentence each, for people
 */
public record VersionEvent(Instant at, VersionNumber version, Kind kind, List<String> changes) {

    public VersionEvent {
        changes = List.copyOf(changes);
    }

    /** What was done to a version. */
    public enum Kind {
        /** Its publication began. */
        CREATED,
        /** Its replicas, flags or dates changed. */
        CHANGED,
        /** It was deleted. */
        DELETED
    }
}
