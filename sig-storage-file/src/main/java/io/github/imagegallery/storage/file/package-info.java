// SPDX-License-Identifier: Apache-2.0
/**
 * Gallery storage on plain files: {@link io.github.imagegallery.storage.file.FileStorage} keeps records in an append-only
 * journal of checksummed text lines, and each blob in a file of its own.
 */
@NullMarked
package io.github.imagegallery.storage.file;

import org.jspecify.annotations.NullMarked;
