// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.storage;

/**
 * A blob of a site.
 *
 * @param id its name
 * @param size its length in bytes
 */
public record BlobInfo(BlobId id, long size) {}
