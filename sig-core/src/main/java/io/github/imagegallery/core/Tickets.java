// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.TicketRecord;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sites that readers had to pass over: one ticket for each, until it is repaired. Nothing relies on them. Safe for use by
 * many threads.
 */
record Tickets(Ledger ledger) {
    private static final Logger LOG = LoggerFactory.getLogger(Tickets.class);

    /** Leaves a ticket, unless there is one; if that fails, only the ticket is lost. */
    void leave(Site site, String reason) {
        try {
            ledger.change("Cannot note the damage at " + site, draft -> {
                Optional<TicketRecord> present = draft.read(Keys.ticket(site), TicketRecord.class);
                if (present.isEmpty()) {
                    draft.put(Keys.ticket(site), new TicketRecord(draft.now(), reason));
                }
                return present;
            });
        } catch (StorageException e) {
            Cancellation.rethrow(e);
            LOG.warn("The damage at {} is not noted: {}", site, e.getMessage());
        }
    }

    /** Returns the revision of the ticket of a site, 0 if there is none. */
    long revision(Site site) {
        return ledger.revisionOf(Keys.ticket(site));
    }

    /** Takes a ticket away, unless it is no longer the one of that revision. */
    void settle(Site site, long revision) {
        if (revision == 0) {
            return;
        }
        ledger.change("Cannot note the repair of " + site, draft -> {
            boolean same = draft.revisionOf(Keys.ticket(site)) == revision;
            if (same) {
                draft.delete(Keys.ticket(site));
            }
            return same;
        });
    }
}
