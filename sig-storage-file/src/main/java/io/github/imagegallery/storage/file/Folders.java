// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage.file;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Folders whose entries survive a loss of power. */
final class Folders {
    /** Windows cannot open a folder to flush it; it journals the entries by itself. */
    private static final boolean CAN_FORCE = File.separatorChar == '/';

    private Folders() {}

    /** Creates an absolute folder and its parents, each of them durable, if they do not exist. */
    static void create(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (parent == null || Files.isDirectory(folder)) {
            return;
        }
        create(parent);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new NotDirectoryException(folder.toString());
            }
        }
        force(parent);
    }

    /** Makes durable which entries a folder has. */
    static void force(Path folder) throws IOException {
        if (CAN_FORCE) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
