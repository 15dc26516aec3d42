// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.core.record.SiteRecord;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Site;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the sites of a subscription keep for those who write, beside a collector (docs/decisions, Condemn, look again,
 * remove). A commit that vouches for blobs at a site relies on the site as it was watched before the blobs were looked for,
 * and none of them was condemned there. Safe for use by many threads.
 */
final class Sites {
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(10);

    /**
     * The rounds that are at work in this process, and their threads. A store belongs to one process at a time, so a round that
     * is not among them is over: it removes nothing any more. It is of the process and not of an engine, since several engines may
     * be open on one storage.
     *
     * <p>That is right for a storage that refuses a second process until the first one has died or closed it, which waits for
     * the removals that are under way and refuses later ones, and for one in memory. It would not be for a storage that several
     * processes use at once: there a list that another process is still working off would be taken for void, and what was put
     * back under a name on it would be removed. Such a storage must say which processes are alive, or refuse a removal once its
     * list was cleared, as a lock that is fenced does; what is on the lists and the epochs may stay as they are. A class that is
     * loaded twice, by two class loaders, has two of these: the lock of a store is to keep those apart as well.
     */
    private static final Map<String, Thread> AT_WORK = new ConcurrentHashMap<>();

    private final Ledger ledger;

    Sites(Ledger ledger) {
        this.ledger = ledger;
    }

    /** A site as it was when blobs began to be looked for there. */
    record Watch(Site site, SiteRecord record) {

        /** Tells whether one of the blobs may be removed by a round that was at work then. */
        boolean condemns(Collection<BlobId> blobs) {
            if (record.condemned().isEmpty()) {
                return false;
            }
            Set<String> condemned = new HashSet<>(record.condemned());
            return blobs.stream().map(BlobId::hex).anyMatch(condemned::contains);
        }

        /** Tells whether nothing was condemned since, and relies on that. */
        boolean holds(Draft draft) {
            return read(draft, site).epoch() == record.epoch();
        }
    }

    Watch watch(Site site) {
        return new Watch(site, SiteRecord.orNew(ledger.read(Keys.site(site), SiteRecord.class)));
    }

    /**
     * Watches a site when none of the blobs may be removed there any more; waits for a round of the collector that may be
     * removing one of them.
     *
     * @param alive run again and again meanwhile
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    Watch settled(Site site, Collection<BlobId> blobs, Runnable alive) {
        Watch watch = watch(site);
        while (watch.condemns(blobs)) {
            awaitEnd(watch, alive);
            watch = watch(site);
        }
        return watch;
    }

    /** Returns when the round is over that was at work when the site was watched. */
    void awaitEnd(Watch watch, Runnable alive) {
        Optional<String> run = watch.record().run();
        while (run.isPresent() && isAtWork(run.get())) {
            refuseToWaitForItself(watch, run.get());
            LockSupport.parkNanos(PATIENCE);
            alive.run();
            if (Thread.currentThread().isInterrupted()) {
                throw Publisher.interrupted();
            }
        }
        run.ifPresent(over -> ledger.change("Cannot settle site " + watch.site(), draft -> {
            settle(draft, watch.site(), over);
            return over;
        }));
    }

    private static void refuseToWaitForItself(Watch watch, String run) {
        if (AT_WORK.get(run) == Thread.currentThread()) {
            throw GalleryException.of(
                    "Cannot rely on what is at site " + watch.site(),
                    List.of(new Violation(
                            ErrorCode.OPERATION_NOT_ALLOWED,
                            "site",
                            watch.site().toString(),
                            "this very thread is collecting it",
                            "repeat the request when the collection is done")));
        }
    }

    /** Begins a round of the collector in this thread. */
    static void begin(String run) {
        AT_WORK.put(run, Thread.currentThread());
    }

    /** Ends a round of the collector: it removes nothing any more. */
    static void end(String run) {
        AT_WORK.remove(run);
    }

    static boolean isAtWork(String run) {
        return AT_WORK.containsKey(run);
    }

    static SiteRecord read(Draft draft, Site site) {
        return SiteRecord.orNew(draft.readUnseen(Keys.site(site), SiteRecord.class));
    }

    /** Drafts that a round is over. */
    static void settle(Draft draft, Site site, String run) {
        SiteRecord present = read(draft, site);
        if (present.run().equals(Optional.of(run))) {
            draft.put(Keys.site(site), present.settled());
        }
    }
}
