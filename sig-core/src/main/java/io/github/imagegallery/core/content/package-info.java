// SPDX-License-Identifier: Apache-2.0
/**
 * Carries bytes: disks are cut into blocks, blocks are kept in packs, manifests say which block of a disk lies where.
 * The formats are specified in {@code docs/format.md}. Begin with {@link io.github.imagegallery.core.content.Contents}.
 */
@NullMarked
package io.github.imagegallery.core.content;

import org.jspecify.annotations.NullMarked;
