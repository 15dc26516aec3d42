// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.LifecycleChange;
import io.github.imagegallery.core.Drafting.Outlook;
import io.github.imagegallery.core.LifecycleRun.Rest;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LifecycleOutcome;
import io.github.imagegallery.model.LifecyclePlan;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.LifecycleRule;
import io.github.imagegallery.model.LifecycleRule.DeletePastEndOfLife;
import io.github.imagegallery.model.LifecycleRule.RemoveDefinition;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.policy.CostModel;
import io.github.imagegallery.policy.EndOfLifeRule;
import io.github.imagegallery.policy.LifecycleRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Lifecycle rules that are about to be applied to a definition. */
record DefinitionLifecycle(Engine engine, Address address, LifecyclePolicy policy)
        implements LifecycleChange, PlannedChange<LifecycleOutcome> {
    static final String VERB = "apply lifecycle rules to";

    @Override
    public LifecyclePlan dryRun() {
        return planned().orElseThrow(this::notFound);
    }

    @Override
    public LifecyclePlan dryRun(Instant asOf) {
        return planned(asOf).orElseThrow(this::notFound);
    }

    @Override
    public LifecycleOutcome commit(Terms terms) {
        permitted();
        return terms.ground().isEmpty()
                ? committed().orElseThrow(this::notFound)
                : run().asPlanned(drafting().rehearse(terms));
    }

    @Override
    public ChangePlan plan(Optional<PriceBook> prices) {
        permitted();
        return drafting().prospect().plan(prices);
    }

    private Drafting<Rest> drafting() {
        return Drafting.of(
                        engine,
                        VERB + " " + address,
                        asked(policy),
                        draft -> run().drafted(draft).orElseThrow(this::notFound))
                .then(rest -> new Outlook(Set.of(), Map.of(), until(rest)));
    }

    /** Says what a policy asks for, the definitions in the order of their names. */
    static String asked(LifecyclePolicy policy) {
        return policy.rules() + " " + new TreeSet<>(policy.definitions());
    }

    LifecycleRun run() {
        return new LifecycleRun(engine, address, policy);
    }

    /** Returns the last instant at which the rules come to the same: an end of life, or so long after one as a rule waits. */
    Optional<Instant> until(Rest rest) {
        Instant now = engine.now();
        return Stream.concat(
                        rest.definition().endOfLifeDate().stream(),
                        engine.versions().of(rest.definition()).stream()
                                .flatMap(version -> version.endOfLifeDate().stream()))
                .flatMap(end -> waits()
                        // what is later than all instants never comes
                        .filter(wait -> !end.isAfter(Instant.MAX.minus(wait)))
                        .map(end::plus))
                .filter(end -> !EndOfLifeRule.hasPassed(Optional.of(end), now))
                .min(Instant::compareTo);
    }

    private Stream<Duration> waits() {
        return Stream.of(
                        Optional.of(0),
                        policy.rule(DeletePastEndOfLife.class).map(DeletePastEndOfLife::daysAfter),
                        policy.rule(RemoveDefinition.class).map(RemoveDefinition::daysAfter))
                .flatMap(Optional::stream)
                .map(Duration::ofDays);
    }

    @Override
    public CostChange estimate(PriceBook prices) {
        return CostModel.change(permitted().dryRun(), prices);
    }

    /** Plans what is to be done now; empty if there is no such definition. */
    Optional<LifecyclePlan> planned() {
        return definition().map(found -> plan(found, engine.versions().of(found), engine.now()));
    }

    /** Plans what was to be done at an instant; empty if there is no such definition now. */
    Optional<LifecyclePlan> planned(Instant asOf) {
        return definition()
                .map(found -> asOf.isAfter(engine.now())
                        ? plan(found, engine.versions().of(found), asOf)
                        : planPast(found, asOf));
    }

    private LifecyclePlan planPast(ImageDefinitionInfo definition, Instant asOf) {
        return policy.isFor(definition) && History.isBefore(engine.ledger(), address, asOf)
                ? LifecyclePlan.beforeHistory(asOf, definition.id())
                : plan(definition, History.versions(engine.ledger(), definition.id(), asOf), asOf);
    }

    private LifecyclePlan plan(ImageDefinitionInfo definition, List<ImageVersionInfo> versions, Instant at) {
        return LifecycleRules.plan(policy, definition, versions, at, engine.rules());
    }

    /** Does what is to be done, if it is permitted; empty if there is no such definition. */
    Optional<LifecycleOutcome> committed() {
        return definition().map(found -> run().toTheEnd());
    }

    /** Returns this, and refuses who may see the definition and not do all that the policy may ask for. */
    DefinitionLifecycle permitted() {
        String request = "Cannot " + VERB + " " + address.checked(VERB);
        if (definition().isPresent()) {
            for (LifecycleRule rule : policy.rules()) {
                Action action = rule instanceof LifecycleRule.OlderAtHome ? Action.WRITE : Action.DELETE;
                engine.access().require(action, address, request);
            }
        }
        return this;
    }

    private Optional<ImageDefinitionInfo> definition() {
        return engine.catalog().definition(address.checked(VERB));
    }

    private GalleryException notFound() {
        return Faults.notFound(VERB, address);
    }
}
