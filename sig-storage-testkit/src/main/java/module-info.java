// SPDX-License-Identifier: Apache-2.0
/** What proves a storage backend, and what stands in for one in tests. */
module io.github.imagegallery.storage.testkit {
    requires static org.jspecify;
    requires transitive io.github.imagegallery.storage;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;

    exports io.github.imagegallery.storage.testkit;

    opens io.github.imagegallery.storage.testkit to
            org.junit.platform.commons;
}
