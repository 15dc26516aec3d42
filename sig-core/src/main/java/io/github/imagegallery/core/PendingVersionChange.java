// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.RegionReplication;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.policy.EndOfLifeRule;
import io.github.imagegallery.policy.RegionRule;
import io.github.imagegallery.policy.ReplicationRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A version that is about to be changed. */
final class PendingVersionChange implements VersionChange {
    private final Engine engine;
    private final Address address;
    private final Setting<Boolean> excludeFromLatest = new Setting<>("excludeFromLatest");
    private final Setting<Instant> endOfLife = new Setting<>("endOfLife");
    private final List<TargetRegion> targets = new ArrayList<>();
    private final Set<RegionName> withdrawn = new LinkedHashSet<>();
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
    public VersionChange endOfLife(Instant date) {
        endOfLife.set(date);
        return this;
    }

    @Override
    public VersionChange onProgress(ProgressListener told) {
        listener = told;
        return this;
    }

    @Override
    public VersionOutcome commit() {
        String request = "Cannot update " + address;
        engine.ledger().change(request, this::draft);
        long moved = engine.replicator().finish(address, "update", listener);
        return new VersionOutcome(engine.catalog().version(address).orElseThrow(), 0, moved);
    }

    private VersionRecord draft(Draft draft) {
        Faults faults = new Faults("Cannot update " + address);
        checkSettings(faults);
        faults.refuse();
        VersionRecord version = draft.read(address.versionKey(), VersionRecord.class)
                .orElseThrow(() -> Catalog.notFound("update", address));
        checkStored(version, faults);
        checkEndOfLife(version, faults);
        boolean changed = false;
        for (TargetRegion target : targets) {
            changed |= replicate(draft, version, target, faults);
        }
        for (RegionName region : withdrawn) {
            changed |= withdraw(draft, version, region, faults);
        }
        faults.refuse();
        VersionRecord updated = version.withLifecycle(
                excludeFromLatest.orElse(version.excludeFromLatest()),
                endOfLife.value().or(version::endOfLifeDate));
        if (!updated.equals(version)) {
            draft.put(address.versionKey(), updated);
            changed = true;
        }
        if (changed) {
            draft.touch(address.epochKey());
        }
        return updated;
    }

    private void checkSettings(Faults faults) {
        faults.addAll(address.violations());
        faults.addAll(ReplicationRule.checkTargets(targets, engine.regions(), engine.rules()));
        withdrawn.forEach(region -> faults.add(RegionRule.check("withdraw", region, engine.regions())));
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
        if (endOfLife.value().isPresent() && !endOfLife.value().equals(version.endOfLifeDate())) {
            faults.add(EndOfLifeRule.checkFuture(endOfLife.value(), engine.now()));
        }
    }

    private boolean replicate(Draft draft, VersionRecord version, TargetRegion target, Faults faults) {
        Optional<RegionRecord> present = draft.read(address.regionKey(target.region()), RegionRecord.class);
        present.ifPresent(region -> faults.add(ReplicationRule.checkStorage(region.info(), target)));
        RegionRecord next = RegionRecord.of(
                ReplicationRule.resolve(target, version.replicaCount(), present.map(RegionRecord::info)));
        if (present.isEmpty()) {
            draft.count(address.childrenKey(), 1);
        }
        if (present.filter(next::equals).isPresent()) {
            return false;
        }
        draft.put(address.regionKey(target.region()), next);
        return true;
    }

    private boolean withdraw(Draft draft, VersionRecord version, RegionName region, Faults faults) {
        Optional<RegionReplication> present =
                draft.read(address.regionKey(region), RegionRecord.class).map(RegionRecord::info);
        if (region.equals(version.home())) {
            faults.add(Violation.invalid(
                    "withdraw", region, "it is the version's home region", "delete the version, or keep the region"));
        } else if (present.isEmpty()) {
            faults.add(Violation.invalid(
                    "withdraw", region, "the version is not replicated there", "name a region that it has"));
        } else if (!engine.rules().allowDeletionOfReplicatedLocations()) {
            faults.add(new Violation(
                    ErrorCode.OPERATION_NOT_ALLOWED,
                    "withdraw",
                    region.toString(),
                    "the rules do not allow dropping a region to which a version is replicated",
                    "allow it in the rules (allowDeletionOfReplicatedLocations)"));
        }
        draft.delete(address.regionKey(region));
        draft.count(address.childrenKey(), -1);
        return true;
    }
}
