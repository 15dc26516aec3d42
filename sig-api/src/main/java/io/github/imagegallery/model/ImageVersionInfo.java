// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** An image version as it is: what machines are deployed from. */
@Value.Immutable
@GalleryStyle
public abstract class ImageVersionInfo {
    ImageVersionInfo() {}

    /** Returns its id. */
    public abstract ResourceId id();

    /** Returns its number. */
    public VersionNumber number() {
        return id().version().orElseThrow();
    }

    /** Returns its home: the region that its source is in. */
    public abstract RegionName location();

    /** Returns when it was first there to be deployed; empty while it is being published. Updates keep it. */
    public abstract Optional<Instant> publishedDate();

    /** Returns whether it is passed over as {@code latest}; a region's own flag goes before. */
    @Value.Default
    public boolean excludeFromLatest() {
        return false;
    }

    /** Returns the instant after which it is past its life, empty if it has no end. */
    public abstract Optional<Instant> endOfLifeDate();

    /** Returns how far it may be replicated. */
    @Value.Default
    public ReplicationMode replicationMode() {
        return ReplicationMode.FULL;
    }

    /** Returns what of it is protected against deletion by mistake; nothing by default. */
    @Value.Default
    public SafetyProfile safetyProfile() {
        return SafetyProfile.permissive();
    }

    /** Returns what is being done to it. */
    @Value.Default
    public ProvisioningState provisioningState() {
        return ProvisioningState.SUCCEEDED;
    }

    /** Returns how far its replicas are in all regions together; each region says more of itself. */
    @Value.Default
    public AggregatedReplicationState replicationStatus() {
        return AggregatedReplicationState.COMPLETED;
    }

    /** Returns its disks, the OS disk first; empty while they are not known yet. */
    public abstract List<DiskInfo> disks();

    /** Returns its regions, in the order of their names. */
    public abstract List<RegionReplication> regions();

    /** Returns its replicas in a region, empty if it is not replicated there. */
    public Optional<RegionReplication> region(RegionName name) {
        return regions().stream().filter(region -> region.region().equals(name)).findFirst();
    }

    /** Returns what is billed for each replica, in bytes: the sum over its disks. */
    public long billedBytes() {
        return disks().stream().mapToLong(DiskInfo::billedBytes).sum();
    }

    /** Starts a version's facts. */
    public static Builder builder() {
        return new Builder();
    }

    /** Gathers a version's facts; id and location are required. Not for use by several threads. */
    public static final class Builder extends ImmutableImageVersionInfo.Builder {
        Builder() {}
    }
}
