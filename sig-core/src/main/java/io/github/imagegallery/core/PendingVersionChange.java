// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.policy.CostModel;
import io.github.imagegallery.policy.EndOfLifeRule;
import io.github.imagegallery.policy.RegionRule;
import io.github.imagegallery.policy.ReplicationRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A version that is about to be changed. */
final class PendingVersionChange implements VersionChange {
    private final Engine engine;
    private final Address address;
    private final Setting<Boolean> excludeFromLatest = new Setting<>("excludeFromLatest");
    /** The date, empty where it is taken away. */
    private final Setting<Optional<Instant>> endOfLife = new Setting<>("endOfLife");

    private final List<TargetRegion> targets = new ArrayList<>();
    private final Set<RegionName> withdrawn = new LinkedHashSet<>();
    private final Map<RegionName, Setting<Boolean>> flags = new LinkedHashMap<>();
    private ProgressListener listener = ProgressListener.none();

    PendingVersionChange(Engine engine, Address address) {
        this.engine = engine;
        this.address = address;
    }

    @Override
    public VersionChange replicate(TargetRegion target) {
        if (withdrawn.contains(target.region())) {
            throw conflict(target.region());
        }
        targets.add(target);
        return this;
    }

    @Override
    public VersionChange withdraw(String region) {
        RegionName name = RegionName.of(region);
        if (targets.stream().anyMatch(target -> target.region().equals(name))) {
            throw conflict(name);
        }
        withdrawn.add(name);
        return this;
    }

    private static IllegalStateException conflict(RegionName region) {
        return new IllegalStateException("One change cannot both replicate to " + region + " and withdraw " + region);
    }

    @Override
    public VersionChange excludeFromLatest(boolean exclude) {
        excludeFromLatest.set(exclude);
        return this;
    }

    @Override
    public VersionChange excludeFromLatest(String region, boolean exclude) {
        flags.computeIfAbsent(RegionName.of(region), name -> new Setting<>("excludeFromLatest in " + name))
                .set(exclude);
        return this;
    }

    @Override
    public VersionChange endOfLife(Instant date) {
        endOfLife.set(Optional.of(date));
        return this;
    }

    @Override
    public VersionChange noEndOfLife() {
        endOfLife.set(Optional.empty());
        return this;
    }

    @Override
    public VersionChange onProgress(ProgressListener told) {
        listener = told;
        return this;
    }

    @Override
    public VersionOutcome commit() {
        Drafted drafted = engine.ledger().change("Cannot update " + address, this::draft);
        String publication = drafted.after().version().origin().publication();
        Set<RegionName> named = targets.stream().map(TargetRegion::region).collect(Collectors.toSet());
        long moved = replicates() ? engine.replicator().finish(address, publication, named, "update", listener) : 0;
        ImageVersionInfo info = engine.catalog()
                .version(address, publication)
                .orElseThrow(() -> Publisher.deletedMeanwhile("update", address));
        return new VersionOutcome(info, 0, moved);
    }

    @Override
    public CostChange estimate(PriceBook prices) {
        Drafted drafted = engine.ledger().rehearse("Cannot update " + address, this::draft);
        ResourceId definition = engine.catalog()
                .definition(address)
                .orElseThrow(() -> Catalog.notFound("update", address))
                .id();
        CostChange change = CostModel.change(
                Optional.of(drafted.before().info(definition)),
                Optional.of(drafted.after().info(definition)),
                prices);
        return replicates() ? change : change.withoutCopying();
    }

    /** A version as it is, and as it is about to be. */
    private record Drafted(StoredVersion before, StoredVersion after) {}

    /** Tells whether replicas are to be made: when regions are named, or when nothing at all is, which means to resume. */
    private boolean replicates() {
        boolean somethingElse = !withdrawn.isEmpty()
                || !flags.isEmpty()
                || excludeFromLatest.value().isPresent()
                || endOfLife.value().isPresent();
        return !targets.isEmpty() || !somethingElse;
    }

