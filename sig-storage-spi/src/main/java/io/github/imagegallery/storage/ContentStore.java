// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Immutable blobs, named by the SHA-256 of their bytes, kept at {@linkplain Site sites}. Each site holds a copy of its
 * own: losing or damaging one touches no other.
 *
 * <p>The laws, each proved by the contract kit:
 *
 * <ul>
 *   <li>A blob is there whole or not at all, whatever happens to the process that puts it.
 *   <li>When {@link #put(Site, BlobId, ByteBuffer)} or {@link #copy} returns, the blob is durable and its bytes were those of its id.
 *   <li>Putting a blob that is there already is no error, and makes it durable. One that is there with another length is damaged, and is
 *       replaced.
 *   <li>A blob is never changed. What was read may nevertheless be damaged by the medium; readers check it.
 *   <li>A site without blobs is the same as a site that does not exist.
 *   <li>Once {@link #close} has returned, nothing is written or removed any more.
 * </ul>
 *
 * <p>Not a file system: there are no names but digests, no append, and no order but that of the ids. Safe for use by
 * many threads. A buffer that is passed in is read between its position and its limit and left as it was.
 */
public interface ContentStore extends AutoCloseable {

    /** The largest blob, in bytes. */
    int MAX_BLOB_BYTES = 32 << 20;

    /**
     * Stores a blob.
     *
     * @param bytes the content, at most {@value #MAX_BLOB_BYTES} bytes
     * @throws IllegalArgumentException if the bytes are too many, or their SHA-256 is not the id
     * @throws StorageException if the blob could not be made durable
     */
    void put(Site site, BlobId id, ByteBuffer bytes);

    /**
     * Stores a blob whose name nobody knows yet, with the promises of {@link #put(Site, BlobId, ByteBuffer)}. A backend may
     * do it with one pass over the bytes.
     *
     * @param bytes the content, at most {@value #MAX_BLOB_BYTES} bytes
     * @return the name of the blob
     * @throws IllegalArgumentException if the bytes are too many
     * @throws StorageException if the blob could not be made durable
     */
    default BlobId put(Site site, ByteBuffer bytes) {
        BlobId id = BlobId.of(bytes);
        put(site, id, bytes);
        return id;
    }

    /**
     * Stores a blob, even if one of the same name and length is there, which is damaged: afterwards it has these bytes.
     * Whatever happens to the process, the blob is there as it was before or as it is put, and never missing in between.
     *
     * @param bytes the content, at most {@value #MAX_BLOB_BYTES} bytes
     * @throws IllegalArgumentException if the bytes are too many, or their SHA-256 is not the id
     * @throws StorageException if the blob could not be made durable
     */
    void replace(Site site, BlobId id, ByteBuffer bytes);

    /**
     * Reads a part of a blob. The bytes are not checked against the id: that takes the whole blob.
     *
     * @param offset the first byte, not negative
     * @param length how many bytes, not negative
     * @return exactly {@code length} bytes
     * @throws BlobMissingException if the site has no such blob, or the blob ends before {@code offset + length}
     * @throws StorageException if the blob cannot be read
     */
    ByteBuffer get(Site site, BlobId id, long offset, int length);

    /**
     * Reads a whole blob and checks it against its id.
     *
     * @throws BlobMissingException if the site has no such blob
     * @throws BlobDamagedException if the bytes at the site are not those of the id
     * @throws StorageException if the blob cannot be read
     */
    default ByteBuffer read(Site site, BlobId id) {
        long size = size(site, id).orElseThrow(() -> new BlobMissingException(site, id));
        if (size > MAX_BLOB_BYTES) {
            throw new BlobDamagedException(site, id);
        }
        ByteBuffer bytes = get(site, id, 0, (int) size);
        if (!BlobId.of(bytes).equals(id)) {
            throw new BlobDamagedException(site, id);
        }
        return bytes;
    }

    /**
     * Returns how long a blob is, in bytes; empty if the site does not have it.
     *
     * @throws StorageException if the site cannot be read
     */
    OptionalLong size(Site site, BlobId id);

    /**
     * Tells whether the site has the blob.
     *
     * @throws StorageException if the site cannot be read
     */
    default boolean contains(Site site, BlobId id) {
        return size(site, id).isPresent();
    }

    /**
     * Lists the blobs of a site, in ascending order of their ids.
     *
     * @param cursor where to go on; {@link Cursor#start()} for the first page
     * @param limit the most blobs to return, 1 to 1,000
     * @throws StorageException if the site cannot be read
     */
    Page<BlobInfo> list(Site site, Cursor cursor, int limit);

    /**
     * Lists the sites that hold at least one blob.
     *
     * @throws StorageException if the sites cannot be listed
     */
    Set<Site> sites();

    /**
     * Removes blobs; one that is not there is no error. Also clears away what puts of processes that are gone left half
     * written there, even if no blob is named.
     *
     * @throws StorageException if a blob could not be removed; others may have been
     */
    void remove(Site site, Set<BlobId> ids);

    /**
     * Copies a blob from one site to others, with the promises of {@link #put(Site, BlobId, ByteBuffer)} for each of them. However
     * many lack it, it is read from the first site once: a backend may do it in one pass over the bytes, or without their
     * passing through here, and may take them for a region's further sites from its first one. What fails at one of the sites
     * leaves the others.
     *
     * @param to where it is to be; at a site that has it already it is made durable, and no more, as where it is copied to its own
     *     site
     * @return the bytes that were moved: the blob's, once for each site that lacked it
     * @throws BlobMissingException if the site that is copied from has no such blob
     * @throws BlobDamagedException if the bytes there are not those of the id; nothing is stored
     * @throws CopyIncompleteException if it could not be made durable at some of the sites; the others have it
     * @throws StorageException if the blob could not be read
     */
    default long copy(BlobId id, Site from, List<Site> to) {
        if (to.isEmpty()) {
            return 0;
        }
        ByteBuffer bytes = read(from, id);
        Map<Site, StorageException> failures = new LinkedHashMap<>();
        long moved = 0;
        for (Site site : to) {
            try {
                boolean lacking = !size(site, id).equals(OptionalLong.of(bytes.remaining()));
                put(site, id, bytes); // even where it is there, since that makes it durable
                moved += lacking ? bytes.remaining() : 0;
            } catch (StorageException e) {
                failures.put(site, e);
            }
        }
        if (!failures.isEmpty()) {
            throw new CopyIncompleteException(id, failures, moved);
        }
        return moved;
    }

    /**
     * Releases what this store holds. Idempotent. It waits for the puts, replacements, copies and removals that are under way, since
     * others may open the same store as soon as it returns; those that come later fail with a {@link StorageException}, and so
     * may reads that are under way.
     */
    @Override
    void close();
}
