// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Optional;
import org.immutables.value.Value;

/** One disk of a version. */
@Value.Immutable
@GalleryStyle
public abstract class DiskInfo {
    DiskInfo() {}

    /** Returns the logical unit number of a data disk, from 0; empty for the OS disk. */
    public abstract Optional<Integer> lun();

    /** Returns how large the disk is to the machine that uses it, in bytes. */
    public abstract long virtualSizeBytes();

    /**
     * Returns what is billed for each replica, in bytes: the 4 KiB blocks that are not all zero, whatever file the disk
     * came in (domain, Billing estimates).
     */
    public abstract long billedBytes();

    /**
     * Returns the digest of the disk's manifest, which vouches for every byte of it: 64 hexadecimal digits; empty while it
     * is made. It is not the SHA-256 of the disk: it says how the disk is stored too.
     */
    public abstract Optional<String> manifest();

    /** Returns how the host of a machine caches the disk. */
    @Value.Default
    public HostCaching hostCaching() {
        return HostCaching.NONE;
    }

    /** Starts a disk's facts. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers a disk's facts; both sizes are required. Not for use by several threads. */
    public static final class Builder extends ImmutableDiskInfo.Builder {
        Builder() {}
    }
}
