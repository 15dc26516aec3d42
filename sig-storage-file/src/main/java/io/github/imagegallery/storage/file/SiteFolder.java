// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import io.github.imagegallery.storage.BlobId;
import io.github.imagegallery.storage.Cursor;
import io.github.imagegallery.storage.Page;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of a site: a file for each blob, and a folder for those that are being written. */
final class SiteFolder {
    private static final Pattern BLOB = Pattern.compile("[0-9a-f]{64}");

    private final Path root;
    private final Path folder;
    private final Path temporary;
    private final AtomicLong written = new AtomicLong();
    private final SiteListing listing = new SiteListing(this::sortedNames);
    private final UncachedFiles uncached;
    private boolean ready;

    /**
     * Names a site's folder; nothing is created.
     *
     * @param root the folder of all sites
     * @param site the path of this one below it
     */
    SiteFolder(Path root, String site) {
        this.root = root;
        this.folder = root.resolve(site);
        this.temporary = folder.resolve(".tmp");
        this.uncached = new UncachedFiles(temporary);
    }

    /** Writes the bytes of a blob. */
    interface Writer {
        void write(FileChannel to) throws IOException;
    }

    Path file(BlobId id) {
        return folder.resolve(id.hex());
    }

    OptionalLong size(BlobId id) throws IOException {
        try {
            return OptionalLong.of(Files.size(file(id)));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    /** Stores a blob under its final name, whole and durable, or throws and leaves nothing. */
    void store(BlobId id, Writer writer) throws IOException {
        prepare();
        try (NewBlob blob = begin(id, UncachedFiles.CACHED)) {
            writer.write(blob.channel());
            finish(blob, id);
        }
    }

    /** Begins a blob that is written {@linkplain UncachedFiles past the page cache} if possible. */
    NewBlob beginUncached(BlobId id) throws IOException {
        prepare();
        return begin(id, uncached.options());
    }

    private NewBlob begin(BlobId id, List<OpenOption> options) throws IOException {
        return NewBlob.create(temporary.resolve(id.hex() + "-" + written.incrementAndGet()), options);
    }

    /** Makes a blob of what was written, whole and durable. */
    void finish(NewBlob blob, BlobId id) throws IOException {
        blob.finish(file(id));
        listing.added();
        Folders.force(folder);
    }

    /** Makes durable that a blob is there: whoever put it may not have come that far. */
    void settle() throws IOException {
        prepare();
        Folders.force(folder);
    }

    /** Removes blobs, and what an earlier process was about to write. */
    void remove(Collection<BlobId> ids) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        prepare();
        boolean removed = false;
        for (BlobId id : ids) {
            removed |= Files.deleteIfExists(file(id));
        }
        if (removed) {
            Folders.force(folder);
        }
    }

    /** Returns a page of the names of blobs, some of which may have been removed meanwhile. */
    Page<String> page(Cursor cursor, int limit) throws IOException {
        return listing.page(cursor, limit);
    }

    private List<String> sortedNames() throws IOException {
        try (Stream<String> names = names()) {
            return names.sorted().toList();
        }
    }

    boolean isEmpty() throws IOException {
        try (Stream<String> names = names()) {
            return names.findAny().isEmpty();
        }
    }

    /** Returns the file names of the blobs, as a stream that must be closed. */
    private Stream<String> names() throws IOException {
        try {
            return Files.list(folder)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> BLOB.matcher(name).matches());
        } catch (NoSuchFileException e) {
            return Stream.empty();
        }
    }

    /** Creates the folder if need be, and clears it of what an earlier process was about to write. */
    private synchronized void prepare() throws IOException {
        if (ready) {
            return;
        }
        Folders.create(temporary);
        try (Stream<Path> leftOver = Files.list(temporary)) {
            for (Path file : (Iterable<Path>) leftOver::iterator) {
                Files.delete(file);
            }
        }
        // An earlier process may have created a folder without living to make it durable.
        for (Path parent = folder; parent.startsWith(root); parent = parent.getParent()) {
            Folders.force(parent);
        }
        ready = true;
    }
}
