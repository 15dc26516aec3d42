// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult;
import io.github.imagegallery.storage.CorruptStorageException;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Order;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Snapshot;
import io.github.imagegallery.storage.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged journal is refused, or read without loss; it is never read wrong. */
class JournalDamageTest {
    private static final Settings SMALL = new Settings(InstantSource.system(), 64, 800, 10_000);
    private static final RecordKey PREFIX = new RecordKey("k");
    private static final RecordKey COUNTER = new RecordKey("count");
    private static final int COMMITS = 10;

    @TempDir
    private Path folder;

    private List<JournalFile> files;
    private List<StoredRecord> records;

    @BeforeEach
    void writeSomeCommits() throws IOException {
        try (GalleryStorage storage = FileStorage.at(folder, SMALL)) {
            for (int n = 0; n < COMMITS; n++) {
                commit(storage, n);
            }
            records = records(storage);
        }
        files = JournalFile.list(folder.resolve("records"));
        assertThat(files).as("the journal was continued in other files").hasSizeGreaterThan(2);
    }

    @Test
    void everyFlippedByteOfTheJournalIsFound() throws IOException {
        for (JournalFile file : files) {
            byte[] sound = Files.readAllBytes(file.path());
            for (int at = 0; at < used(sound); at++) {
                overwrite(file.path(), at, (byte) ~sound[at]);
                assertRefused(file + ", byte " + at);
                overwrite(file.path(), at, sound[at]);
            }
        }
        assertSound("restored");
    }

    @Test
    void bytesBehindTheEndDoNotMatter() throws IOException {
        JournalFile last = files.get(files.size() - 1);
        byte[] sound = Files.readAllBytes(last.path());
        for (int at = used(sound); at < sound.length; at++) {
            Files.write(last.path(), flipped(sound, at));
            assertSound("byte " + at);
        }
    }

    @Test
    void aDamagedHeadLosesNothing() throws IOException {
        Path head = folder.resolve("records/head");
        byte[] sound = Files.readAllBytes(head);
        for (int at = 0; at < sound.length; at++) {
            Files.write(head, flipped(sound, at));
            assertSound("byte " + at);
            assertThat(Files.readAllBytes(head)).as("it is written anew").isEqualTo(sound);
        }
        Files.delete(head);
        assertSound("no head");
    }

    @Test
    void aJournalThatWasCutShortIsFound() throws IOException {
        for (JournalFile file : files) {
            byte[] sound = Files.readAllBytes(file.path());
            for (int length = sound.length - 1; length >= 0; length--) {
                truncate(file.path(), length);
                if (length < used(sound)) {
                    assertRefused(file + " of " + length + " bytes");
                } else {
                    assertSound(file + " of " + length + " bytes");
                }
            }
            Files.write(file.path(), sound);
        }
    }

    @Test
    void aJournalFileThatIsMissingIsFound() throws IOException {
        for (JournalFile file : files) {
            byte[] sound = Files.readAllBytes(file.path());
            Files.delete(file.path());
            assertRefused(file + " missing");
            Files.write(file.path(), sound);
        }
    }

    @Test
    void theEarlierFramesAreProtectedWithoutTheHead() throws IOException {
        Files.delete(folder.resolve("records/head"));
        JournalFile last = files.get(files.size() - 1);
        byte[] sound = Files.readAllBytes(last.path());
        int lastFrame = lastFrame(sound);
        assertThat(lastFrame).isPositive();
        for (int at = 0; at < lastFrame; at++) {
            overwrite(last.path(), at, (byte) ~sound[at]);
            assertRefused("byte " + at);
            overwrite(last.path(), at, sound[at]);
            Files.delete(folder.resolve("records/head"));
        }
    }

    @Test
    void aTornEndIsCutAndWrittenOver() throws IOException {
        JournalFile last = files.get(files.size() - 1);
        byte[] sound = Files.readAllBytes(last.path());
        byte[] frame = Arrays.copyOfRange(sound, lastFrame(sound), used(sound));
        for (int length = 1; length < frame.length; length += 5) {
            byte[] torn = Arrays.copyOf(sound, used(sound) + frame.length);
            System.arraycopy(frame, frame.length - length, torn, torn.length - length, length);
            Files.write(last.path(), torn);
            assertSound("torn to " + length + " bytes");
        }
        commitOnceMore();
        assertThat(JournalFile.list(folder.resolve("records"))).isEqualTo(files);
    }

