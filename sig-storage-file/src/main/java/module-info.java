// SPDX-License-Identifier: Apache-2.0
/** Gallery storage on plain files. */
module io.github.imagegallery.storage.file {
    requires static org.jspecify;
    requires jdk.unsupported; // ExtendedOpenOption.DIRECT
    requires transitive io.github.imagegallery.storage;

    exports io.github.imagegallery.storage.file;
}
