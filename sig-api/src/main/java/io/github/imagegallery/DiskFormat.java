// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

/** A format that disk images come in. */
public enum DiskFormat {
    /** The bytes of the disk and nothing else. */
    RAW,
    /** Virtual Hard Disk, fixed or dynamic. */
    VHD,
    /** The second generation of Virtual Hard Disk, fixed or dynamic. */
    VHDX,
    /** QEMU copy-on-write, version 2 or 3. */
    QCOW2,
    /** VMware virtual machine disk, sparse and in one file: monolithicSparse or streamOptimized. */
    VMDK
}
