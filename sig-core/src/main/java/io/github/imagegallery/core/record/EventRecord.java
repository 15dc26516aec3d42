// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.imagegallery.model.VersionEvent;
import io.github.imagegallery.model.VersionNumber;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One change of a version, as it is remembered: what is different since.
 *
 * @param at when it was made
 * @param number the version's number
 * @param kind what was done
 * @param version the version's own record, empty if it did not change
 * @param regions the records of the regions that changed
 * @param withdrawn the names of the regions that it no longer has
 * @param changes what is different, in words
 */
public record EventRecord(
        Instant at,
        String number,
        VersionEvent.Kind kind,
        Optional<VersionRecord> version,
        List<RegionRecord> regions,
        List<String> withdrawn,
        List<String> changes) {

    /** Returns the number of the version. */
    @JsonIgnore
    public VersionNumber versionNumber() {
        return VersionNumber.parse(number);
    }

    /** Returns the change as people see it. */
    public VersionEvent event() {
        return new VersionEvent(at, versionNumber(), kind, changes);
    }
}
