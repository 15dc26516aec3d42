// SPDX-License-Identifier: Apache-2.0
/**
 * The engine. {@link io.github.imagegallery.core.SharedImageGalleries} is the one door;
 * {@link io.github.imagegallery.core.GallerySettings} says what differs from the defaults.
 *
 * <p>This package conducts; {@code core.record} remembers; {@code core.content} carries bytes. Decisions are made by the
 * pure rules of {@code sig-api}.
 */
@NullMarked
package io.github.imagegallery.core;

import org.jspecify.annotations.NullMarked;
