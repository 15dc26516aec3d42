// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.DeploymentRequest;
import io.github.imagegallery.DiskChannel;
import io.github.imagegallery.DiskExport;
import io.github.imagegallery.ImageSource;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.PricedChange;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.core.content.DiskReader;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.DiskInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.policy.CostModel;
import io.github.imagegallery.policy.RegionRule;
import io.github.imagegallery.policy.ReplicationRule;
import io.github.imagegallery.storage.BlobId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The address of a version, and what can be asked of it. */
record VersionHandle(Engine engine, Address address) implements ImageVersion, ShareableHandle {

    @Override
    public String number() {
        return address.version().orElseThrow();
    }

    @Override
    public VersionPublication publish(Path image) {
        return publish(ImageSource.of(image));
    }

    @Override
    public VersionPublication publish(ImageSource source) {
        return Publication.of(engine, address, source);
    }

    @Override
    public VersionPublication publish(ImageVersion source) {
        if (source instanceof VersionHandle handle && handle.engine.isOfSameCaller(engine)) {
            return Publication.of(engine, address, handle);
        }
        throw new IllegalArgumentException("Cannot publish " + address + " from " + source
                + ": it is not a version of these galleries (get its handle from them)");
    }

    @Override
    public VersionChange update() {
        return new PendingVersionChange(engine, address);
    }

    @Override
    public VersionChange replicate(String region, int replicas) {
        return update().replicate(region, replicas);
    }

    @Override
    public VersionChange replicate(TargetRegion target) {
        return update().replicate(target);
    }

    @Override
    public VersionChange withdraw(String region) {
        return update().withdraw(region);
    }

    @Override
    public PricedChange<ImageVersionInfo> delete() {
        return new VersionDeletion(engine, address);
    }

    @Override
    public ImageVersionInfo info() {
        return engine.catalog().version(address.checked("read")).orElseThrow(() -> Faults.notFound("read", address));
    }

    @Override
    public DiskChannel open(String region) {
        return new VerifiedChannel(reader(region, Optional.empty()));
    }

    @Override
    public DiskChannel open(String region, int lun) {
        return new VerifiedChannel(reader(region, Optional.of(lun)));
    }

    @Override
    public DiskExport export(String region) {
        return new PendingExport(this, region);
    }

    @Override
    public DeploymentRequest deploy(String region) {
        return new PendingDeployment(engine, address, region);
    }

    @Override
    public CostEstimate estimate(PriceBook prices) {
        return CostModel.estimate(info(), prices);
    }

    /** Opens a disk as it is in a region; copies in other regions stand in for damaged ones. */
    DiskReader reader(String region, Optional<Integer> lun) {
        RegionName name = RegionName.of(region);
        new Faults("Cannot open " + address)
                .addAll(address.violations())
                .add(RegionRule.checkKnown("region", name, engine.regions()))
                .refuse();
        ImageVersionInfo version = info();
        engine.access().require(Action.DEPLOY, address, "Cannot open " + address);
        new Faults("Cannot open " + address)
                .add(ReplicationRule.checkAvailable(version, name))
                .refuse();
        DiskInfo disk = version.disks().stream()
                .filter(found -> found.lun().equals(lun))
                .findFirst()
                .orElseThrow(() -> noSuchDisk(lun.orElse(-1)));
        return engine.contents()
                .open(
                        new BlobId(disk.manifest().orElseThrow()),
                        RegionSites.available(version.regions(), name, engine.subscription()));
    }

    private GalleryException noSuchDisk(int lun) {
        return GalleryException.of(
                "Cannot open " + address,
                List.of(Violation.invalid(
                        "lun", lun, "the version has no data disk of that number", "look at the version's disks")));
    }

    @Override
    public SharingPlace place() {
        return SharingPlace.of(engine, address);
    }
}