    private Drafted draft(Draft draft) {
        Faults faults = new Faults("Cannot update " + address);
        checkSettings(faults);
        if (!address.violations().isEmpty()) {
            faults.refuse();
        }
        StoredVersion before =
                StoredVersion.read(draft, address).orElseThrow(() -> Catalog.notFound("update", address));
        checkStored(before.version(), faults);
        checkEndOfLife(before.version(), faults);
        targets.forEach(target -> before.region(target.region())
                .ifPresent(present -> faults.add(ReplicationRule.checkStorage(present.info(), target))));
        withdrawn.forEach(region -> faults.add(checkWithdrawal(before, region)));
        flags.keySet().forEach(region -> faults.add(checkFlag(before, region)));
        faults.refuse();
        StoredVersion after = described(replicated(before));
        after.put(draft, address, before);
        return new Drafted(before, after);
    }

    /** Returns a version with the regions that are asked for. */
    private StoredVersion replicated(StoredVersion before) {
        StoredVersion after = before;
        for (TargetRegion target : targets) {
            after = after.with(RegionRecord.of(ReplicationRule.resolve(
                    target,
                    before.version().replicaCount(),
                    before.region(target.region()).map(RegionRecord::info),
                    engine.regions())));
        }
        for (RegionName region : withdrawn) {
            after = after.without(region);
        }
        return after;
    }

    /** Returns a version with the flags and the end of life that are asked for. */
    private StoredVersion described(StoredVersion version) {
        StoredVersion flagged = version;
        for (Map.Entry<RegionName, Setting<Boolean>> flag : flags.entrySet()) {
            RegionRecord region = flagged.region(flag.getKey()).orElseThrow();
            flagged = flagged.with(
                    region.excludedFromLatest(flag.getValue().value().orElseThrow()));
        }
        return flagged.with(own -> own.withLifecycle(
                        excludeFromLatest.orElse(own.lifecycle().excludeFromLatest()),
                        endOfLife.orElse(own.lifecycle().endOfLifeDate())))
                .noteCompletion();
    }

    private void checkSettings(Faults faults) {
        faults.addAll(address.violations());
        faults.addAll(ReplicationRule.checkTargets(targets, engine.regions(), engine.rules()));
        withdrawn.forEach(region -> faults.add(RegionRule.checkKnown("withdraw", region, engine.regions())));
        flags.keySet()
                .forEach(region -> faults.add(RegionRule.checkKnown("excludeFromLatest", region, engine.regions())));
    }

    private void checkStored(VersionRecord version, Faults faults) {
        if (!version.stored()) {
            faults.add(new Violation(
                    ErrorCode.OPERATION_NOT_ALLOWED,
                    "version",
                    address.toString(),
                    "it is still being published: its bytes are not all at home",
                    "repeat its publication to finish it, or delete it"));
        }
    }

    private void checkEndOfLife(VersionRecord version, Faults faults) {
        Optional<Instant> present = version.lifecycle().endOfLifeDate();
        Optional<Instant> asked = endOfLife.orElse(present);
        if (!asked.equals(present)) {
            faults.add(EndOfLifeRule.checkFuture(asked, engine.now()));
        }
    }

    private Optional<Violation> checkFlag(StoredVersion before, RegionName region) {
        boolean there = targets.stream().anyMatch(target -> target.region().equals(region))
                || before.region(region).isPresent() && !withdrawn.contains(region);
        return there
                ? Optional.empty()
                : Optional.of(Violation.invalid(
                        "excludeFromLatest",
                        region,
                        "the version is not replicated there",
                        "name a region that it has, or replicate it there first"));
    }

    private Optional<Violation> checkWithdrawal(StoredVersion before, RegionName region) {
        if (engine.regions().find(region).isEmpty()) {
            return Optional.empty();
        }
        if (region.equals(before.version().home())) {
            return Optional.of(Violation.invalid(
                    "withdraw", region, "it is the version's home region", "delete the version, or keep the region"));
        }
        if (before.region(region).isEmpty()) {
            return Optional.of(Violation.invalid(
                    "withdraw", region, "the version is not replicated there", "name a region that it has"));
        }
        if (!engine.rules().allowDeletionOfReplicatedLocations()) {
            return Optional.of(new Violation(
                    ErrorCode.OPERATION_NOT_ALLOWED,
                    "withdraw",
                    region.toString(),
                    "the rules do not allow dropping a region to which a version is replicated",
                    "allow it in the rules (allowDeletionOfReplicatedLocations)"));
        }
        return Optional.empty();
    }
}
