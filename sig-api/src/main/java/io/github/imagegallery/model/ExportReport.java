// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.nio.file.Path;
import java.util.List;

/**
 * What an export did.
 *
 * @param file what was written
 * @param virtualSizeBytes how large the disk is, in bytes
 * @param site the copy that was chosen to read from, such as {@code default/westeurope/replica-1}
 * @param fallbacks the copies that had to be given up, and why; empty if all was well
 */
public record ExportReport(Path file, long virtualSizeBytes, String site, List<ReadFallback> fallbacks) {

    public ExportReport {
        fallbacks = List.copyOf(fallbacks);
    }
}
