// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import io.github.imagegallery.storage.BlobId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the collector remembers of a site. Stays for ever once it was written, so that its epoch never comes back.
 *
 * @param epoch how often blobs were condemned here
 * @param run the round of the collector that condemned, and may be removing; empty if none is at work
 * @param condemned the blobs that this round may be removing
 */
public record SiteRecord(long epoch, Optional<String> run, List<String> condemned) {
    private static final SiteRecord NEVER_COLLECTED = new SiteRecord(0, Optional.empty(), List.of());

    /** The most blobs that a round condemns: as many as a record has room for. */
    public static final int MOST_CONDEMNED = 3_500;

    /** Refuses what cannot be. */
    public SiteRecord {
        condemned = List.copyOf(condemned);
        if (epoch < 0 || condemned.size() > MOST_CONDEMNED || run.isEmpty() && !condemned.isEmpty()) {
            throw new IllegalArgumentException(
                    "Not a site: epoch " + epoch + ", " + condemned.size() + " blobs condemned by " + run);
        }
    }

    /** Returns the record of a site, one that was never collected if there is none. */
    public static SiteRecord orNew(Optional<SiteRecord> found) {
        return found.orElse(NEVER_COLLECTED);
    }

    /** Returns this record after a round has condemned blobs. */
    public SiteRecord condemn(String byRun, Collection<BlobId> blobs) {
        return new SiteRecord(
                epoch + 1, Optional.of(byRun), blobs.stream().map(BlobId::hex).toList());
    }

    /** Returns this record after the round is over. */
    public SiteRecord settled() {
        return new SiteRecord(epoch, Optional.empty(), List.of());
    }
}
