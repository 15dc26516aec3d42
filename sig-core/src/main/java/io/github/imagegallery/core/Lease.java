// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.LeaseRecord;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ReplicationState;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.StorageException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to make the replicas of a region, so that two do not do the same work. For efficiency only: two who believe that
 * they have it do no harm. A worker is taken for dead when its lease was not renewed for a term, on the clock of the one who
 * watches it; one of this process at once when it is known to have ended. Not for use by several threads.
 *
 * <p>The commit that completes a region does not check that the lease is still held. It relies on what makes its claim true: the
 * same publication and the same sites, not completed yet, and nothing condemned at them since they were watched. Of a worker
 * who was overtaken that is as true as of any other: what it copied is there. Whoever overtook it finds the region completed
 * and changes nothing, and a region that the one notes as failed the other still completes. To discard whole work for a lost
 * lease would only have it done twice, and every renewal would be a race for the commit.
 */
final class Lease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    /** How often it is renewed within a term. */
    private static final int RENEWALS = 4;

    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(10);

    private static final String PROCESS = UUID.randomUUID().toString();
    private static final Map<String, Thread> AT_WORK = new ConcurrentHashMap<>();

    private final Engine engine;
    private final Address address;
    private final RegionName region;
    private final long termNanos;
    private final String worker = UUID.randomUUID().toString();
    private long renewedAt;

    private Lease(Engine engine, Address address, RegionName region) {
        this.engine = engine;
        this.address = address;
        this.region = region;
        this.termNanos = engine.cloud().settings().leaseTerm().toNanos();
        this.renewedAt = engine.cloud().ticks();
    }

    /**
     * Takes the lease of a region, as soon as nobody has it who is at work.
     *
     * @param publication the publication that made the version
     * @return the lease; empty if the replicas were completed, or are no longer wanted
     * @throws java.util.concurrent.CancellationException if the thread was interrupted
     */
    static Optional<Lease> take(Engine engine, Address address, String publication, RegionName region) {
        Lease lease = new Lease(engine, address, region);
        AT_WORK.put(lease.worker, Thread.currentThread());
        boolean taken = false;
        try {
            taken = lease.take(publication);
            return taken ? Optional.of(lease) : Optional.empty();
        } finally {
            if (!taken) {
                AT_WORK.remove(lease.worker);
            }
        }
    }

    /** What was found when the lease was asked for: nothing to do, or somebody who has it. */
    private record Found(boolean wanted, Optional<LeaseRecord> other) {}

    private boolean take(String publication) {
        Optional<LeaseRecord> watched = Optional.empty();
        long since = engine.cloud().ticks();
        while (true) {
            Optional<LeaseRecord> lapsed = isOverdue(since) ? watched : Optional.empty();
            Found found =
                    engine.ledger().change("Cannot replicate " + address, draft -> take(draft, publication, lapsed));
            if (!found.wanted() || found.other().isEmpty()) {
                return found.wanted();
            }
            if (!found.other().equals(watched)) {
                watched = found.other();
                since = engine.cloud().ticks();
            }
            await();
        }
    }

    private Found take(Draft draft, String publication, Optional<LeaseRecord> lapsed) {
        boolean wanted = draft.readUnseen(address.versionKey(), VersionRecord.class)
                        .filter(version -> version.isOf(publication))
                        .isPresent()
                && draft.readUnseen(address.regionKey(region), RegionRecord.class)
                        .filter(present -> present.state() != ReplicationState.COMPLETED)
                        .isPresent();
        Optional<LeaseRecord> other = draft.readUnseen(key(), LeaseRecord.class)
                .filter(held -> !isOwn(held) && !isKnownDead(held) && !lapsed.equals(Optional.of(held)));
        if (wanted && other.isEmpty()) {
            draft.put(key(), new LeaseRecord(PROCESS, worker, 0));
        }
        return new Found(wanted, other);
    }

    private RecordKey key() {
        return address.leaseKey(region);
    }

    private boolean isOverdue(long since) {
        return engine.cloud().ticks() - since > termNanos;
    }

    /** Tells whether the worker is this very thread, which is not waited for. */
    private static boolean isOwn(LeaseRecord held) {
        return AT_WORK.get(held.worker()) == Thread.currentThread();
    }

    private static boolean isKnownDead(LeaseRecord held) {
        return held.process().equals(PROCESS) && !AT_WORK.containsKey(held.worker());
    }

    private static void await() {
        LockSupport.parkNanos(PATIENCE);
        if (Thread.currentThread().isInterrupted()) {
            throw Publisher.interrupted();
        }
    }

    /** Says that the worker is alive; called often, also while it waits. If that fails, somebody may do the same work. */
    void renew() {
        long now = engine.cloud().ticks();
        if (now - renewedAt > termNanos / RENEWALS) {
            renewedAt = now;
            change(draft -> draft.readUnseen(key(), LeaseRecord.class)
                    .filter(held -> held.worker().equals(worker))
                    .ifPresent(held -> draft.put(key(), held.renewed())));
        }
    }

    /** Gives the lease back, unless the commit that completed the work did so. */
    @Override
    public void close() {
        AT_WORK.remove(worker);
        if (isHeld()) {
            change(draft -> draft.readUnseen(key(), LeaseRecord.class)
                    .filter(held -> held.worker().equals(worker))
                    .ifPresent(held -> draft.delete(key())));
        }
    }

    private boolean isHeld() {
        try {
            return engine.ledger().revisionOf(key()) > 0;
        } catch (StorageException e) {
            return false; // whoever comes next knows that the worker is gone
        }
    }

    private void change(Consumer<Draft> drafting) {
        try {
            engine.ledger().change("Cannot note who replicates " + address, draft -> {
                drafting.accept(draft);
                return draft;
            });
        } catch (StorageException e) {
            Cancellation.rethrow(e);
            LOG.warn("Who replicates {} to {} is not noted: {}", address, region, e.getMessage());
        }
    }
}
