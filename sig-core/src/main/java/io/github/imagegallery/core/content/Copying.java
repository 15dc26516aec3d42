// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.content;

import io.github.imagegallery.storage.BlobDamagedException;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobMissingException;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.CopyIncompleteException;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Blobs on their way to the sites of a region. A site that fails is given up, and the others are filled all the same; a blob that
 * can be read nowhere ends it. Safe for use by many threads.
 */
final class Copying {
    private final ContentStore store;
    private final List<Site> from;
    private final Set<Site> givenUp = new HashSet<>();
    private final List<StorageException> failures = new ArrayList<>();
    private volatile boolean over;

    /** @param from the sites that may have the blobs, the preferred one first */
    Copying(ContentStore store, List<Site> from) {
        this.store = store;
        this.from = List.copyOf(from);
    }

    /** The sites that lack a blob. */
    private record Lacking(BlobId blob, List<Site> damaged, List<Site> missing) {
        Lacking(BlobId blob) {
            this(blob, new ArrayList<>(), new ArrayList<>());
        }

        StorageException noneLeft() {
            return damaged.isEmpty()
                    ? new BlobMissingException(missing.get(0), blob)
                    : new BlobDamagedException(damaged.get(0), blob);
        }
    }

    /** Tells whether there is no use in copying more. */
    boolean isOver() {
        return over;
    }

    /** Copies a blob to sites, replacing what is damaged there, and returns the bytes that arrived. */
    long copy(BlobId blob, List<Site> to) {
        if (over) {
            return 0;
        }
        Lacking lacking = lacking(blob, to);
        List<Site> sources = new ArrayList<>(from);
        sources.removeAll(lacking.damaged());
        sources.removeAll(lacking.missing());
        long moved = 0;
        if (!lacking.damaged().isEmpty()) {
            moved += replace(lacking, sources);
        }
        if (!lacking.missing().isEmpty()) {
            moved += firstThatCanBeRead(lacking, sources, source -> copy(blob, source, lacking.missing()));
        }
        return moved;
    }

    /** Finds out which sites lack a blob, and makes it durable at the others. */
    private Lacking lacking(BlobId blob, List<Site> to) {
        Lacking lacking = new Lacking(blob);
        for (Site site : to) {
            attempt(site, () -> {
                switch (Soundness.of(store, site, blob)) {
                    case SOUND -> store.copy(blob, site, List.of(site));
                    case DAMAGED -> lacking.damaged().add(site);
                    case MISSING -> lacking.missing().add(site);
                }
            });
        }
        return lacking;
    }

    /** Replaces a blob where it is damaged, and makes sources of these sites, the preferred ones: they are near. */
    private long replace(Lacking lacking, List<Site> sources) {
        List<Site> mended = new ArrayList<>();
        long moved = firstThatCanBeRead(lacking, sources, source -> {
            ByteBuffer sound = store.read(source, lacking.blob());
            for (Site site : lacking.damaged()) {
                attempt(site, () -> {
                    store.replace(site, lacking.blob(), sound);
                    mended.add(site);
                });
            }
            return (long) sound.remaining() * mended.size();
        });
        sources.addAll(0, mended);
        return moved;
    }

    private long copy(BlobId blob, Site source, List<Site> to) {
        try {
            return store.copy(blob, source, to);
        } catch (CopyIncompleteException e) {
            giveUp(e.sites(), e);
            return e.movedBytes();
        }
    }

    /** Returns what comes of the first source that can be read; ends it all if there is none. */
    private long firstThatCanBeRead(Lacking lacking, List<Site> sources, Function<Site, Long> reading) {
        List<StorageException> unreadable = new ArrayList<>();
        for (Site source : sources) {
            try {
                return reading.apply(source);
            } catch (StorageException e) {
                Cancellation.rethrow(e);
                unreadable.add(e);
            }
        }
        end(unreadable.isEmpty() ? List.of(lacking.noneLeft()) : unreadable);
        return 0;
    }

    /** Does something at a site that was not given up yet, and gives it up if that fails. */
    private void attempt(Site site, Runnable step) {
        if (isGivenUp(site)) {
            return;
        }
        try {
            step.run();
        } catch (StorageException e) {
            giveUp(Set.of(site), e);
        }
    }

    private synchronized boolean isGivenUp(Site site) {
        return givenUp.contains(site);
    }

    private synchronized void giveUp(Collection<Site> sites, StorageException failure) {
        Cancellation.rethrow(failure);
        givenUp.addAll(sites);
        failures.add(failure);
    }

    private synchronized void end(List<StorageException> unreadable) {
        over = true;
        failures.addAll(unreadable);
    }

    /**
     * Returns if every blob is at every site.
     *
     * @throws StorageException the first failure, with the others suppressed
     */
    synchronized void requireComplete() {
        if (!failures.isEmpty()) {
            StorageException first = failures.get(0);
            failures.stream().filter(other -> other != first).forEach(first::addSuppressed);
            throw first;
        }
    }
}
