// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult;
import io.github.imagegallery.storage.CommitUnknownException;
import io.github.imagegallery.storage.CopyIncompleteException;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.testkit.FaultyStorage.Call;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link FaultyStorage} fails when it was told to, and only then. */
class FaultyStorageTest {
    private static final PartitionId PARTITION = new PartitionId("default");
    private static final Site SITE = new Site("default", "westeurope", 0, 1);
    private static final ByteBuffer BYTES = ByteBuffer.wrap(new byte[] {1, 2, 3});
    private static final BlobId BLOB = BlobId.of(BYTES);

    private final InMemoryStorage inside = new InMemoryStorage();
    private final FaultyStorage faulty = FaultyStorage.wrap(inside);
    private final Partition partition = faulty.records().partition(PARTITION);

    @Test
    void failsTheCallThatARuleNames() {
        faulty.fail(Call.COMMIT, 2);

        partition.commit(addOne());
        assertThatThrownBy(() -> partition.commit(addOne())).isExactlyInstanceOf(StorageException.class);
        partition.commit(addOne());

        assertThat(inside.records().partition(PARTITION).revision()).isEqualTo(2);
    }

    @Test
    void appliesACommitWhoseAnswerIsLost() {
        faulty.loseAnswerOfCommit(1);
        Commit commit = addOne();

        assertThatThrownBy(() -> partition.commit(commit)).isInstanceOf(CommitUnknownException.class);
        assertThat(partition.commit(commit)).isEqualTo(new CommitResult.Committed(1));
    }

    @Test
    void failsEverythingOnceItIsDead() {
        faulty.dieAfterWrites(1);

        faulty.contents().put(SITE, BLOB, BYTES);
        assertThat(partition.revision()).isZero();
        assertThat(faulty.isDead()).isFalse();
        assertThatThrownBy(() -> partition.commit(addOne())).isInstanceOf(StorageException.class);
        assertThatThrownBy(partition::revision).isInstanceOf(StorageException.class);

        assertThat(faulty.isDead()).isTrue();
        assertThat(inside.contents().contains(SITE, BLOB)).isTrue();
        assertThat(inside.records().partition(PARTITION).revision()).isZero();
    }

    @Test
    void countsEachBlobThatIsRemoved() {
        ByteBuffer other = ByteBuffer.wrap(new byte[] {4});
        inside.contents().put(SITE, BLOB, BYTES);
        inside.contents().put(SITE, BlobId.of(other), other);
        faulty.dieAfterWrites(1);

        assertThatThrownBy(() -> faulty.contents().remove(SITE, Set.of(BLOB, BlobId.of(other))))
                .isInstanceOf(StorageException.class);

        assertThat(inside.contents().contains(SITE, BLOB))
                .isNotEqualTo(inside.contents().contains(SITE, BlobId.of(other)));
    }

    @Test
    void aCopyThatFailsAtOneSiteLeavesTheOthers() {
        Site there = new Site("default", "westeurope", 0, 2);
        Site abroad = new Site("default", "japaneast", 0, 1);
        inside.contents().put(SITE, BLOB, BYTES);
        faulty.fail(Call.COPY, 1);

        assertThatThrownBy(() -> faulty.contents().copy(BLOB, SITE, List.of(there, abroad)))
                .hasMessageContaining("This COPY was to fail")
                .isInstanceOfSatisfying(CopyIncompleteException.class, incomplete -> {
                    assertThat(incomplete.sites()).containsExactly(there);
                    assertThat(incomplete.movedBytes()).isEqualTo(3);
                });

        assertThat(inside.contents().sites()).containsExactlyInAnyOrder(SITE, abroad);
    }

    private static Commit addOne() {
        return Commit.builder(UUID.randomUUID())
                .add(new RecordKey("counter"), 1, 0, 10)
                .build();
    }
}
