// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.DiskSource;
import io.github.imagegallery.ImageSource;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.policy.EndOfLifeRule;
import io.github.imagegallery.policy.RegionRule;
import io.github.imagegallery.policy.ReplicationRule;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** A version that is about to be published. */
final class Publication implements VersionPublication {
    private final Engine engine;
    private final Address address;
    private final Setting<RegionName> location = new Setting<>("location");
    private final Setting<Integer> replicaCount = new Setting<>("replicaCount");
    private final Setting<Boolean> excludeFromLatest = new Setting<>("excludeFromLatest");
    private final Setting<Instant> endOfLife = new Setting<>("endOfLife");
    private final List<TargetRegion> targets = new ArrayList<>();
    private ImageSource source;
    private ProgressListener listener = ProgressListener.none();

    Publication(Engine engine, Address address, ImageSource source) {
        this.engine = engine;
        this.address = address;
        this.source = source;
    }

    @Override
    public VersionPublication dataDisk(int lun, Path image) {
        return dataDisk(lun, DiskSource.file(image));
    }

    @Override
    public VersionPublication dataDisk(int lun, DiskSource disk) {
        source = source.withDataDisk(lun, disk);
        return this;
    }

    @Override
    public VersionPublication location(String region) {
        location.set(RegionName.of(region));
        return this;
    }

    @Override
    public VersionPublication replicaCount(int replicas) {
        replicaCount.set(replicas);
        return this;
    }

    @Override
    public VersionPublication replicate(TargetRegion target) {
        targets.add(target);
        return this;
    }

    @Override
    public VersionPublication excludeFromLatest(boolean exclude) {
        excludeFromLatest.set(exclude);
        return this;
    }

    @Override
    public VersionPublication endOfLife(Instant date) {
        endOfLife.set(date);
        return this;
    }

    @Override
    public VersionPublication onProgress(ProgressListener told) {
        listener = told;
        return this;
    }

    @Override
    public VersionOutcome commit() {
        return engine.publisher().publish(this);
    }

    Address address() {
        return address;
    }

    ImageSource source() {
        return source;
    }

    ProgressListener listener() {
        return listener;
    }

    boolean excludesFromLatest() {
        return excludeFromLatest.orElse(false);
    }

    Optional<Instant> endOfLifeDate() {
        return endOfLife.value();
    }

    int defaultReplicaCount() {
        return replicaCount.orElse(1);
    }

    /** Returns the home region, given where the definition is. */
    RegionName home(RegionName definition) {
        return location.orElse(definition);
    }

    /** Returns the target regions: the home alone if none was named. */
    List<TargetRegion> targets(RegionName home) {
        return targets.isEmpty() ? List.of(TargetRegion.of(home)) : targets;
    }

    /** Notes everything that is wrong with the settings by themselves. */
    void check(Faults faults) {
        faults.addAll(address.violations());
        location.value().ifPresent(region -> faults.add(RegionRule.check("location", region, engine.regions())));
        replicaCount
                .value()
                .ifPresent(count -> faults.add(ReplicationRule.checkCount("replicaCount", count, engine.rules())));
        faults.addAll(ReplicationRule.checkTargets(targets, engine.regions(), engine.rules()));
        faults.add(EndOfLifeRule.checkFuture(endOfLife.value(), engine.now()));
    }

    /** Returns that the home region is not among the targets, empty if it is. */
    Optional<Violation> checkHome(RegionName home) {
        return ReplicationRule.checkHome(home, targets(home));
    }

    /** Returns all that was asked for as a text: the same text means the same request. */
    String fingerprint() {
        StringJoiner text = new StringJoiner(", ").add("OS disk " + normal(source.osDisk()));
        source.dataDisks().forEach((lun, disk) -> text.add("data disk " + lun + " " + normal(disk)));
        location.value().ifPresent(region -> text.add("location " + region));
        targets.forEach(target -> text.add("replicate " + describe(target)));
        replicaCount.value().ifPresent(count -> text.add("replica count " + count));
        excludeFromLatest.value().filter(exclude -> exclude).ifPresent(exclude -> text.add("excluded from latest"));
        endOfLife.value().ifPresent(date -> text.add("end of life " + date));
        return text.toString();
    }

    private static DiskSource normal(DiskSource disk) {
        return new DiskSource(disk.file().toAbsolutePath().normalize(), disk.format());
    }

    private static String describe(TargetRegion target) {
        return target.region()
                + target.replicaCount().map(count -> "=" + count).orElse("")
                + target.storageType().map(type -> ":" + type).orElse("")
                + target.excludeFromLatest()
                        .map(exclude -> exclude ? " (excluded from latest)" : " (included in latest)")
                        .orElse("");
    }
}
