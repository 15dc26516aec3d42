// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

/**
 * A copy that had to be given up for another while a disk was read.
 *
 * @param site where the copy is, such as {@code default/westeurope/replica-1}
 * @param reason what was wrong with it
 */
public record ReadFallback(String site, String reason) {}
