// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/**
 * What publishing or changing a version did.
 *
 * @param version the version as it is now
 * @param storedBytes how many bytes were added to the first copy at home, after deduplication and compression
 * @param movedBytes how many bytes were copied from one site to another
 */
public record VersionOutcome(ImageVersionInfo version, long storedBytes, long movedBytes) {}
