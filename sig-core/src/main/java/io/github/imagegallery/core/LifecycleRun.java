// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.DefinitionRecord;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.PlanStaleException;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LifecycleOutcome;
import io.github.imagegallery.model.LifecyclePlan;
import io.github.imagegallery.model.LifecyclePlan.Kept;
import io.github.imagegallery.model.LifecyclePlan.Reason;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.LifecycleStep;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.policy.LifecycleRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Applies lifecycle rules to one definition, a commit for each step. Every commit relies on the definition and all its
 * versions being as they were planned for: where they are not, the rest is planned anew, or refused where it was planned by who
 * asked. Not for use by several threads.
 */
final class LifecycleRun {
    private final Engine engine;
    private final Address address;
    private final LifecyclePolicy policy;
    private final List<LifecycleStep> done = new ArrayList<>();
    private boolean asPlanned;

    LifecycleRun(Engine engine, Address address, LifecyclePolicy policy) {
        this.engine = engine;
        this.address = address;
        this.policy = policy;
    }

    /**
     * What is still to be done.
     *
     * @param epoch the revision of the definition's epoch, which every change of a version rewrites
     * @param definition the definition as it was read
     * @param steps what is to be done while both are so
     * @param kept what is kept against a rule
     */
    record Rest(long epoch, ImageDefinitionInfo definition, List<LifecycleStep> steps, List<Kept> kept) {

        LifecycleStep next() {
            return steps.get(0);
        }

        Rest afterNext(long newEpoch) {
            return new Rest(newEpoch, definition, steps.subList(1, steps.size()), kept);
        }

        Rest withoutNext(GalleryException refused) {
            Kept stays = new Kept(
                    next().target(),
                    next() instanceof LifecycleStep.WithdrawRegion withdraw
                            ? Optional.of(withdraw.region())
                            : Optional.empty(),
                    next().rule(),
                    Reason.REFUSED,
                    String.valueOf(refused.getMessage()));
            return new Rest(
                    epoch,
                    definition,
                    steps.subList(1, steps.size()),
                    Stream.concat(kept.stream(), Stream.of(stays)).toList());
        }
    }

    /** Does all there is to do, and returns what was done and what is kept. */
    LifecycleOutcome toTheEnd() {
        return toTheEnd(planned());
    }

    private LifecycleOutcome toTheEnd(Optional<Rest> begin) {
        Optional<Rest> rest = begin;
        List<Kept> kept = List.of();
        while (rest.isPresent()) {
            kept = rest.get().kept();
            rest = rest.get().steps().isEmpty() ? Optional.empty() : afterStep(rest.get());
        }
        return new LifecycleOutcome(done, kept);
    }

    /** Does all that was planned, and returns what was done and what is kept; refuses the rest when it is overtaken. */
    LifecycleOutcome asPlanned(Rest planned) {
        asPlanned = true;
        return toTheEnd(Optional.of(planned));
    }

    /**
     * Plans what is to be done, and drafts all of it together; empty if the definition is not there. A step that is refused is
     * not drafted, and is among the steps. A definition to which nothing is done is not read by the draft, as a plan says
     * nothing of it.
     */
    Optional<Rest> drafted(Draft draft) {
        long epoch = draft.revisionOf(address.epochKey());
        Optional<Rest> nothing = planned().filter(rest -> rest.steps().isEmpty());
        if (nothing.isPresent()) {
            return nothing;
        }
        Optional<ImageDefinitionInfo> found = draft.read(address.definitionKey(), DefinitionRecord.class)
                .flatMap(definition -> engine.catalog().galleryId(address).map(definition::info));
        return found.map(definition -> {
            List<ImageVersionInfo> versions = engine.versions().of(definition);
            draft.requireFresh(address.epochKey());
            LifecyclePlan plan = LifecycleRules.plan(policy, definition, versions, draft.now(), engine.rules());
            plan.steps().forEach(step -> draftTogether(step, draft, versions));
            return new Rest(epoch, definition, plan.steps(), plan.kept());
        });
    }

    private void draftTogether(LifecycleStep step, Draft draft, List<ImageVersionInfo> versions) {
        try {
            if (step instanceof LifecycleStep.DeleteDefinition) {
                DefinitionDeletion deletion = new DefinitionDeletion(engine, address);
                ImageDefinitionInfo info = deletion.requirePermitted(draft);
                boolean empty = versions.stream()
                        .allMatch(version -> StoredVersion.read(draft, version(version.number()))
                                .isEmpty());
                if (empty) {
                    deletion.draft(draft, info);
                }
            } else {
                drafted(step, draft);
            }
        } catch (GalleryException refused) {
            // the run will be refused too, and keep it
        }
    }

    /** Plans what is to be done; empty if the definition is not there any more. */
    private Optional<Rest> planned() {
        // read first: what is changed after it moves it
        long epoch = engine.ledger().revisionOf(address.epochKey());
        return engine.catalog().definition(address).map(definition -> {
            LifecyclePlan plan = LifecycleRules.plan(
                    policy, definition, engine.versions().of(definition), engine.now(), engine.rules());
            return new Rest(epoch, definition, plan.steps(), plan.kept());
        });
    }

    /** Takes a step and returns the rest, planned anew if it was planned for what is no longer so. */
    private Optional<Rest> afterStep(Rest rest) {
        if (Thread.currentThread().isInterrupted()) {
            throw Publisher.interrupted();
        }
        LifecycleStep step = rest.next();
        try {
            if (step instanceof LifecycleStep.DeleteDefinition) {
                new DefinitionDeletion(engine, address).prepare("Cannot " + step);
            }
            Ledger.Change<Boolean> change =
                    engine.ledger().commit("Cannot " + step, draft -> stillSo(rest, draft) && drafted(step, draft));
            if (!change.result()) {
                if (asPlanned) {
                    throw Terms.overtaken("Cannot " + step, "the versions of " + address);
                }
                return planned();
            }
            done.add(step);
            return Optional.of(rest.afterNext(change.revision()));
        } catch (PlanStaleException overtaken) {
            throw overtaken;
        } catch (GalleryException refused) {
            return Optional.of(rest.withoutNext(refused));
        }
    }

    /** Tells whether the definition and all its versions are as they were planned for, and relies on it. */
    private boolean stillSo(Rest rest, Draft draft) {
        ResourceId id = rest.definition().id();
        ResourceId gallery = ResourceId.gallery(id.subscription(), id.resourceGroup(), id.gallery());
        return draft.revisionOf(address.epochKey()) == rest.epoch()
                && draft.read(address.definitionKey(), DefinitionRecord.class)
                        .map(definition -> definition.info(gallery))
                        .equals(Optional.of(rest.definition()));
    }

    /** Drafts a step by the change that a user would make. */
    private boolean drafted(LifecycleStep step, Draft draft) {
        try {
            if (step instanceof LifecycleStep.WithdrawRegion withdraw) {
                PendingVersionChange change = new PendingVersionChange(
                        engine, version(withdraw.version().number()));
                change.withdraw(withdraw.region().toString());
                change.draft(draft);
            } else if (step instanceof LifecycleStep.DeleteVersion delete) {
                new VersionDeletion(engine, version(delete.version().number()))
                        .function()
                        .apply(draft);
            } else {
                new DefinitionDeletion(engine, address).draft(draft);
            }
            return true;
        } catch (GalleryException refused) {
            draft.requireFresh(address.epochKey());
            draft.requireFresh(address.definitionKey());
            throw refused;
        }
    }

    private Address version(VersionNumber number) {
        return address.version(number.toString());
    }
}
