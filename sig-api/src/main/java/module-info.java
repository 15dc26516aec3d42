// SPDX-License-Identifier: Apache-2.0
/** The gallery words: handles and pending changes, values, pure policy functions, errors. */
module io.github.imagegallery.api {
    requires static org.jspecify;
    requires static org.immutables.value.annotations;
    requires static java.compiler;

    exports io.github.imagegallery;
    exports io.github.imagegallery.error;
    exports io.github.imagegallery.model;
    exports io.github.imagegallery.policy;
}
