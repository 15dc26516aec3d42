// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.CorruptStorageException;
import io.github.imagegallery.storage.StorageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of a store: what is where in it, and the file that says so. */
record StoreFolder(Path root) {
    private static final int FORMAT = 1;
    private static final Pattern STORE = Pattern.compile("format ([0-9]{1,9})\nuuid [0-9a-f-]{36}\n");
    private static final String NEW_STORE = "STORE.new";

    /** Names that an interrupted creation, or the file system itself, leaves in a folder. */
    private static final Set<String> HARMLESS = Set.of("records", "sites", NEW_STORE, "lost+found");

    /** Returns the store in that folder, which is created if it does not exist. */
    static StoreFolder at(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new StorageException(
                    "Cannot open a storage at " + folder + ": it is a file, not a folder (choose another folder)");
        }
        StoreFolder store = new StoreFolder(folder.toAbsolutePath());
        if (!Files.exists(store.store())) {
            store.requireEmpty();
            store.requireNoBlobs();
        }
        Folders.create(store.records());
        return store;
    }

    Path records() {
        return root.resolve("records");
    }

    Path sites() {
        return root.resolve("sites");
    }

    /** Checks the format of the store, or makes a new one. To be called by the holder of the lock. */
    void createOrCheck() throws IOException {
        if (Files.exists(store())) {
            check();
        } else {
            create();
        }
    }

    private Path store() {
        return root.resolve("STORE");
    }

    private void requireEmpty() throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> entries = Files.list(root)) {
            List<String> foreign = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !HARMLESS.contains(name))
                    .toList();
            if (!foreign.isEmpty()) {
                throw new StorageException("Cannot create a storage at " + root + ": there is " + foreign.get(0)
                        + " in it but no storage (choose an empty folder)");
            }
        }
    }

    /** Refuses blobs without a store, whose records are lost: nobody would know of them, or miss them. */
    private void requireNoBlobs() throws IOException {
        boolean blobs = Files.isDirectory(sites()) && !SiteWalk.run(sites()).isEmpty();
        // looked for once more, since another instance may have made the store and put blobs meanwhile
        if (blobs && !Files.exists(store())) {
            throw new CorruptStorageException("Cannot open the storage at " + root + ": it has blobs but no STORE"
                    + " (bring STORE and records back from a backup, or use another folder)");
        }
    }

    /** Makes the file {@code STORE} last, so that a folder which has it has all the rest. */
    private void create() throws IOException {
        if (!JournalFile.list(records()).stream().allMatch(JournalFile::isEmpty)) {
            throw Damage.of("Cannot open the storage at " + root + ": its file STORE is missing");
        }
        Folders.create(sites());
        JournalFile.create(records(), 0);
        String text = "format " + FORMAT + "\nuuid " + UUID.randomUUID() + "\n";
        Path created = root.resolve(NEW_STORE);
        try (FileChannel channel = FileChannel.open(
                created, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        Files.move(created, store(), StandardCopyOption.ATOMIC_MOVE);
        Folders.force(root);
    }

    private void check() throws IOException {
        Matcher text = STORE.matcher(Files.readString(store(), StandardCharsets.ISO_8859_1));
        if (!text.matches()) {
            throw Damage.of("Cannot open the storage at " + root + ": its file STORE is damaged");
        }
        int format = Integer.parseInt(text.group(1));
        if (format > FORMAT) {
            throw new StorageException("Cannot open the storage at " + root + ": its format " + format
                    + " is newer than this library, which knows format " + FORMAT + " (update the library)");
        }
        if (format < FORMAT) {
            throw Damage.of("Cannot open the storage at " + root + ": there is no format " + format);
        }
    }
}
