// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.BlobInfo;
import io.github.imagegallery.storage.ContentStore;
import io.github.imagegallery.storage.CopyIncompleteException;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link ContentStore#copy} does where a backend has no copying of its own. */
class DefaultCopyTest {
    private static final Site HERE = new Site("default", "westeurope", 0, 1);
    private static final Site THERE = new Site("default", "westeurope", 0, 2);
    private static final Site ABROAD = new Site("default", "japaneast", 0, 1);
    private static final ByteBuffer BYTES = ByteBuffer.wrap(new byte[] {1, 2, 3});
    private static final BlobId BLOB = BlobId.of(BYTES);

    private final List<Site> puts = new ArrayList<>();
    private final Set<Site> full = new HashSet<>();
    private final ContentStore contents = new Backend(new InMemoryStorage().contents(), puts, full);

    /** A backend that takes note of where it puts, unless the site is full. */
    private record Backend(ContentStore inside, List<Site> puts, Set<Site> full) implements ContentStore {
        @Override
        public void put(Site site, BlobId id, ByteBuffer bytes) {
            if (full.contains(site)) {
                throw new StorageException("The site is full");
            }
            puts.add(site);
            inside.put(site, id, bytes);
        }

        @Override
        public void replace(Site site, BlobId id, ByteBuffer bytes) {
            inside.replace(site, id, bytes);
        }

        @Override
        public ByteBuffer get(Site site, BlobId id, long offset, int length) {
            return inside.get(site, id, offset, length);
        }

        @Override
        public OptionalLong size(Site site, BlobId id) {
            return inside.size(site, id);
        }

        @Override
        public Page<BlobInfo> list(Site site, Cursor cursor, int limit) {
            return inside.list(site, cursor, limit);
        }

        @Override
        public Set<Site> sites() {
            return inside.sites();
        }

        @Override
        public void remove(Site site, Set<BlobId> ids) {
            inside.remove(site, ids);
        }

        @Override
        public void close() {
            inside.close();
        }
    }

    /** Whoever put it may not have lived to make it durable; putting it again does. */
    @Test
    void whatIsThereAlreadyIsPutAgainAndNotCounted() {
        contents.put(HERE, BLOB, BYTES);
        contents.put(THERE, BLOB, BYTES);
        puts.clear();

        assertThat(contents.copy(BLOB, HERE, List.of(THERE, ABROAD))).isEqualTo(3);
        assertThat(contents.copy(BLOB, HERE, List.of(HERE))).isZero();

        assertThat(puts).containsExactly(THERE, ABROAD, HERE);
    }

    @Test
    void aSiteThatFailsLeavesTheOthers() {
        contents.put(HERE, BLOB, BYTES);
        full.add(THERE);

        assertThatThrownBy(() -> contents.copy(BLOB, HERE, List.of(THERE, ABROAD)))
                .hasMessage("Blob " + BLOB + " cannot be copied to [" + THERE + "]: The site is full")
                .isInstanceOfSatisfying(CopyIncompleteException.class, incomplete -> {
                    assertThat(incomplete.sites()).containsExactly(THERE);
                    assertThat(incomplete.movedBytes()).isEqualTo(3);
                });
        assertThat(contents.read(ABROAD, BLOB)).isEqualTo(BYTES);
    }

    @Test
    void whatFailsAtSeveralSitesIsToldOfAll() {
        contents.put(HERE, BLOB, BYTES);
        full.addAll(Set.of(THERE, ABROAD));

        assertThatThrownBy(() -> contents.copy(BLOB, HERE, List.of(THERE, ABROAD)))
                .hasCauseInstanceOf(StorageException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
    }
}
