// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.QuotaExceededException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitUnknownException;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.StorageException;
import io.github.imagegallery.storage.StoredRecord;
import io.github.imagegallery.storage.testkit.FaultyStorage;
import io.github.imagegallery.storage.testkit.InMemoryStorage;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The one retry loop: a change is made once, upon what it read, or not at all. */
class LedgerTest {
    private static final RecordKey KEY = new RecordKey("g/golden");
    private static final RecordKey COUNTER = new RecordKey("n/galleries/westeurope");
    private static final Violation FULL =
            new Violation(ErrorCode.QUOTA_EXCEEDED, "galleries", "one more", "there are 2", "delete some");

    private final FaultyStorage storage = FaultyStorage.wrap(new InMemoryStorage());
    private final Partition partition = storage.records().partition(new PartitionId("default"));
    private final Ledger ledger = new Ledger(partition, UUID::randomUUID, Clock.systemUTC());

    private void putBehindItsBack(String body) {
        partition.commit(
                Commit.builder(UUID.randomUUID()).put(KEY, "\"" + body + "\"").build());
    }

    @Test
    void aChangeThatLostARaceIsDraftedAnewUponWhatIsThereNow() {
        AtomicInteger drafts = new AtomicInteger();
        String seen = ledger.change("Cannot change", draft -> {
            String found = draft.read(KEY, String.class).orElse("nothing");
            if (drafts.incrementAndGet() <= 3) {
                putBehindItsBack("rival " + drafts.get());
            }
            draft.put(KEY, "mine after " + found);
            return found;
        });
        assertThat(drafts).hasValue(4);
        assertThat(seen).isEqualTo("rival 3");
        assertThat(ledger.read(KEY, String.class)).contains("mine after rival 3");
    }

    @Test
    void aCommitSaysItsRevisionAndADraftThatOfWhatItReliesOn() {
        Ledger.Change<Long> first = ledger.commit("Cannot change", draft -> {
            long before = draft.revisionOf(KEY);
            draft.put(KEY, "mine");
            return before;
        });
        assertThat(first.result()).isZero();
        assertThat(first.revision()).isEqualTo(ledger.revisionOf(KEY)).isEqualTo(ledger.revision());
        Ledger.Change<Long> read = ledger.commit("Cannot change", draft -> draft.revisionOf(KEY));
        assertThat(read).isEqualTo(new Ledger.Change<>(first.revision(), 0));

        AtomicInteger drafts = new AtomicInteger();
        Ledger.Change<Long> second = ledger.commit("Cannot change", draft -> {
            long seen = draft.revisionOf(KEY);
            if (drafts.incrementAndGet() == 1) {
                putBehindItsBack("rival");
            }
            draft.put(new RecordKey("g/other"), "mine");
            return seen;
        });
        assertThat(drafts).as("what it relied on was changed").hasValue(2);
        assertThat(second.result()).isEqualTo(ledger.revisionOf(KEY)).isGreaterThan(first.revision());
    }

    @Test
    void whoLosesEveryRaceIsTold() {
        AtomicInteger drafts = new AtomicInteger();
        assertThatThrownBy(() -> ledger.change("Cannot change golden", draft -> {
                    putBehindItsBack("rival");
                    draft.read(KEY, String.class);
                    putBehindItsBack("rival " + drafts.incrementAndGet());
                    draft.put(KEY, "mine");
                    return drafts;
                }))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("Cannot change golden")
                .hasMessageContaining("1000 races");
        assertThat(ledger.read(KEY, String.class)).contains("rival 1000");
    }

    @Test
    void aRehearsalChangesNothingAndSeesAllAtOneRevision() {
        AtomicInteger drafts = new AtomicInteger();
        String seen = ledger.rehearse("Cannot change", draft -> {
            String found = draft.read(KEY, String.class).orElse("nothing");
            if (drafts.incrementAndGet() <= 3) {
                putBehindItsBack("rival " + drafts.get());
            }
            draft.put(KEY, "mine after " + found);
            return found;
        });
        assertThat(drafts).hasValue(4);
        assertThat(seen).isEqualTo("rival 3");
        assertThat(ledger.read(KEY, String.class)).contains("rival 3");
        assertThat(ledger.revision()).isEqualTo(3);
    }

    @Test
    void aRehearsalOfWhatExceedsALimitIsRefusedInTheSameWords() {
        for (int n = 0; n < 2; n++) {
            ledger.rehearse("Cannot create", draft -> oneMore(draft, 2));
            countOneMore(n);
        }
        long before = ledger.revision();
        assertThatThrownBy(() -> ledger.rehearse("Cannot create", draft -> oneMore(draft, 2)))
                .isInstanceOf(QuotaExceededException.class)
                .hasMessageContainingAll("Cannot create", "there are 2", "delete some");
        assertThat(ledger.revision()).isEqualTo(before);
    }

