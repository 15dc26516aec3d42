// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.ChangePage;
import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.CommitResult.Committed;
import io.github.imagegallery.storage.CommitUnknownException;
import io.github.imagegallery.storage.CorruptStorageException;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link FileStorage} does beyond the contracts. */
class FileStorageTest {
    private static final RecordKey COUNTER = new RecordKey("count");
    private static final Site SITE = new Site("default", "westeurope", 0, 1);

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final Settings settings = new Settings(clock, 4_096, 8_192, 3);

    @Test
    void foldersAreCreatedAsNeeded() {
        Path deep = folder.resolve("not/yet/there");
        FileStorage.at(deep).close();

        assertThat(deep.resolve("STORE")).content().matches("format 1\nuuid [0-9a-f-]{36}\n");
        assertThat(deep.resolve("records")).isDirectory();
        assertThat(deep.resolve("sites")).isEmptyDirectory();
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> FileStorage.at(file))
                .isInstanceOf(StorageException.class)
                .hasMessageEndingWith("it is a file, not a folder (choose another folder)");
        assertThatThrownBy(() -> FileStorage.at(file.resolve("below")))
                .isInstanceOf(StorageException.class)
                .hasMessageEndingWith(file + " is a file, not a folder (choose another folder)")
                .hasCauseInstanceOf(NotDirectoryException.class);
    }

    @Test
    void aFolderWithOtherThingsIsLeftAlone() throws IOException {
        Files.createFile(folder.resolve("holiday.jpg"));

        assertThatThrownBy(() -> FileStorage.at(folder))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("holiday.jpg");
        assertThat(folder.resolve("records")).doesNotExist();
    }

    @Test
    void aCreationThatWasInterruptedIsFinished() throws IOException {
        Files.createDirectory(folder.resolve("records"));
        Files.createDirectory(folder.resolve("sites"));
        Files.createFile(folder.resolve("records/journal-00000000000000000000.log"));
        Files.writeString(folder.resolve("STORE.new"), "form");

        FileStorage.at(folder).close();
        FileStorage.at(folder).close();
    }

    @Test
    void aBlobOfTheWrongLengthIsReplaced() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[10_000]);
        BlobId id = BlobId.of(bytes);
        Site here = new Site("default", "westeurope", 0, 1);
        Site there = new Site("default", "westeurope", 0, 2);
        try (FileStorage storage = FileStorage.at(folder)) {
            storage.contents().put(here, id, bytes);
            storage.contents().put(there, id, bytes);
            truncate(folder.resolve("sites").resolve(here.toString()).resolve(id.hex()));
            truncate(folder.resolve("sites").resolve(there.toString()).resolve(id.hex()));

            storage.contents().put(here, id, bytes);
            assertThat(storage.contents().copy(id, here, List.of(there))).isEqualTo(10_000);

            assertThat(storage.contents().read(here, id)).isEqualTo(bytes);
            assertThat(storage.contents().read(there, id)).isEqualTo(bytes);
        }
    }

    private static void truncate(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(7);
        }
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        FileStorage.at(folder).close();
        Path store = folder.resolve("STORE");
        Files.writeString(store, Files.readString(store).replace("format 1", "format 2"));

        assertThatThrownBy(() -> FileStorage.at(folder))
                .isExactlyInstanceOf(StorageException.class)
                .hasMessageContaining("newer");
    }

    @Test
    void aStoreThatLostItsNameIsRefused() throws IOException {
        commitOnce();
        Files.delete(folder.resolve("STORE"));
        assertThatThrownBy(() -> FileStorage.at(folder)).isInstanceOf(CorruptStorageException.class);

        Files.writeString(folder.resolve("STORE"), "fromat 1\n");
        assertThatThrownBy(() -> FileStorage.at(folder))
                .isInstanceOf(CorruptStorageException.class)
                .hasMessageContaining("STORE is damaged (keep a copy of the folder");
    }

    @Test
    void blobsWithoutAStoreAreNotTakenForANewOne() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
        Path store = folder.resolve("STORE");
        Path records = folder.resolve("records");
        try (FileStorage storage = FileStorage.at(folder)) {
            storage.contents().put(SITE, BlobId.of(bytes), bytes);
        }
        Path backup = Files.createDirectory(folder.resolveSibling(folder.getFileName() + "-backup"));
        Files.move(store, backup.resolve("STORE"));
        Files.move(records, backup.resolve("records"));

        assertThatThrownBy(() -> FileStorage.at(folder))
                .isInstanceOf(CorruptStorageException.class)
                .hasMessageContaining("it has blobs but no STORE (bring STORE and records back from a backup");
        assertThat(records).doesNotExist();

        Files.move(backup.resolve("STORE"), store);
        Files.move(backup.resolve("records"), records);
        Files.delete(backup);
        try (FileStorage storage = FileStorage.at(folder)) {
            assertThat(storage.contents().read(SITE, BlobId.of(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void aRefusedOpeningHoldsNothing() throws IOException {
        commitOnce();
        Path head = folder.resolve("records/head");
        byte[] sound = Files.readAllBytes(head);
        Path journal = folder.resolve("records/journal-00000000000000000000.log");
        byte[] frames = Files.readAllBytes(journal);
        Files.write(journal, new byte[0]);
        assertThatThrownBy(() -> FileStorage.at(folder)).isInstanceOf(CorruptStorageException.class);
        Files.write(journal, frames);
        Files.write(head, sound);

        FileStorage.at(folder).close();
    }

    @Test
    void commitIdsAreForgottenAfterADayAndNotBefore() {
        Commit first = addOne();
        try (FileStorage storage = FileStorage.at(folder, settings)) {
            partition(storage).commit(first);
            now = now.plus(Duration.ofHours(24));
            partition(storage).commit(addOne());
            assertThat(partition(storage).commit(first)).isEqualTo(new Committed(1));
        }
        try (FileStorage storage = FileStorage.at(folder, settings)) {
            assertThat(partition(storage).commit(first)).isEqualTo(new Committed(1));
            now = now.plusSeconds(1);
            partition(storage).commit(addOne());
            assertThat(partition(storage).commit(first)).isEqualTo(new Committed(4));
        }
    }

    @Test
    void aClockThatIsSetBackForgetsNothing() {
        Commit first = addOne();
        try (FileStorage storage = FileStorage.at(folder, settings)) {
            partition(storage).commit(first);
            now = now.minus(Duration.ofDays(300));
            partition(storage).commit(addOne());
            assertThat(partition(storage).commit(first)).isEqualTo(new Committed(1));
        }
    }

    @Test
    void onlyTheNewestChangesAreRemembered() {
        try (FileStorage storage = FileStorage.at(folder, settings)) {
            for (int n = 0; n < 5; n++) {
                partition(storage).commit(addOne());
            }
        }
        try (FileStorage storage = FileStorage.at(folder, settings)) {
            assertThat(partition(storage).changes(1, 10)).isEqualTo(new ChangePage.TooOld(2));
            assertThat(partition(storage).changes(2, 10))
                    .isInstanceOfSatisfying(
                            ChangePage.Changes.class,
                            page -> assertThat(page.changes())
                                    .map(ChangePage.Change::revision)
                                    .containsExactly(3L, 4L, 5L));
        }
    }

    @Test
    void afterAFailedWriteRecordsAreRefusedUntilTheNextOpening() throws IOException {
        Commit failed = addOne();
        Path moved = folder.resolve("moved");
        try (FileStorage storage = FileStorage.at(folder, new Settings(clock, 64, 1, 3))) {
            partition(storage).commit(addOne());
            // The next commit begins another file, whose folder is gone by then.
            Files.move(folder.resolve("records"), moved);

            assertThatThrownBy(() -> partition(storage).commit(failed)).isInstanceOf(CommitUnknownException.class);
            assertThatThrownBy(() -> partition(storage).commit(failed))
                    .isExactlyInstanceOf(StorageException.class)
                    .hasMessageContaining("open it again");
            assertThatThrownBy(() -> partition(storage).revision()).isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> storage.records().partitions(Cursor.start(), 1))
                    .isInstanceOf(StorageException.class);
        }
        Files.move(moved, folder.resolve("records"));
        try (FileStorage storage = FileStorage.at(folder, settings)) {
            assertThat(partition(storage).revision()).isEqualTo(1);
            assertThat(partition(storage).commit(failed)).isEqualTo(new Committed(2));
        }
    }

    @Test
    void aFailedPutLeavesNothing() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3});
        BlobId id = BlobId.of(bytes);
        Path blob = folder.resolve("sites").resolve(SITE.toString()).resolve(id.hex());
        try (FileStorage storage = FileStorage.at(folder)) {
            storage.contents().put(SITE, BlobId.of(ByteBuffer.allocate(1)), ByteBuffer.allocate(1));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> storage.contents().put(SITE, id, bytes))
                    .isExactlyInstanceOf(StorageException.class)
                    .hasMessageEndingWith("the thread was interrupted")
                    .hasRootCauseInstanceOf(ClosedByInterruptException.class);
            assertThat(Thread.interrupted()).isTrue();

            assertThat(blob).doesNotExist();
            assertThat(blob.resolveSibling(".tmp")).isEmptyDirectory();
            storage.contents().put(SITE, id, bytes);
            assertThat(storage.contents().contains(SITE, id)).isTrue();
        }
    }

    @Test
    void removingClearsWhatAnEarlierProcessLeftHalfWritten() throws IOException {
        Path temporary = folder.resolve("sites").resolve(SITE.toString()).resolve(".tmp");
        ByteBuffer bytes = ByteBuffer.allocate(1);
        try (FileStorage storage = FileStorage.at(folder)) {
            storage.contents().put(SITE, BlobId.of(bytes), bytes);
        }
        Files.createFile(temporary.resolve("half written"));
        try (FileStorage storage = FileStorage.at(folder)) {
            storage.contents().remove(SITE, Set.of());

            assertThat(temporary).isEmptyDirectory();
            assertThat(storage.contents().contains(SITE, BlobId.of(bytes))).isTrue();
            storage.contents().remove(new Site("default", "nowhere", 0, 1), Set.of());
            assertThat(folder.resolve("sites/default/nowhere")).doesNotExist();
        }
    }

    @Test
    void anInterruptedReadSaysSo() {
        ByteBuffer bytes = ByteBuffer.allocate(1);
        BlobId id = BlobId.of(bytes);
        try (FileStorage storage = FileStorage.at(folder)) {
            storage.contents().put(SITE, id, bytes);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> storage.contents().read(SITE, id))
                    .isExactlyInstanceOf(StorageException.class)
                    .hasRootCauseInstanceOf(ClosedByInterruptException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(storage.contents().read(SITE, id)).isEqualTo(bytes);
        }
    }

    @Test
    void strangeFilesAmongTheSitesAreNotSeen() throws IOException {
        try (FileStorage storage = FileStorage.at(folder)) {
            Path sites = folder.resolve("sites");
            Files.createDirectories(sites.resolve("lost+found/x/replica-1"));
            Path site = Files.createDirectories(sites.resolve(SITE.toString()));
            Files.createFile(site.resolve("README"));
            Files.createFile(sites.resolve("README"));

            assertThat(storage.contents().sites()).isEmpty();
            assertThat(storage.contents().list(SITE, Cursor.start(), 10).items())
                    .isEmpty();
        }
    }

    private void commitOnce() {
        try (FileStorage storage = FileStorage.at(folder, settings)) {
            partition(storage).commit(addOne());
        }
    }

    private static Partition partition(FileStorage storage) {
        return storage.records().partition(new PartitionId("default"));
    }

    private static Commit addOne() {
        return Commit.builder(UUID.randomUUID()).add(COUNTER, 1, 0, 100).build();
    }
}
