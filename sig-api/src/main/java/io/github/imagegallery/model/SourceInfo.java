// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/**
 * What is known of a source, apart from its bytes: what a version's definition, home and subscription are compared with
 * (domain, Image version).
 */
@Value.Immutable
@GalleryStyle
public abstract class SourceInfo {
    SourceInfo() {}

    /** Returns what it is; a file by default. */
    @Value.Default
    public SourceKind kind() {
        return SourceKind.FILE;
    }

    /** Returns its name or its resource id, as it was given; empty for a file. */
    public abstract Optional<String> id();

    /** Returns what it was made from if it is a managed image, empty for all else. */
    public abstract Optional<ManagedImageOrigin> managedImageOrigin();

    /**
     * Returns where it is: in one region, or, if it is an image version, in all where a replica is available; empty if
     * nobody said.
     */
    public abstract Set<RegionName> regions();

    /** Returns the operating system family, empty if nobody said. */
    public abstract Optional<OsType> osType();

    /** Returns whether it is generalized or specialized, empty if nobody said. */
    public abstract Optional<OsState> osState();

    /** Returns the kind of virtual machine that it boots on, empty if nobody said. */
    public abstract Optional<HyperVGeneration> hyperVGeneration();

    /** Returns the processor family, empty if nobody said. */
    public abstract Optional<Architecture> architecture();

    /** Returns the plan under which it was bought, empty if it was not, or, of a file, if nobody said. */
    public abstract Optional<PurchasePlan> purchasePlan();

    /** Returns its disks, the OS disk first. */
    public abstract List<Disk> disks();

    /** Tells whether its OS disk is in a file of which no more need be known. */
    public boolean isFile() {
        return kind() == SourceKind.FILE
                && disks().stream()
                        .filter(disk -> disk.lun().isEmpty())
                        .allMatch(disk -> disk.kind() == SourceKind.FILE);
    }

    /** Returns what is known of a version of a definition. */
    public static SourceInfo of(ImageDefinitionInfo definition, ImageVersionInfo version) {
        return builder()
                .kind(SourceKind.IMAGE_VERSION)
                .id(version.id().toString())
                .regions(version.regions().stream()
                        .filter(region -> region.availableReplicas() > 0)
                        .map(RegionReplication::region)
                        .toList())
                .osType(definition.osType())
                .osState(definition.osState())
                .hyperVGeneration(definition.hyperVGeneration())
                .architecture(definition.architecture())
                .purchasePlan(definition.purchasePlan())
                .disks(version.disks().stream()
                        .map(disk -> new Disk(disk.lun(), SourceKind.IMAGE_VERSION, Optional.empty(), Optional.empty()))
                        .toList())
                .build();
    }

    /** Starts a source's facts. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers a source's facts; none is required. Not for use by several threads. */
    public static final class Builder extends ImmutableSourceInfo.Builder {
        Builder() {}
    }

    /**
     * What is known of one disk of a source.
     *
     * @param lun its logical unit number, empty for the OS disk
     * @param kind what it is
     * @param id its name or its resource id, as it was given; empty for a file
     * @param region where it is, empty if it is where the source is
     */
    public record Disk(Optional<Integer> lun, SourceKind kind, Optional<String> id, Optional<RegionName> region) {

        /** Returns what error messages call it: {@code osDisk}, or such as {@code dataDisk 3}. */
        public String target() {
            return lun.map(number -> "dataDisk " + number).orElse("osDisk");
        }
    }
}
