// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.NewestReplication;
import io.github.imagegallery.Operation;
import io.github.imagegallery.ProgressListener;
import io.github.imagegallery.core.Drafting.Outlook;
import io.github.imagegallery.core.PendingVersionChange.Drafted;
import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.ReplicationFailedException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.policy.LatestRule;
import io.github.imagegallery.policy.NewestRule;
import io.github.imagegallery.policy.NewestRule.Placement;
import io.github.imagegallery.policy.ReplicationRule;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The newest versions everywhere, the older ones at home, about to be made so. */
final class PendingNewestReplication implements NewestReplication, PlannedChange<List<VersionOutcome>> {
    private final Engine engine;
    private final Address definition;
    private final String request;
    private final List<TargetRegion> targets = new ArrayList<>();
    private final Setting<Integer> most = new Setting<>("keep");
    private ProgressListener listener = ProgressListener.none();

    PendingNewestReplication(Engine engine, Address definition) {
        this.engine = engine;
        this.definition = definition;
        this.request = "Cannot replicate the newest versions of " + definition;
    }

    @Override
    public NewestReplication replicate(TargetRegion target) {
        targets.add(target);
        return this;
    }

    @Override
    public NewestReplication keep(int newest) {
        most.set(newest);
        return this;
    }

    @Override
    public NewestReplication onProgress(ProgressListener told) {
        listener = told;
        return this;
    }

    /**
     * What is to be done.
     *
     * @param home where the definition is
     * @param newest the versions that are wanted everywhere, the newest first
     * @param placements what each version gets and loses
     */
    private record Plan(ImageDefinitionInfo home, List<VersionNumber> newest, List<Placement> placements) {}

    @Override
    public Operation<List<VersionOutcome>> start() {
        return Background.start(
                "replicate the newest of " + definition,
                listener,
                told -> onProgress(told).commit());
    }

    @Override
    public List<VersionOutcome> commit(Terms terms) {
        Planned planned = terms.ground().isPresent() ? drafting().rehearse(terms) : asThingsAre();
        Plan plan = planned.plan();
        List<VersionOutcome> outcomes = new ArrayList<>(replicate(planned));
        plan.placements().stream()
                .filter(placement -> !placement.withdraw().isEmpty())
                .map(placement -> pending(placement)
                        .provided(draft -> {
                            requireAsPlanned(draft, planned, placement, outcomes.isEmpty());
                            requireNoGap(draft, plan, placement.withdraw());
                        })
                        .commit())
                .forEach(outcomes::add);
        return List.copyOf(outcomes);
    }

    private Planned asThingsAre() {
        Plan plan = placed();
        together(plan, pending -> pending.rehearse());
        return new Planned(plan, List.of(), Optional.empty());
    }

    /**
     * What is to be done, and of what it was planned.
     *
     * @param drafted what becomes of each version, in the order of the placements
     * @param expected how all must still be, empty if that does not matter
     */
    private record Planned(Plan plan, List<Drafted> drafted, Optional<Expected> expected) {}

    /**
     * How all must still be.
     *
     * @param epoch the revision of the definition's epoch, until the first commit
     * @param definition the revision of the definition, until the first commit
     * @param versions the versions that are changed, each until it is
     */
    private record Expected(long epoch, long definition, Map<VersionNumber, ImageVersionInfo> versions) {}

    @Override
    public ChangePlan plan(Optional<PriceBook> prices) {
        asThingsAre();
        Prospect<Planned> prospect = drafting().prospect();
        Haul haul = new Haul(engine);
        Planned planned = prospect.result();
        for (int i = 0; i < planned.drafted().size(); i++) {
            Placement placement = planned.plan().placements().get(i);
            if (!placement.replicate().isEmpty()) {
                haul.finish(planned.drafted().get(i).after(), pending(placement).named());
            }
        }
        return prospect.plan(prices, haul.moves(), 0, version -> version);
    }

    /** Describes all that is done, drafted together: no version is placed twice. */
    private Drafting<Planned> drafting() {
        String asked = "targets="
                + targets.stream().map(TargetRegion::toString).sorted().toList() + "\nkeep=" + most.value();
        return Drafting.of(engine, "replicate the newest versions of " + definition, asked, this::draft)
                .then(planned -> Outlook.completing(planned.plan().placements().stream()
                        .filter(placement -> !placement.replicate().isEmpty())
                        .map(placement -> address(placement.version()))
                        .collect(Collectors.toSet())));
    }

    private Planned draft(Draft draft) {
        definition.checked("replicate the newest versions of");
        long epoch = draft.revisionOf(definition.epochKey());
        draft.read(definition.definitionKey(), DefinitionRecord.class);
        Plan plan = placed();
        draft.requireFresh(definition.epochKey());
        List<Drafted> drafted = plan.placements().stream()
                .map(placement -> pending(placement).draft(draft))
                .toList();
        Map<VersionNumber, ImageVersionInfo> versions = drafted.stream()
                .map(Drafted::before)
                .collect(Collectors.toMap(ImageVersionInfo::number, version -> version));
        long own = draft.revisionOf(definition.definitionKey());
        return new Planned(plan, drafted, Optional.of(new Expected(epoch, own, versions)));
    }

    /** Refuses to go on with what was planned for what is no longer so. What was read for that is what the commit relies on. */
    private void requireAsPlanned(Draft draft, Planned planned, Placement placement, boolean first) {
        planned.expected().ifPresent(expected -> {
            boolean ground = !first
                    || draft.revisionOf(definition.epochKey()) == expected.epoch()
                            && draft.revisionOf(definition.definitionKey()) == expected.definition();
            ImageVersionInfo version = StoredVersion.find(draft, address(placement.version()))
                    .orElseThrow()
                    .info(planned.plan().home().id());
            if (!ground) {
                throw Terms.overtaken(request, "the versions of " + definition);
            }
            if (!version.equals(expected.versions().get(placement.version()))) {
                throw Terms.overtaken(request, "version " + address(placement.version()));
            }
        });
    }