    @Test
    void aDraftThatChangesNothingIsNotCommitted() {
        boolean there = ledger.change(
                "Cannot look", draft -> draft.read(KEY, String.class).isPresent());
        assertThat(there).isFalse();
        assertThat(ledger.revision()).isZero();
    }

    @Test
    void whatExceedsALimitIsRefusedInItsOwnWordsAndChangesNothing() {
        for (int n = 0; n < 2; n++) {
            countOneMore(n);
        }
        long before = ledger.revision();
        assertThatThrownBy(() -> countOneMore(2))
                .isInstanceOf(QuotaExceededException.class)
                .hasMessageContainingAll("Cannot create", "there are 2", "delete some");
        assertThat(ledger.revision()).isEqualTo(before);
    }

    private void countOneMore(int n) {
        ledger.change("Cannot create", draft -> oneMore(draft, n));
    }

    private static int oneMore(Draft draft, int n) {
        draft.put(new RecordKey("g/" + n), "gallery");
        draft.count(COUNTER, 1, 2, FULL);
        return n;
    }

    @Test
    void aCounterThatIsNotZeroLosesTheRace() {
        ledger.change("Cannot count", draft -> {
            draft.count(COUNTER, 3);
            return draft;
        });
        assertThatThrownBy(() -> ledger.change("Cannot delete", draft -> {
                    draft.requireNone(COUNTER);
                    return draft;
                }))
                .isInstanceOf(StorageException.class);
        ledger.change("Cannot count", draft -> {
            draft.count(COUNTER, -3);
            return draft;
        });
        ledger.change("Cannot delete", draft -> {
            draft.requireNone(COUNTER);
            return draft;
        });
    }

    @Test
    void aCommitWhoseAnswerWasLostIsNotMadeTwice() {
        storage.loseAnswerOfCommit(1);
        AtomicInteger drafts = new AtomicInteger();
        ledger.change("Cannot count", draft -> {
            drafts.incrementAndGet();
            draft.count(COUNTER, 1);
            return draft;
        });
        assertThat(drafts).hasValue(1);
        assertThat(partition.get(List.of(COUNTER), 0).counter(COUNTER)).isEqualTo(1);
    }

    @Test
    void aCommitThatStaysUnknownIsSaidToBe() {
        AtomicInteger sent = new AtomicInteger();
        Partition mute = (Partition) java.lang.reflect.Proxy.newProxyInstance(
                Partition.class.getClassLoader(), new Class<?>[] {Partition.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        if (sent.incrementAndGet() > 1) {
                            throw new StorageException("open it anew");
                        }
                        throw new CommitUnknownException(((Commit) arguments[0]).id(), null);
                    }
                    return method.invoke(partition, arguments);
                });
        assertThatThrownBy(() -> new Ledger(mute, UUID::randomUUID, Clock.systemUTC()).change("Cannot put", draft -> {
                    draft.put(KEY, "mine");
                    return draft;
                }))
                .isInstanceOf(CommitUnknownException.class);
        assertThat(sent).hasValueGreaterThan(1);
    }

    @Test
    void aScanReadsAllPagesInOrder() {
        List<String> keys = IntStream.range(0, 2_500)
                .mapToObj(n -> String.format("d/golden/%05d", n))
                .toList();
        for (String key : keys) {
            partition.commit(Commit.builder(UUID.randomUUID())
                    .put(new RecordKey(key), "\"x\"")
                    .build());
        }
        assertThat(ledger.scan(Keys.definitions("golden"), StoredRecord::key))
                .extracting(RecordKey::value)
                .isEqualTo(keys);
    }

    @Test
    void whatIsNotSeenIsNotOverwritten() {
        RecordKey key = new RecordKey("g/secret");
        ledger.change("Cannot put", draft -> {
            draft.put(key, "kept");
            return key;
        });
        Ledger blind = ledger.seenBy(unseen -> false);
        assertThatThrownBy(() -> blind.change("Cannot put", draft -> {
                    assertThat(draft.read(key, String.class)).isEmpty();
                    draft.put(key, "overwritten");
                    return key;
                }))
                .isInstanceOf(StorageException.class);
        assertThat(ledger.read(key, String.class)).contains("kept");
    }

    @Test
    void whoMayNotDoAllReliesOnTheRolesThatAreAssigned() {
        assertThat(drafts(ledger.seenBy(seen -> true)))
                .as("drafts of a principal")
                .hasValue(2);
        assertThat(drafts(ledger)).as("drafts of the application").hasValue(1);
    }

    /** Makes a change while a role is assigned, and counts how often it is drafted. */
    private AtomicInteger drafts(Ledger narrower) {
        AtomicInteger drafts = new AtomicInteger();
        narrower.change("Cannot put", draft -> {
            if (drafts.incrementAndGet() == 1) {
                ledger.change("Cannot share", sharing -> {
                    sharing.touch(Keys.accessEpoch());
                    return sharing;
                });
            }
            draft.put(KEY, "mine");
            return KEY;
        });
        return drafts;
    }
}
