// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a version is made from: one OS disk, and data disks by their logical unit numbers (domain, Resources). Immutable.
 */
public final class ImageSource {
    private final DiskSource osDisk;
    private final SortedMap<Integer, DiskSource> dataDisks;

    private ImageSource(DiskSource osDisk, SortedMap<Integer, DiskSource> dataDisks) {
        this.osDisk = osDisk;
        this.dataDisks = Collections.unmodifiableSortedMap(dataDisks);
    }

    /** Returns a source whose OS disk is in a file, the format found by its content. */
    public static ImageSource of(Path osDisk) {
        return of(DiskSource.file(osDisk));
    }

    /** Returns a source whose OS disk is in a file of that format. */
    public static ImageSource of(Path osDisk, DiskFormat format) {
        return of(DiskSource.file(osDisk, format));
    }

    /** Returns a source with that OS disk. */
    public static ImageSource of(DiskSource osDisk) {
        return new ImageSource(osDisk, new TreeMap<>());
    }

    /**
     * Returns this source with a data disk more.
     *
     * @throws IllegalStateException if there is one of that number already
     */
    public ImageSource withDataDisk(int lun, DiskSource source) {
        SortedMap<Integer, DiskSource> disks = new TreeMap<>(dataDisks);
        DiskSource present = disks.putIfAbsent(lun, source);
        if (present != null) {
            throw new IllegalStateException(
                    "LUN " + lun + " is already the disk " + present + "; it cannot also be " + source);
        }
        return new ImageSource(osDisk, disks);
    }

    /** Returns the OS disk. */
    public DiskSource osDisk() {
        return osDisk;
    }

    /** Returns the data disks by their logical unit numbers. */
    public SortedMap<Integer, DiskSource> dataDisks() {
        return dataDisks;
    }
}
