// SPDX-License-Identifier: Apache-2.0
/**
 * The values a gallery speaks in: all immutable. Begin with {@link io.github.imagegallery.model.ImageVersionInfo} and
 * {@link io.github.imagegallery.model.TargetRegion}.
 */
@NullMarked
package io.github.imagegallery.model;

import org.jspecify.annotations.NullMarked;
