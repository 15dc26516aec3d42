// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.CopyIncompleteException;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies of one blob that are made at several sites at once. What fails at one of them leaves the others; only an interruption
 * ends all. For use by one thread.
 */
final class BlobCopies implements BlobBytes.Sink, AutoCloseable {
    private final BlobId id;
    private final Map<Site, Copy> open = new LinkedHashMap<>();
    private final Map<Site, StorageException> failures = new LinkedHashMap<>();
    private long moved;

    BlobCopies(BlobId id) {
        this.id = id;
    }

    /** A copy that is being written, and where it is to be. */
    private record Copy(SiteFolder folder, NewBlob blob) {}

    /** What is done at a site. */
    interface Step {
        void run() throws IOException;
    }

    /** Begins a copy at a site. */
    void begin(Site site, SiteFolder folder) throws IOException {
        attempt(site, () -> open.put(site, new Copy(folder, folder.beginUncached(id))));
    }

    /** Tells whether there is no copy to be written, or none any more. */
    boolean isEmpty() {
        return open.isEmpty();
    }

    @Override
    public void write(ByteBuffer units) throws IOException {
        each(copy -> BlobBytes.write(units.duplicate(), copy.blob().channel()));
    }

    @Override
    public void cut(long length) throws IOException {
        each(copy -> copy.blob().channel().truncate(length));
    }

    /** Makes blobs of the copies, now that they are whole. */
    void finish() throws IOException {
        each(copy -> {
            long length = copy.blob().channel().size();
            copy.folder().finish(copy.blob(), id);
            moved += length;
        });
    }

    /**
     * Returns the bytes that have arrived.
     *
     * @throws CopyIncompleteException if anything failed at a site
     */
    long moved() {
        if (!failures.isEmpty()) {
            throw new CopyIncompleteException(id, failures, moved);
        }
        return moved;
    }

    /** Takes a step at a site, and notes if it fails. */
    void attempt(Site site, Step step) throws IOException {
        try {
            step.run();
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException | UncheckedIOException e) {
            StorageException failure =
                    new StorageException("Cannot write blob " + id + " at site " + site + ": " + Reasons.of(e), e);
            @Nullable StorageException first = failures.putIfAbsent(site, failure);
            if (first != null) {
                first.addSuppressed(failure);
            }
        }
    }

    private interface CopyStep {
        void take(Copy copy) throws IOException;
    }

    /** Takes a step at each site where nothing has failed yet. */
    private void each(CopyStep step) throws IOException {
        for (Map.Entry<Site, Copy> each : List.copyOf(open.entrySet())) {
            attempt(each.getKey(), () -> step.take(each.getValue()));
            if (failures.containsKey(each.getKey())) {
                open.remove(each.getKey());
                attempt(each.getKey(), each.getValue().blob()::close);
            }
        }
    }

    /** Leaves nothing of the copies that were not finished. */
    @Override
    public void close() throws IOException {
        each(copy -> copy.blob().close());
    }
}
