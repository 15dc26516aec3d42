// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.ExportReport;
import java.nio.file.Path;

/** A disk that is about to be written to a file: the OS disk, as raw, unless said otherwise. */
public interface DiskExport {

    /** Exports the OS disk. */
    DiskExport osDisk();

    /** Exports the data disk of that logical unit number. */
    DiskExport dataDisk(int lun);

    /** Sets the format of the file; raw by default. */
    DiskExport as(ExportFormat format);

    /** Sets who is told of the progress. */
    DiskExport onProgress(ProgressListener listener);

    /**
     * Writes the file and returns when it is durable. Every block is checked against its digest. Holes of the disk are
     * holes of the file. A file that could not be finished is removed.
     *
     * @param file the file, which must not exist
     * @throws io.github.imagegallery.error.GalleryException if no replica of the version is available in the region, it has no such
     *     disk, or no copy of it has the right bytes
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    ExportReport to(Path file);

    /**
     * Begins to write the file as {@link #to} does, and returns at once: all that goes wrong is told by the operation. It tells
     * the listener in its own thread. From now on this export is the operation's; it is not to be used any more.
     */
    Operation<ExportReport> start(Path file);
}
