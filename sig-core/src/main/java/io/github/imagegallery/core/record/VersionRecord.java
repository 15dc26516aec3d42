// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.HostCaching;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ReplicationMode;
import io.github.imagegallery.model.SafetyProfile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An image version as it is remembered. Each of its regions has a record of its own; the set of them changes only together
 * with this record.
 *
 * @param number its number
 * @param location its home region
 * @param origin how it came to be
 * @param replicaCount how many replicas a region has that names no number of its own
 * @param replicationMode how far it may be replicated; absent in what earlier libraries wrote
 * @param lifecycle its dates and flags
 * @param regions the names of its regions, in order
 * @param disks its disks, the OS disk first; empty until their bytes are all at home
 */
public record VersionRecord(
        String number,
        String location,
        Origin origin,
        int replicaCount,
        Optional<ReplicationMode> replicationMode,
        Lifecycle lifecycle,
        List<String> regions,
        List<Disk> disks) {

    /**
     * How a version came to be.
     *
     * @param publication an id of its own for each publication: a version that is deleted and published anew is another
     *     one, whatever its number
     * @param request a digest of what was asked for; the same request resumes a publication that was cut off
     * @param pins the disks that its publication builds upon, which must stay while it is being published
     * @param source the publication of the version that it is made from, empty if it is made from files
     */
    public record Origin(String publication, String request, List<Disk> pins, Optional<String> source) {}

    /**
     * The dates and flags of a version.
     *
     * @param publishedDate when its home was first completed
     * @param everComplete whether all its regions were completed at some time
     * @param excludeFromLatest its flag for all regions
     * @param endOfLifeDate when it is past its life
     * @param safetyProfile what protects it against deletion; absent in what earlier libraries wrote
     */
    public record Lifecycle(
            Optional<Instant> publishedDate,
            boolean everComplete,
            boolean excludeFromLatest,
            Optional<Instant> endOfLifeDate,
            Optional<SafetyProfile> safetyProfile) {

        /** Returns what protects it against deletion: nothing where an earlier library wrote this. */
        public SafetyProfile protection() {
            return safetyProfile.orElse(SafetyProfile.permissive());
        }
    }

    /**
     * One disk.
     *
     * @param lun its logical unit number, empty for the OS disk
     * @param virtualSizeBytes its size
     * @param billedBytes its occupied bytes
     * @param root the digest of its manifest, which vouches for every byte
     * @param hostCaching how the host of a machine caches it, empty for not at all
     */
    public record Disk(
            Optional<Integer> lun,
            long virtualSizeBytes,
            long billedBytes,
            String root,
            Optional<HostCaching> hostCaching) {

        /** Returns what is remembered of a disk. */
        public static Disk of(
                Optional<Integer> lun, long virtualSizeBytes, long billedBytes, String root, HostCaching caching) {
            return new Disk(
                    lun,
                    virtualSizeBytes,
                    billedBytes,
                    root,
                    Optional.of(caching).filter(some -> some != HostCaching.NONE));
        }

        /** Returns the disk as people see it. */
        public DiskInfo info() {
            return DiskInfo.builder()
                    .lun(lun)
                    .virtualSizeBytes(virtualSizeBytes)
                    .billedBytes(billedBytes)
                    .manifest(root)
                    .hostCaching(hostCaching.orElse(HostCaching.NONE))
                    .build();
        }
    }

    /** Returns the home region. */
    @JsonIgnore
    public RegionName home() {
        return RegionName.of(location);
    }

    /** Returns how far it may be replicated: to anywhere where an earlier library wrote this. */
    public ReplicationMode mode() {
        return replicationMode.orElse(ReplicationMode.FULL);
    }

    /** Tells whether all bytes of its disks are at home. */
    @JsonIgnore
    public boolean stored() {
        return !disks.isEmpty();
    }

    /** Tells whether this is the version that a publication made, and not one that was published since. */
    public boolean isOf(String publication) {
        return origin.publication().equals(publication);
    }

    /** Returns this record with its disks, which no longer needs what it was built upon. */
    public VersionRecord withDisks(List<Disk> stored) {
        Origin done = new Origin(origin.publication(), origin.request(), List.of(), origin.source());
        return new VersionRecord(number, location, done, replicaCount, replicationMode, lifecycle, regions, stored);
    }

    /** Returns this record without what only its publication needs. */
    public VersionRecord forHistory() {
        return withDisks(disks);
    }

    /** Returns this record with other regions. */
    public VersionRecord withRegions(List<String> names) {
        return new VersionRecord(number, location, origin, replicaCount, replicationMode, lifecycle, names, disks);
    }

    /** Returns this record with another flag, end of life and safety profile. */
    public VersionRecord withLifecycle(boolean exclude, Optional<Instant> endOfLife, SafetyProfile profile) {
        return with(new Lifecycle(
                lifecycle.publishedDate(), lifecycle.everComplete(), exclude, endOfLife, Optional.of(profile)));
    }

    /** Returns this record after its home was completed; the first time counts. */
    public VersionRecord publishedAt(Instant date) {
        return with(new Lifecycle(
                lifecycle.publishedDate().or(() -> Optional.of(date)),
                lifecycle.everComplete(),
                lifecycle.excludeFromLatest(),
                lifecycle.endOfLifeDate(),
                lifecycle.safetyProfile()));
    }

    /** Returns this record after all its regions were completed. */
    public VersionRecord complete() {
        return with(new Lifecycle(
                lifecycle.publishedDate(),
                true,
                lifecycle.excludeFromLatest(),
                lifecycle.endOfLifeDate(),
                lifecycle.safetyProfile()));
    }

    private VersionRecord with(Lifecycle changed) {
        return new VersionRecord(number, location, origin, replicaCount, replicationMode, changed, regions, disks);
    }
}
