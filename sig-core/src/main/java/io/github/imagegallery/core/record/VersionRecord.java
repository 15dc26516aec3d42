// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core.record;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.policy.ProvisioningRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An image version as it is remembered. Its regions have records of their own.
 *
 * @param number its number
 * @param location its home region
 * @param request what was asked for when it was published; the same request resumes a publication that was cut off
 * @param replicaCount how many replicas a region has that names no number of its own
 * @param publishedDate when its home was completed
 * @param everComplete whether all its regions were completed at some time
 * @param excludeFromLatest its flag for all regions
 * @param endOfLifeDate when it is past its life
 * @param disks its disks, the OS disk first; empty until their bytes are all there
 * @param pins the disks that its publication builds upon, which must stay while it is being published
 */
public record VersionRecord(
        String number,
        String location,
        String request,
        int replicaCount,
        Optional<Instant> publishedDate,
        boolean everComplete,
        boolean excludeFromLatest,
        Optional<Instant> endOfLifeDate,
        List<Disk> disks,
        List<Disk> pins) {

    /**
     * One disk.
     *
     * @param lun its logical unit number, empty for the OS disk
     * @param virtualSizeBytes its size
     * @param billedBytes its occupied bytes
     * @param root the digest of its manifest, which vouches for every byte
     */
    public record Disk(Optional<Integer> lun, long virtualSizeBytes, long billedBytes, String root) {

        DiskInfo info() {
            return DiskInfo.builder()
                    .lun(lun)
                    .virtualSizeBytes(virtualSizeBytes)
                    .billedBytes(billedBytes)
                    .digest(root)
                    .build();
        }
    }

    /** Returns the home region. */
    @JsonIgnore
    public RegionName home() {
        return RegionName.of(location);
    }

    /** Tells whether all bytes of its disks are at home. */
    @JsonIgnore
    public boolean stored() {
        return !disks.isEmpty();
    }

    /** Returns this record with its disks, which no longer needs what it was built upon. */
    public VersionRecord withDisks(List<Disk> stored) {
        return new VersionRecord(
                number,
                location,
                request,
                replicaCount,
                publishedDate,
                everComplete,
                excludeFromLatest,
                endOfLifeDate,
                stored,
                List.of());
    }

    /** Returns this record after a region was completed. */
    public VersionRecord withCompletion(Optional<Instant> published, boolean allComplete) {
        return new VersionRecord(
                number,
                location,
                request,
                replicaCount,
                publishedDate.or(() -> published),
                everComplete || allComplete,
                excludeFromLatest,
                endOfLifeDate,
                disks,
                pins);
    }

    /** Returns this record with another flag and end of life. */
    public VersionRecord withLifecycle(boolean exclude, Optional<Instant> endOfLife) {
        return new VersionRecord(
                number, location, request, replicaCount, publishedDate, everComplete, exclude, endOfLife, disks, pins);
    }

    /** Returns the version as people see it. */
    public ImageVersionInfo info(ResourceId definition, List<RegionReplication> regions) {
        return ImageVersionInfo.builder()
                .id(definition.version(VersionNumber.parse(number)))
                .location(home())
                .publishedDate(publishedDate)
                .excludeFromLatest(excludeFromLatest)
                .endOfLifeDate(endOfLifeDate)
                .provisioningState(ProvisioningRule.state(everComplete, regions))
                .addAllDisks(disks.stream().map(Disk::info).toList())
                .addAllRegions(regions)
                .build();
    }
}
