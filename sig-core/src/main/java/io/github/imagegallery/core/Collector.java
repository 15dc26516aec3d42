// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.content.BlobSet;
import io.github.imagegallery.core.content.Cancellation;
import io.github.imagegallery.core.content.Contents;
import io.github.imagegallery.core.content.Contents.Label;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.SiteRecord;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.CollectReport;
import io.github.imagegallery.model.CollectReport.Skipped;
import io.github.imagegallery.model.Progress;
import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Takes away what nothing at a site names, in rounds: a commit condemns blobs, the records are read again, and what is still
 * not named is removed. What unfinished publications have put is left to them. Not for use by several threads.
 */
final class Collector {
    /** How many blobs are removed before it is looked whether the thread was interrupted. */
    private static final int BATCH = 100;

    private final Engine engine;
    private final Contents contents;
    private final ProgressListener listener;
    private final List<Skipped> skipped = new ArrayList<>();
    private int sites;
    private long blobs;
    private long bytes;

    Collector(Engine engine, ProgressListener listener) {
        this.engine = engine;
        this.contents = engine.contents();
        this.listener = listener;
    }

    /** A round is not made, or not finished, and why. */
    private static final class SkipException extends RuntimeException {
        private static final long serialVersionUID = 1;

        SkipException(String reason) {
            super(reason);
        }
    }

    /**
     * Collects the sites of the subscription.
     *
     * @param dry whether it is only looked at what would be removed
     */
    CollectReport collect(boolean dry) {
        Claims claims = Claims.read(engine);
        contents.sites().stream()
                .filter(site -> site.subscription().equals(engine.subscription()))
                .sorted()
                .forEach(site -> collect(site, claims, dry));
        return new CollectReport(sites, blobs, bytes, skipped);
    }

    private void collect(Site site, Claims claims, boolean dry) {
        try {
            Keep keep = new Keep(site, claims);
            Map<BlobId, Long> garbage = new LinkedHashMap<>();
            Optional<Cursor> next = Optional.of(Cursor.start());
            while (next.isPresent()) {
                Page<BlobInfo> page = contents.list(site, next.get());
                page.items().stream()
                        .filter(blob -> !keep.keeps(blob.id()))
                        .forEach(blob -> garbage.put(blob.id(), blob.size()));
                next = page.next();
                boolean full = garbage.size() + Contents.PAGE > SiteRecord.MOST_CONDEMNED;
                if (!garbage.isEmpty() && (full || next.isEmpty())) {
                    if (dry) {
                        garbage.forEach((blob, size) -> count(size));
                    } else {
                        round(site, keep, garbage);
                    }
                    garbage.clear();
                }
            }
            if (!dry) {
                contents.remove(site, Set.of()); // what is half written
            }
            sites++;
        } catch (SkipException e) {
            skipped.add(new Skipped(site.toString(), e.getMessage()));
        } catch (StorageException e) {
            Cancellation.rethrow(e);
            engine.cloud().requireOpen(e);
            skipped.add(new Skipped(site.toString(), String.valueOf(e.getMessage())));
        }
    }

    private void count(long size) {
        blobs++;
        bytes += size;
    }

    private void round(Site site, Keep keep, Map<BlobId, Long> garbage) {
        String run = UUID.randomUUID().toString();
        Sites.begin(run);
        try {
            engine.ledger().change("Cannot collect site " + site, draft -> condemn(draft, site, run, garbage));
            keep.lookAgain();
            garbage.keySet().removeIf(keep::keeps);
            remove(site, garbage);
            engine.ledger().change("Cannot collect site " + site, draft -> {
                Sites.settle(draft, site, run);
                return run;
            });
        } finally {
            Sites.end(run);
        }
    }

    private SiteRecord condemn(Draft draft, Site site, String run, Map<BlobId, Long> garbage) {
        if (!engine.access().allows(Action.DELETE, engine.access().root())) {
            throw new SkipException("who asks may no longer collect it");
        }
        SiteRecord present = Sites.read(draft, site);
        if (present.run().filter(Sites::isAtWork).isPresent()) {
            throw new SkipException("it is being collected already");
        }
        SiteRecord condemned = present.condemn(run, garbage.keySet());
        draft.put(Keys.site(site), condemned);
        return condemned;
    }

    private void remove(Site site, Map<BlobId, Long> garbage) {
        long total =
                Math.max(1, garbage.values().stream().mapToLong(Long::longValue).sum());
        long done = 0;
        Set<BlobId> batch = new HashSet<>();
        for (Map.Entry<BlobId, Long> blob : garbage.entrySet()) {
            batch.add(blob.getKey());
            if (batch.size() == BATCH) {
                removeBatch(site, batch);
            }
            done += blob.getValue();
            listener.onProgress(new Progress("Collecting " + site, Math.min(done, total), total));
        }
        removeBatch(site, batch);
        garbage.values().forEach(this::count);
    }

    private void removeBatch(Site site, Set<BlobId> batch) {
        if (Thread.currentThread().isInterrupted()) {
            throw Publisher.interrupted();
        }
        contents.remove(site, Set.copyOf(batch));
        batch.clear();
    }

    /** What a site must keep. */
    private final class Keep {
        private final Site site;
        private final Claims claims;
        private final Set<BlobId> roots = new HashSet<>();
        private final BlobSet named = new BlobSet();

        Keep(Site site, Claims claims) {
            this.site = site;
            this.claims = claims;
            add();
        }

        void lookAgain() {
            claims.refresh();
            add();
        }

        private void add() {
            for (BlobId root : claims.disks(site)) {
                if (roots.add(root)) {
                    blobs(root).forEach(named::add);
                }
            }
        }

        /** Returns what a disk is made of: where that cannot be told, nothing can be told to be garbage. */
        private List<BlobId> blobs(BlobId root) {
            List<Site> from = new ArrayList<>(List.of(site));
            from.addAll(claims.sites(root));
            try {
                return contents.blobs(root, from);
            } catch (GalleryException | StorageException e) {
                Cancellation.rethrow(e);
                throw new SkipException(
                        "manifest " + root + ", which is needed there, cannot be read: " + e.getMessage());
            }
        }

        boolean keeps(BlobId blob) {
            Set<Long> unfinished = claims.unfinished(site);
            return named.contains(blob) || !unfinished.isEmpty() && isOf(unfinished, contents.label(site, blob));
        }

        /** Tells whether a blob is, or may be, of an unfinished publication: manifests do not say whose they are. */
        private boolean isOf(Set<Long> unfinished, Label label) {
            return switch (label.kind()) {
                case PACK -> unfinished.contains(label.mark());
                case MANIFEST -> true;
                case OTHER -> false;
            };
        }
    }
}
