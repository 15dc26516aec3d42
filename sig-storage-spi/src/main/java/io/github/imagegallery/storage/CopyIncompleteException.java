// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

import java.util.Map;
import java.util.Set;

/**
 * A blob could be read, but not be made durable at all the sites that it was to be copied to. The others have it. The reasons at
 * the sites are the cause and what is suppressed.
 */
public final class CopyIncompleteException extends StorageException {
    private static final long serialVersionUID = 1;

    private final transient Set<Site> sites;
    private final long movedBytes;

    /**
     * @param failures the sites where it failed, and why; at least one
     * @param movedBytes the bytes that were moved to the others
     */
    public CopyIncompleteException(BlobId id, Map<Site, StorageException> failures, long movedBytes) {
        super(
                "Blob " + id + " cannot be copied to " + failures.keySet() + ": "
                        + first(failures).getMessage(),
                first(failures));
        this.sites = Set.copyOf(failures.keySet());
        this.movedBytes = movedBytes;
        failures.values().stream().skip(1).forEach(this::addSuppressed);
    }

    private static StorageException first(Map<Site, StorageException> failures) {
        return failures.values().iterator().next();
    }

    /** Returns the sites where the blob may be lacking, or not be durable. */
    public Set<Site> sites() {
        return sites;
    }

    /** Returns the bytes that were moved nevertheless: the blob's, once for each site that lacked it and has it now. */
    public long movedBytes() {
        return movedBytes;
    }
}
