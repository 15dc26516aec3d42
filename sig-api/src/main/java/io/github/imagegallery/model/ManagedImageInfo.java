// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What of a managed image a scale set that was made from it depends on. Immutable.
 *
 * @param osType the operating system family
 * @param hyperVGeneration the kind of virtual machine that it boots on
 * @param dataDisks how large each data disk is, in bytes, by its logical unit number
 */
public record ManagedImageInfo(OsType osType, HyperVGeneration hyperVGeneration, SortedMap<Integer, Long> dataDisks) {
    public ManagedImageInfo {
        dataDisks = Collections.unmodifiableSortedMap(new TreeMap<>(dataDisks));
    }

    /** Returns a managed image without data disks. */
    public static ManagedImageInfo of(OsType osType, HyperVGeneration generation) {
        return new ManagedImageInfo(osType, generation, Collections.emptySortedMap());
    }

    /** Returns this image with a data disk of that size, in bytes; it replaces one of the same number. */
    public ManagedImageInfo withDataDisk(int lun, long bytes) {
        SortedMap<Integer, Long> disks = new TreeMap<>(dataDisks);
        disks.put(lun, bytes);
        return new ManagedImageInfo(osType, hyperVGeneration, disks);
    }
}
