// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.Operation;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.core.Drafting.Outlook;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.RegionRecord;
import io.github.imagegallery.core.record.VersionRecord;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.policy.CostModel;
import io.github.imagegallery.policy.RegionRule;
import io.github.imagegallery.policy.ReplicationRule;
import io.github.imagegallery.policy.UpdateRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A version that is about to be changed. */
final class PendingVersionChange implements VersionChange, PlannedChange<VersionOutcome> {
    private final Engine engine;
    private final Address address;
    private final Setting<Boolean> excludeFromLatest = new Setting<>("excludeFromLatest");
    /** The date, empty where it is taken away. */
    private final Setting<Optional<Instant>> endOfLife = new Setting<>("endOfLife");

    private final SafetySettings safety = new SafetySettings();
    private final List<TargetRegion> targets = new ArrayList<>();
    private final Set<RegionName> withdrawn = new LinkedHashSet<>();
    private final Map<RegionName, Setting<Optional<Boolean>>> flags = new LinkedHashMap<>();
    private ProgressListener listener = ProgressListener.none();
    private Consumer<Draft> condition = draft -> {};

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
        flag(region).set(Optional.of(exclude));
        return this;
    }

    @Override
    public VersionChange noLatestFlag(String region) {
        flag(region).set(Optional.empty());
        return this;
    }

    private Setting<Optional<Boolean>> flag(String region) {
        return flags.computeIfAbsent(RegionName.of(region), name -> new Setting<>("excludeFromLatest in " + name));
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
    public VersionChange allowDeletionOfReplicatedLocations(boolean allow) {
        safety.allowDeletionOfReplicatedLocations(allow);
        return this;
    }

    @Override
    public VersionChange blockDeletionBeforeEndOfLife(boolean block) {
        safety.blockDeletionBeforeEndOfLife(block);
        return this;
    }

    @Override
    public VersionChange onProgress(ProgressListener told) {
        listener = told;
        return this;
    }

    @Override
    public Operation<VersionOutcome> start() {
        return Background.start(
                "update " + address, listener, told -> onProgress(told).commit());
    }

    @Override
    public VersionOutcome commit(Terms terms) {
        Drafted drafted = drafting().commit(terms);
        String publication = drafted.publication();
        long moved = replicates() ? engine.replicator().finish(address, publication, named(), "update", listener) : 0;
        ImageVersionInfo info = engine.catalog()
                .version(address, publication)
                .orElseThrow(() -> Publisher.deletedMeanwhile("update", address));
        return new VersionOutcome(info, 0, moved, List.of());
    }

    /** Returns the regions that are named: what is there already is read and checked. */
    Set<RegionName> named() {
        return targets.stream().map(TargetRegion::region).collect(Collectors.toSet());
    }

    @Override
    public ChangePlan plan(Optional<PriceBook> prices) {
        Prospect<Drafted> prospect = drafting().prospect();
        Haul haul = new Haul(engine);
        if (replicates()) {
            haul.finish(prospect.result().after(), named());
        }
        return prospect.plan(prices, haul.moves(), 0, version -> version);
    }

    /** Describes the change of the records; replicas are made after it. */
    private Drafting<Drafted> drafting() {
        String asked = String.join(
                "\n",
                "targets="
                        + targets.stream().map(TargetRegion::toString).sorted().toList(),
                "withdrawn=" + withdrawn.stream().sorted().toList(),
                "flags="
                        + flags.entrySet().stream()
                                .map(flag ->
                                        flag.getKey() + " " + flag.getValue().value())
                                .sorted()
                                .toList(),
                "excludeFromLatest=" + excludeFromLatest.value(),
                "endOfLife=" + endOfLife.value(),
                "safetyProfile=" + safety);
        return Drafting.of(engine, "update " + address, asked, this::draft)
                .then(drafted -> Outlook.completing(replicates() ? Set.of(address) : Set.of()));
    }

    @Override
    public CostChange estimate(PriceBook prices) {
        Drafted drafted = rehearse();
        return replicates()
                ? CostModel.change(Optional.of(drafted.before()), Optional.of(drafted.after()), prices)
                : CostModel.changeWithoutCopying(drafted.before(), drafted.after(), prices);
    }

    /** Refuses what the commit would refuse, and changes nothing. */
    Drafted rehearse() {
        return engine.ledger().rehearse("Cannot update " + address, this::draft);
    }

    /** Has the commit rely on more: the condition reads through the draft, and throws if the change must not be made. */
    PendingVersionChange provided(Consumer<Draft> required) {
        condition = required;
        return this;
    }

    /**
     * A version as it is, and as it is about to be.
     *
     * @param publication the publication that made it
     */
    record Drafted(ImageVersionInfo before, ImageVersionInfo after, String publication) {}

    /** Tells whether replicas are to be made: when regions are named, or when nothing at all is, which means to resume. */
    private boolean replicates() {
        boolean somethingElse = !withdrawn.isEmpty()
                || !flags.isEmpty()
                || excludeFromLatest.value().isPresent()
                || endOfLife.value().isPresent()
                || !safety.isEmpty();
        return !targets.isEmpty() || !somethingElse;
    }

    /** Drafts the change of the records; replicas are made after it. */
    Drafted draft(Draft draft) {
        Faults faults = new Faults("Cannot update " + address);
        checkSettings(faults);
        StoredVersion before = faults.found(address, () -> StoredVersion.read(draft, address));
        engine.access().require(Action.WRITE, address, "Cannot update " + address);
        checkStored(before.version(), faults);
        targets.forEach(target -> faults.add(checkDefaultCount(before, target)));
        withdrawn.forEach(region -> faults.add(checkWithdrawal(before, region)));
        flags.keySet().forEach(region -> faults.add(checkFlag(before, region)));
        StoredVersion after = described(replicated(before));
        ResourceId definition =
                engine.catalog().definitionId(address).orElseThrow(() -> Faults.notFound("update", address));
        Drafted drafted = new Drafted(
                before.info(definition),
                after.info(definition),
                before.version().origin().publication());
        faults.addAll(UpdateRule.check(drafted.before(), drafted.after(), engine.now(), engine.rules()))
                .refuse();
        condition.accept(draft);
        after.update(draft, address, before);
        return drafted;
    }

    /** Returns a version with the regions that are asked for. */
    private StoredVersion replicated(StoredVersion before) {
        StoredVersion after = before;
        for (TargetRegion target : targets) {
            after = after.with(RegionRecord.of(ReplicationRule.resolve(
                    countable(target),
                    before.version().replicaCount(),
                    before.region(target.region()).map(RegionRecord::info),
                    engine.regions())));
        }
        for (RegionName region : withdrawn) {
            after = after.without(region);
        }
        return after;
    }

    /** Returns a target with at least one replica: one with none is refused, and the rest of it is to be judged too. */
    private static TargetRegion countable(TargetRegion target) {
        return target.replicaCount().filter(count -> count < 1).isPresent() ? target.replicas(1) : target;
    }

    /** Returns a version with the flags, the end of life and the safety profile that are asked for. */
    private StoredVersion described(StoredVersion version) {
        StoredVersion flagged = version;
        for (Map.Entry<RegionName, Setting<Optional<Boolean>>> flag : flags.entrySet()) {
            Optional<Boolean> own = flag.getValue().value().orElseThrow();
            flagged = flagged.region(flag.getKey())
                    .map(region -> region.withLatestFlag(own))
                    .map(flagged::with)
                    .orElse(flagged);
        }
        return flagged.with(own -> own.withLifecycle(
                        excludeFromLatest.orElse(own.lifecycle().excludeFromLatest()),
                        endOfLife.orElse(own.lifecycle().endOfLifeDate()),
                        safety.over(own.lifecycle().protection())))
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
            faults.add(Faults.stillPublished(address));
        }
    }

    /** Checks the version's own count where a new region takes it: limits may have been lowered since it was published. */
    private Optional<Violation> checkDefaultCount(StoredVersion before, TargetRegion target) {
        boolean taken = before.region(target.region()).isEmpty()
                && target.replicaCount().isEmpty();
        return taken
                ? ReplicationRule.checkCount(
                        target.region() + ".replicaCount", before.version().replicaCount(), engine.rules())
                : Optional.empty();
    }

    private Optional<Violation> checkFlag(StoredVersion before, RegionName region) {
        if (engine.regions().find(region).isEmpty()) {
            return Optional.empty();
        }
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
        return before.region(region).isPresent()
                ? Optional.empty()
                : Optional.of(Violation.invalid(
                        "withdraw", region, "the version is not replicated there", "name a region that it has"));
    }
}
