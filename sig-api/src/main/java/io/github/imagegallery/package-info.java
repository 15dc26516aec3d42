// SPDX-License-Identifier: Apache-2.0
/**
 * The gallery SDK. {@link io.github.imagegallery.ImageGalleries} hands out handles, which are addresses; a handle hands
 * out pending changes, which are looked at and then committed. Begin with
 * {@link io.github.imagegallery.ImageGalleries} and {@link io.github.imagegallery.ImageVersion}. Where it says "(domain,
 * Sharing)", that section of docs/domain.md has the rules in full.
 */
@NullMarked
package io.github.imagegallery;

import org.jspecify.annotations.NullMarked;
