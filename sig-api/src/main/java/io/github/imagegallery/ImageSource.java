// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery;

import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ManagedImageOrigin;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.SourceInfo;
import io.github.imagegallery.model.SourceKind;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a version is made from: one OS disk, and data disks by their logical unit numbers (domain, Resources). The bytes
 * are in files, whatever the source is. What is said of the source must fit the version's definition and home; of a
 * virtual machine and of a managed image some of it must be said. Immutable: each method that says more returns a new
 * value. Nothing is checked here; the request that uses it is checked as a whole.
 */
public final class ImageSource {
    /** All but the disks. */
    private final SourceInfo facts;

    private final DiskSource osDisk;
    private final SortedMap<Integer, DiskSource> dataDisks;

    private ImageSource(SourceInfo facts, DiskSource osDisk, SortedMap<Integer, DiskSource> dataDisks) {
        this.facts = facts;
        this.osDisk = osDisk;
        this.dataDisks = Collections.unmodifiableSortedMap(dataDisks);
    }

    private static ImageSource of(SourceInfo facts, DiskSource osDisk) {
        return new ImageSource(facts, osDisk, new TreeMap<>());
    }

    /** Returns a source whose OS disk is in a file, the format found by its content. */
    public static ImageSource of(Path osDisk) {
        return of(DiskSource.file(osDisk));
    }

    /** Returns a source whose OS disk is in a file of that format. */
    public static ImageSource of(Path osDisk, DiskFormat format) {
        return of(DiskSource.file(osDisk, format));
    }

    /** Returns a source with that OS disk: a file, a managed disk or a snapshot. */
    public static ImageSource of(DiskSource osDisk) {
        return of(SourceInfo.builder().build(), osDisk);
    }

    /**
     * Returns a virtual machine. Its region, OS type, OS state and Hyper-V generation must be said.
     *
     * @param id its name, if it is in the gallery's subscription, or its resource id
     * @param osDisk its OS disk
     */
    public static ImageSource virtualMachine(String id, DiskSource osDisk) {
        return of(SourceInfo.builder().kind(SourceKind.VIRTUAL_MACHINE).id(id).build(), osDisk);
    }

    /**
     * Returns a managed image. Its region, OS type, OS state and Hyper-V generation must be said.
     *
     * @param id its name, if it is in the gallery's subscription, or its resource id
     * @param origin what it was made from
     * @param osDisk its OS disk
     */
    public static ImageSource managedImage(String id, ManagedImageOrigin origin, DiskSource osDisk) {
        return of(
                SourceInfo.builder()
                        .kind(SourceKind.MANAGED_IMAGE)
                        .id(id)
                        .managedImageOrigin(origin)
                        .build(),
                osDisk);
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
        return new ImageSource(facts, osDisk, disks);
    }

    /** Returns this source, which is in that region. */
    public ImageSource region(String name) {
        return with(change().regions(List.of(RegionName.of(name))));
    }

    /** Returns this source, which is of that operating system family. */
    public ImageSource osType(OsType type) {
        return with(change().osType(type));
    }

    /** Returns this source, which is generalized or specialized. */
    public ImageSource osState(OsState state) {
        return with(change().osState(state));
    }

    /** Returns this source, which boots on that kind of virtual machine. */
    public ImageSource hyperVGeneration(HyperVGeneration generation) {
        return with(change().hyperVGeneration(generation));
    }

    /** Returns this source, which is for that processor family. */
    public ImageSource architecture(Architecture architecture) {
        return with(change().architecture(architecture));
    }

    /**
     * Returns this source, which was bought under that plan. All but a file have no plan unless it is said; of a file
     * nothing is known then.
     */
    public ImageSource purchasePlan(PurchasePlan plan) {
        return with(change().purchasePlan(plan));
    }

    private SourceInfo.Builder change() {
        SourceInfo.Builder builder = SourceInfo.builder();
        builder.from(facts);
        return builder;
    }

    private ImageSource with(SourceInfo.Builder changed) {
        return new ImageSource(changed.build(), osDisk, dataDisks);
    }

    /** Returns the OS disk. */
    public DiskSource osDisk() {
        return osDisk;
    }

    /** Returns the data disks by their logical unit numbers. */
    public SortedMap<Integer, DiskSource> dataDisks() {
        return dataDisks;
    }

    /** Returns all that is known of this source, apart from its bytes. */
    public SourceInfo info() {
        SourceInfo.Builder all = change().addDisks(disk(Optional.empty(), osDisk));
        dataDisks.forEach((lun, disk) -> all.addDisks(disk(Optional.of(lun), disk)));
        return all.build();
    }

    private static SourceInfo.Disk disk(Optional<Integer> lun, DiskSource source) {
        return new SourceInfo.Disk(lun, source.kind(), source.id(), source.region());
    }
}
