// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code gallery} command line program and the quickstart, written with the public API alone. Begin with
 * {@link io.github.imagegallery.examples.Quickstart} to see the library at work, and with
 * {@link io.github.imagegallery.examples.GalleryProgram} to use it from a shell.
 */
@NullMarked
package io.github.imagegallery.examples;

import org.jspecify.annotations.NullMarked;
