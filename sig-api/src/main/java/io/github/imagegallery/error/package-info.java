// SPDX-License-Identifier: Apache-2.0
/**
 * What a gallery refuses, and how it says so. Begin with {@link io.github.imagegallery.error.GalleryException}, which
 * carries one {@link io.github.imagegallery.error.Violation} for everything that was wrong with a request.
 */
@NullMarked
package io.github.imagegallery.error;

import org.jspecify.annotations.NullMarked;