    @Override
    public CostChange estimate(PriceBook prices) {
        List<CostChange> changes = new ArrayList<>();
        together(placed(), pending -> changes.add(pending.estimate(prices)));
        return changes.stream().reduce(CostChange.none(prices.currency()), CostChange::plus);
    }

    private Plan placed() {
        Faults faults = new Faults(request).addAll(definition.violations());
        faults.addAll(ReplicationRule.checkTargets(targets, engine.regions(), engine.rules()));
        most.value()
                .filter(count -> count < 1)
                .ifPresent(count -> faults.add(
                        Violation.invalid("keep", count, "at least one version is the newest", "keep 1 or more")));
        ImageDefinitionInfo info =
                faults.found(definition, () -> engine.catalog().definition(definition));
        faults.refuse();
        engine.access().require(Action.WRITE, definition, request);
        List<ImageVersionInfo> versions = engine.versions().of(info);
        List<ImageVersionInfo> newest = NewestRule.newest(versions, most.orElse(1), engine.now(), engine.rules());
        if (newest.isEmpty()) {
            throw noneEligible(versions);
        }
        return new Plan(
                info,
                newest.stream().map(ImageVersionInfo::number).toList(),
                NewestRule.place(versions, targets, most.orElse(1), engine.now(), engine.rules()));
    }

    private GalleryException noneEligible(List<ImageVersionInfo> versions) {
        List<Violation> reasons = versions.stream()
                .flatMap(version ->
                        LatestRule.ineligible(version, version.location(), engine.now(), engine.rules()).stream())
                .map(passed -> notEligible(passed.version().toString(), passed.explanation()))
                .toList();
        return GalleryException.of(
                request,
                reasons.isEmpty()
                        ? List.of(notEligible(definition.toString(), "the definition has no versions"))
                        : reasons);
    }

    private static Violation notEligible(String asked, String explanation) {
        return new Violation(
                ErrorCode.GALLERY_IMAGE_NOT_FOUND,
                "version",
                asked,
                "it is not eligible as latest at its home: " + explanation,
                "publish or finish a version that is");
    }

    private PendingVersionChange pending(Placement placement) {
        PendingVersionChange change = new PendingVersionChange(engine, address(placement.version()));
        placement.replicate().forEach(change::replicate);
        placement.withdraw().forEach(region -> change.withdraw(region.toString()));
        change.onProgress(listener);
        return change;
    }

    private Address address(VersionNumber version) {
        return definition.version(version.toString());
    }

    /** Does something for every version, and refuses all that is refused of any of them. */
    private void together(Plan plan, Consumer<PendingVersionChange> step) {
        Set<Violation> violations = new LinkedHashSet<>();
        for (Placement placement : plan.placements()) {
            try {
                step.accept(pending(placement));
            } catch (GalleryException refused) {
                violations.addAll(named(placement, refused));
            }
        }
        new Faults(request).addAll(violations).refuse();
    }

    /** Says of which version the violations are. */
    private static List<Violation> named(Placement placement, GalleryException refused) {
        return refused.violations().stream()
                .map(violation -> new Violation(
                        violation.code(),
                        placement.version() + ", " + violation.target(),
                        violation.asked(),
                        violation.actual(),
                        violation.remedy()))
                .toList();
    }

    /** Completes the newest versions; one that fails does not stop the others. */
    private List<VersionOutcome> replicate(Planned planned) {
        List<VersionOutcome> outcomes = new ArrayList<>();
        Faults failures = new Faults(request + " completely");
        for (Placement placement : planned.plan().placements()) {
            if (!placement.replicate().isEmpty()) {
                boolean first = outcomes.isEmpty() && !failures.any();
                try {
                    outcomes.add(pending(placement)
                            .provided(draft -> requireAsPlanned(draft, planned, placement, first))
                            .commit());
                } catch (ReplicationFailedException failed) {
                    failures.addAll(named(placement, failed));
                }
            }
        }
        failures.refuse();
        return outcomes;
    }

    /**
     * Refuses that an older version leaves a region where it would leave a gap, since the newest were changed meanwhile. What
     * was read for that is what the commit relies on.
     */
    private void requireNoGap(Draft draft, Plan plan, List<RegionName> withdrawn) {
        Set<RegionName> wanted = targets.stream().map(TargetRegion::region).collect(Collectors.toSet());
        Set<RegionName> gaps = new LinkedHashSet<>(withdrawn);
        gaps.removeIf(region -> !wanted.isEmpty() && !wanted.contains(region));
        // one after the other, until all gaps are closed: a commit does not rely on more than it must
        for (VersionNumber number : plan.newest()) {
            if (!gaps.isEmpty()) {
                StoredVersion.read(draft, address(number))
                        .map(stored -> stored.info(plan.home().id()))
                        .ifPresent(version -> gaps.removeIf(region -> eligible(version, region)));
            }
        }
        Faults faults = new Faults(request);
        gaps.forEach(region -> faults.add(changedMeanwhile(region)));
        faults.refuse();
    }

    private boolean eligible(ImageVersionInfo version, RegionName region) {
        return LatestRule.ineligible(version, region, engine.now(), engine.rules())
                .isEmpty();
    }

    private static Violation changedMeanwhile(RegionName region) {
        return new Violation(
                ErrorCode.OPERATION_NOT_ALLOWED,
                "withdraw",
                region.toString(),
                "the newest versions were changed meanwhile, and none of them is eligible as latest there",
                "commit again");
    }
}
