// SPDX-License-Identifier: Apache-2.0
/** Records and blobs: what a storage backend promises. */
module io.github.imagegallery.storage {
    requires static org.jspecify;

    exports io.github.imagegallery.storage;
}
