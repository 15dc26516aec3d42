// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Commit;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.GalleryStorage;
import io.github.imagegallery.storage.Order;
import io.github.imagegallery.storage.Page;
import io.github.imagegallery.storage.Partition;
import io.github.imagegallery.storage.PartitionId;
import io.github.imagegallery.storage.RecordKey;
import io.github.imagegallery.storage.Site;
import io.github.imagegallery.storage.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process had acknowledged is there after it was killed at any moment. */
class CrashTest {
    private static final int ROUNDS = 10;
    private static final Settings SMALL = new Settings(InstantSource.system(), 16 << 10, 64 << 10, 10_000);
    private static final PartitionId PARTITION = new PartitionId("default");
    private static final RecordKey PREFIX = new RecordKey("doc/");
    private static final RecordKey COUNTER = new RecordKey("docs");
    private static final Site SITE = new Site("default", "westeurope", 1, 1);

    @TempDir
    private Path folder;

    @Test
    void whatWasAcknowledgedSurvivesTheKillOfTheProcess() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> acknowledged = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            int before = acknowledged.size();
            runAndKill(round, random.nextInt(400), acknowledged);
            try (GalleryStorage storage = FileStorage.at(folder, SMALL)) {
                requireDocuments(storage.records().partition(PARTITION), acknowledged);
                requireBlobs(storage, acknowledged);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
            assertThat(acknowledged.size()).isGreaterThan(before);
        }
    }

    private void runAndKill(int round, int lines, Set<String> acknowledged) throws Exception {
        try (ChildJvm child = ChildJvm.start(Writer.class, folder.toString(), "" + round)) {
            for (int n = 0; n <= lines; n++) {
                Optional<String> line = child.line();
                assertThat(line).as("the child lives").isPresent();
                acknowledged.add(line.orElseThrow());
            }
            acknowledged.addAll(child.kill());
        }
    }

    private static void requireDocuments(Partition partition, Set<String> acknowledged) {
        Set<String> found = new HashSet<>();
        Optional<Cursor> next = Optional.of(Cursor.start());
        while (next.isPresent()) {
            Page<StoredRecord> page = partition.scan(PREFIX, Order.ASCENDING, next.get(), 1_000, 0);
            for (StoredRecord document : page.items()) {
                assertThat(document.body()).isEqualTo(Writer.body(document.key().value()));
                found.add(document.key().value());
            }
            next = page.next();
        }
        assertThat(found)
                .containsAll(acknowledged.stream()
                        .filter(line -> line.startsWith("doc/"))
                        .toList());
        assertThat(partition.get(List.of(COUNTER), 0).counter(COUNTER)).isEqualTo(found.size());
    }

    private void requireBlobs(GalleryStorage storage, Set<String> acknowledged) throws IOException {
        for (String line : acknowledged) {
            if (line.startsWith("blob/")) {
                assertThat(storage.contents().contains(SITE, new BlobId(line.substring(5))))
                        .isTrue();
            }
        }
        Path site = folder.resolve("sites").resolve(SITE.toString());
        requireNoLeftOver(storage, site);
        try (Stream<Path> files = Files.list(site)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                BlobId actual = BlobId.of(ByteBuffer.wrap(Files.readAllBytes(file)));
                assertThat(file.getFileName()).hasToString(actual.hex());
            }
        }
    }

    /** The first blob that is put, even one that is there already, clears what the killed process left over. */
    private static void requireNoLeftOver(GalleryStorage storage, Path site) {
        ByteBuffer any = ByteBuffer.wrap("any".getBytes(StandardCharsets.US_ASCII));
        storage.contents().put(SITE, BlobId.of(any), any);
        assertThat(site.resolve(".tmp")).isEmptyDirectory();
    }

    /** The process that is killed: it writes for ever, and tells each thing that was acknowledged. */
    static final class Writer {
        private static final int THREADS = 4;

        private Writer() {}

        public static void main(String[] arguments) {
            GalleryStorage storage = FileStorage.at(Path.of(arguments[0]), SMALL);
            String round = arguments[1];
            for (int n = 0; n < THREADS; n++) {
                String prefix = PREFIX.value() + round + "/" + n + "/";
                new Thread(() -> commitForEver(storage.records().partition(PARTITION), prefix)).start();
            }
            putForEver(storage, new Random(Long.parseLong(round)));
        }

        static String body(String key) {
            Random random = new Random(key.hashCode());
            return key + "\n" + Long.toString(random.nextLong(), 36).repeat(random.nextInt(200));
        }

        private static void commitForEver(Partition partition, String prefix) {
            for (int n = 0; ; n++) {
                String key = prefix + n;
                partition.commit(Commit.builder(UUID.randomUUID())
                        .absent(new RecordKey(key))
                        .put(new RecordKey(key), body(key))
                        .add(COUNTER, 1, 0, Long.MAX_VALUE)
                        .build());
                tell(key);
            }
        }

        private static void putForEver(GalleryStorage storage, Random random) {
            while (true) {
                byte[] bytes = new byte[random.nextInt(1 << 20)];
                random.nextBytes(bytes);
                BlobId id = BlobId.of(ByteBuffer.wrap(bytes));
                storage.contents().put(SITE, id, ByteBuffer.wrap(bytes));
                tell("blob/" + id);
            }
        }

        private static void tell(String acknowledged) {
            System.out.print(acknowledged + "\n");
            System.out.flush();
        }
    }
}
