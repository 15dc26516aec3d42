// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of a gallery as pure functions: no clock, no storage, no randomness. The engine decides by them, and a unit
 * test may call the same ones. Begin with {@link io.github.imagegallery.policy.GalleryRules} and
 * {@link io.github.imagegallery.policy.LatestRule}.
 */
@NullMarked
package io.github.imagegallery.policy;

import org.jspecify.annotations.NullMarked;
