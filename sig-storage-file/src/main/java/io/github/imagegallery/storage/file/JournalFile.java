// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of the journal.
 *
 * @param path where it is
 * @param first the position in the journal of its first byte
 */
record JournalFile(Path path, long first) {
    private static final Pattern NAME = Pattern.compile("journal-(0[0-9]{19})\\.log");

    /** Creates the file that begins at a position, durably, if it does not exist. */
    static JournalFile create(Path folder, long first) throws IOException {
        Path path = folder.resolve(String.format("journal-%020d.log", first));
        if (!Files.exists(path)) {
            Files.createFile(path);
        }
        Folders.force(folder);
        return new JournalFile(path, first);
    }

    /** Lists the files of a journal in the order of their positions. */
    static List<JournalFile> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.flatMap(JournalFile::named)
                    .sorted(Comparator.comparingLong(JournalFile::first))
                    .toList();
        }
    }

    boolean isEmpty() {
        return path.toFile().length() == 0;
    }

    private static Stream<JournalFile> named(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        return name.matches() ? Stream.of(new JournalFile(path, Long.parseLong(name.group(1)))) : Stream.empty();
    }
}
