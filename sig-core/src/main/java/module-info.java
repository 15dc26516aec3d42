// SPDX-License-Identifier: Apache-2.0
/** The engine behind the gallery API, on any storage backend. */
module io.github.imagegallery.core {
    requires transitive io.github.imagegallery.api;
    requires transitive io.github.imagegallery.storage;
    requires io.github.imagegallery.disk;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires com.github.benmanes.caffeine;
    requires com.github.luben.zstd_jni;
    requires com.google.common;
    requires org.slf4j;
    requires static org.immutables.value.annotations;
    requires static org.jspecify;
    requires static java.compiler;

    exports io.github.imagegallery.core;

    opens io.github.imagegallery.core.record to
            com.fasterxml.jackson.databind;
}
