// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

/** A format that disks are handed out in. */
public enum ExportFormat {
    /** The bytes of the disk and nothing else, in a sparse file. */
    RAW,
    /** Virtual Hard Disk of fixed size, in a sparse file. */
    VHD_FIXED,
    /** Virtual Hard Disk that holds only the blocks with data. */
    VHD_DYNAMIC,
    /** QEMU copy-on-write of version 3. */
    QCOW2,
    /** The same, compressed with zstd. */
    QCOW2_ZSTD
}
