// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import com.google.common.hash.Hashing;
import io.github.imagegallery.DiskSource;
import io.github.imagegallery.ImageSource;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.Operation;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.core.Drafting.Outlook;
import io.github.imagegallery.core.Publisher.Begun;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ReplicationMode;
import io.github.imagegallery.model.SafetyProfile;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.policy.EndOfLifeRule;
import io.github.imagegallery.policy.RegionRule;
import io.github.imagegallery.policy.ReplicationRule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A version that is about to be published. */
final class Publication implements VersionPublication, PlannedChange<VersionOutcome> {
    private final Engine engine;
    private final Address address;
    private final Setting<RegionName> location = new Setting<>("location");
    private final Setting<Integer> replicaCount = new Setting<>("replicaCount");
    private final Setting<Boolean> excludeFromLatest = new Setting<>("excludeFromLatest");
    private final Setting<Instant> endOfLife = new Setting<>("endOfLife");
    private final SafetySettings safety = new SafetySettings();
    private final Setting<VersionHandle> base = new Setting<>("basedOn");
    private final List<TargetRegion> targets = new ArrayList<>();
    private ReplicationMode mode = ReplicationMode.FULL;
    /** Files, to which data disks may be added, or else another version. */
    private Optional<ImageSource> files;

    private final Optional<VersionHandle> version;
    private ProgressListener listener = ProgressListener.none();

    private Publication(Engine engine, Address address, Optional<ImageSource> files, Optional<VersionHandle> version) {
        this.engine = engine;
        this.address = address;
        this.files = files;
        this.version = version;
    }

    /** Starts a publication from files. */
    static Publication of(Engine engine, Address address, ImageSource files) {
        return new Publication(engine, address, Optional.of(files), Optional.empty());
    }

    /** Starts a publication from another version. */
    static Publication of(Engine engine, Address address, VersionHandle version) {
        return new Publication(engine, address, Optional.empty(), Optional.of(version));
    }

    @Override
    public VersionPublication dataDisk(int lun, Path image) {
        return dataDisk(lun, DiskSource.file(image));
    }

    @Override
    public VersionPublication dataDisk(int lun, DiskSource disk) {
        files = Optional.of(files.orElseThrow(() -> secondSource(disk)).withDataDisk(lun, disk));
        return this;
    }

    private IllegalStateException secondSource(DiskSource disk) {
        return new IllegalStateException("The source is already the version "
                + version.orElseThrow().address() + " with its data disks; it cannot also be " + disk);
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
    public VersionPublication allowDeletionOfReplicatedLocations(boolean allow) {
        safety.allowDeletionOfReplicatedLocations(allow);
        return this;
    }

    @Override
    public VersionPublication blockDeletionBeforeEndOfLife(boolean block) {
        safety.blockDeletionBeforeEndOfLife(block);
        return this;
    }

    @Override
    public VersionPublication shallow() {
        mode = ReplicationMode.SHALLOW;
        return this;
    }

    @Override
    public VersionPublication basedOn(ImageVersion earlier) {
        if (earlier instanceof VersionHandle handle && handle.engine().isOfSameCaller(engine)) {
            base.set(handle);
            return this;
        }
        throw new IllegalArgumentException("Cannot base " + address + " on " + earlier
                + ": it is not a version of these galleries (get its handle from them)");
    }

    @Override
    public VersionPublication onProgress(ProgressListener told) {
        listener = told;
        return this;
    }

    @Override
    public Operation<VersionOutcome> start() {
        return Background.start(
                "publish " + address, listener, told -> onProgress(told).commit());
    }

    @Override
    public VersionOutcome commit(Terms terms) {
        return engine.publisher().publish(this, terms);
    }

    @Override
    public ChangePlan plan(Optional<PriceBook> prices) {
        return engine.publisher().plan(this, prices);
    }

    @Override
    public CostChange estimate(PriceBook prices) {
        return engine.publisher().estimate(this, prices);
    }

    Address address() {
        return address;
    }

    /** Describes the first commit of the publication, of a source that was opened. */
    Drafting<Begun> drafting(Source source, Function<Draft, Begun> function) {
        return Drafting.of(engine, "publish " + address, request(source), function)
                .then(begun -> new Outlook(Set.of(address), source.facts(begun.seen()), Optional.empty()));
    }

    /** Refuses who may not publish; asked when the definition was found. */
    void requireWrite(String request) {
        engine.access().require(Action.WRITE, address, request);
    }

    /** Refuses who may see the definition and not publish, before anything is opened. */
    void checkAccess(String request) {
        if (address.violations().isEmpty()
                && engine.catalog().definition(address).isPresent()) {
            requireWrite(request);
        }
    }

    /** Opens the source, and notes what is wrong with it. */
    Source open(Faults faults) {
        return version.<Source>map(source -> VersionSource.open(engine, source, address, faults))
                .orElseGet(() -> FileSource.open(engine, files.orElseThrow(), faults));
    }

    /** Returns the version that was named to build upon. */
    Optional<Address> base() {
        return base.value().map(VersionHandle::address);
    }

    /** Tells whether who asks sees a version. */
    boolean sees(Address other) {
        return engine.access().sees(other.versionKey());
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

    ReplicationMode mode() {
        return mode;
    }

    SafetyProfile safetyProfile() {
        return safety.over(new SafetyProfile(engine.rules().allowDeletionOfReplicatedLocations(), false));
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
        base.value().ifPresent(earlier -> checkBase(earlier, faults));
        faults.add(EndOfLifeRule.checkFuture(endOfLife.value(), engine.now()));
    }

    private void checkBase(VersionHandle earlier, Faults faults) {
        faults.addAll(earlier.address().violations());
        if (!earlier.engine().subscription().equals(engine.subscription())) {
            faults.add(Violation.invalid(
                    "basedOn",
                    earlier.address(),
                    "it is of subscription " + earlier.engine().subscription()
                            + ", and blocks are not shared between two",
                    "name a version of subscription " + engine.subscription()));
        } else if (earlier.address().canonical().equals(address.canonical())) {
            faults.add(Violation.invalid(
                    "basedOn", earlier.address(), "a version is not built upon itself", "name another version"));
        }
    }

    /** Notes everything that is wrong with the settings, given the home region. */
    void checkHome(RegionName home, Faults faults) {
        faults.add(ReplicationRule.checkHome(home, targets(home)));
        faults.addAll(ReplicationRule.checkMode(mode, home, defaultReplicaCount(), targets));
        if (targets.isEmpty() && location.value().isEmpty()) {
            faults.add(RegionRule.check("location", home, engine.regions()));
        }
    }

    /** Returns a digest of all that is asked for: the same digest means the same request, of the same source. */
    String request(Source opened) {
        List<String> lines = new ArrayList<>();
        lines.add(opened.identity());
        targets.stream().map(TargetRegion::toString).sorted().forEach(lines::add);
        lines.add("location=" + location.value());
        lines.add("replicaCount=" + replicaCount.value());
        lines.add("excludeFromLatest=" + excludesFromLatest());
        lines.add("endOfLife=" + endOfLife.value());
        lines.add("mode=" + mode);
        lines.add("safetyProfile=" + safety);
        return Hashing.sha256()
                .hashString(String.join("\n", lines), StandardCharsets.UTF_8)
                .toString();
    }
}
