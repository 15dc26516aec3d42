// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

/** A format that disks are handed out in. */
public enum ExportFormat {
    /** The bytes of the disk and nothing else, in a sparse file. */
    RAW,
    /** Virtual Hard Disk of fixed size, in a sparse file. */
    VHD_FIXED
}
