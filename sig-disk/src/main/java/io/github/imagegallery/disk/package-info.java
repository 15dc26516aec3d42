// SPDX-License-Identifier: Apache-2.0
/**
 * Disk images as files. {@link io.github.imagegallery.disk.DiskImage} opens one for reading, whatever its format, and
 * {@link io.github.imagegallery.disk.DiskWriter} makes a new one; most people need only these two.
 *
 * <p>A file is never trusted. Whatever is wrong with it ends in an
 * {@link io.github.imagegallery.disk.UnsafeImageException} that names the rule that was broken, before anything is
 * allocated at the file's word; damaged data never reads as zeros; nothing but the given file is ever opened.
 */
@NullMarked
package io.github.imagegallery.disk;

import org.jspecify.annotations.NullMarked;