    @Test
    void aFrameBehindATornOneNeverComesBack() throws IOException {
        JournalFile last = files.get(files.size() - 1);
        byte[] sound = Files.readAllBytes(last.path());
        byte[] head = Files.readAllBytes(folder.resolve("records/head"));
        commitOnceMore();
        int next = used(Files.readAllBytes(last.path()));
        LoggedCommit lost = new LoggedCommit(
                new PartitionId("default"),
                COMMITS + 2,
                UUID.randomUUID(),
                0,
                last.first() + used(sound),
                Map.of(new RecordKey("k-lost"), "lost"),
                List.of(),
                Map.of());
        byte[] frame = new Frame(last.first() + next, CommitJson.write(lost)).bytes();
        byte[] torn = Arrays.copyOf(sound, next + frame.length);
        System.arraycopy(frame, 0, torn, next, frame.length);
        Files.write(last.path(), torn);
        Files.write(folder.resolve("records/head"), head);

        assertSound("torn");
        commitOnceMore();
        assertThat(used(Files.readAllBytes(last.path()))).as("just before it").isEqualTo(next);
        try (GalleryStorage storage = FileStorage.at(folder, SMALL)) {
            assertThat(partition(storage).revision()).isEqualTo(COMMITS + 1);
        }
    }

    @Test
    void framesThatWereWrittenButNotAcknowledgedStay() throws IOException {
        JournalFile last = files.get(files.size() - 1);
        int begin = (int) (last.first() + lastFrame(Files.readAllBytes(last.path())));
        try (Head head = Head.open(folder.resolve("records"))) {
            head.write(begin);
        }

        assertSound("adopted");
        try (Head head = Head.open(folder.resolve("records"))) {
            assertThat(head.read()).isEqualTo(last.first() + used(Files.readAllBytes(last.path())));
        }
    }

    private void assertRefused(String damage) {
        assertThatThrownBy(() -> FileStorage.at(folder, SMALL))
                .as(damage)
                .isInstanceOf(CorruptStorageException.class)
                .hasMessageContaining("journal")
                .hasMessageContaining("restore it from a backup");
    }

    private void assertSound(String damage) {
        try (GalleryStorage storage = FileStorage.at(folder, SMALL)) {
            assertThat(records(storage)).as(damage).isEqualTo(records);
            Snapshot snapshot = partition(storage).get(List.of(COUNTER), 0);
            assertThat(snapshot.counter(COUNTER)).as(damage).isEqualTo(records.size());
        }
    }

    private void commitOnceMore() {
        try (GalleryStorage storage = FileStorage.at(folder, SMALL)) {
            commit(storage, COMMITS);
        }
    }

    private static void commit(GalleryStorage storage, int n) {
        Commit commit = Commit.builder(UUID.randomUUID())
                .put(new RecordKey("k" + n), "body \"" + n + "\"")
                .add(COUNTER, 1, 0, 100)
                .build();
        assertThat(partition(storage).commit(commit)).isInstanceOf(CommitResult.Committed.class);
    }

    private static List<StoredRecord> records(GalleryStorage storage) {
        return partition(storage)
                .scan(PREFIX, Order.ASCENDING, Cursor.start(), 1_000, 0)
                .items();
    }

    private static Partition partition(GalleryStorage storage) {
        return storage.records().partition(new PartitionId("default"));
    }

    private static byte[] flipped(byte[] sound, int at) {
        byte[] damaged = sound.clone();
        damaged[at] = (byte) ~damaged[at];
        return damaged;
    }

    private static void overwrite(Path file, int at, byte value) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {value}), at);
        }
    }

    private static void truncate(Path file, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    private static int used(byte[] file) {
        int used = file.length;
        while (used > 0 && file[used - 1] == 0) {
            used--;
        }
        return used;
    }

    private static int lastFrame(byte[] file) {
        int at = used(file) - 2;
        while (at >= 0 && file[at] != '\n') {
            at--;
        }
        return at + 1;
    }
}
