// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.LifecycleChange;
import io.github.imagegallery.core.Drafting.Outlook;
import io.github.imagegallery.core.LifecycleRun.Rest;
import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.LifecycleOutcome;
import io.github.imagegallery.model.LifecyclePlan;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.policy.CostModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lifecycle rules that are about to be applied to all definitions of a gallery. */
record GalleryLifecycle(Engine engine, Address address, LifecyclePolicy policy)
        implements LifecycleChange, PlannedChange<LifecycleOutcome> {

    @Override
    public LifecyclePlan dryRun() {
        return definitions().stream()
                .map(DefinitionLifecycle::planned)
                .flatMap(Optional::stream)
                .reduce(LifecyclePlan.nothing(engine.now()), LifecyclePlan::plus);
    }

    @Override
    public LifecyclePlan dryRun(Instant asOf) {
        return definitions().stream()
                .map(definition -> definition.planned(asOf))
                .flatMap(Optional::stream)
                .reduce(LifecyclePlan.nothing(asOf), LifecyclePlan::plus);
    }

    @Override
    public LifecycleOutcome commit(Terms terms) {
        List<DefinitionLifecycle> definitions = permitted();
        return terms.ground().isEmpty() ? asThingsAre(definitions) : asPlanned(terms);
    }

    private static LifecycleOutcome asThingsAre(List<DefinitionLifecycle> definitions) {
        return definitions.stream()
                .map(DefinitionLifecycle::committed)
                .flatMap(Optional::stream)
                .reduce(LifecycleOutcome.nothing(), LifecycleOutcome::plus);
    }

    private LifecycleOutcome asPlanned(Terms terms) {
        return drafting().rehearse(terms).stream()
                .map(planned -> planned.definition().run().asPlanned(planned.rest()))
                .reduce(LifecycleOutcome.nothing(), LifecycleOutcome::plus);
    }

    @Override
    public ChangePlan plan(Optional<PriceBook> prices) {
        permitted();
        return drafting().prospect().plan(prices);
    }

    /**
     * What is to be done to one definition.
     *
     * @param rest what was planned
     */
    private record Planned(DefinitionLifecycle definition, Rest rest) {}

    private Drafting<List<Planned>> drafting() {
        return Drafting.of(
                        engine,
                        DefinitionLifecycle.VERB + " " + address,
                        DefinitionLifecycle.asked(policy),
                        this::draft)
                .then(planned -> new Outlook(
                        Set.of(),
                        Map.of("the definitions of " + address.canonical(), Draft.digest(names(planned))),
                        planned.stream()
                                .flatMap(each -> each.definition().until(each.rest()).stream())
                                .min(Instant::compareTo)));
    }

    /** Names the definitions to which something is done. */
    private static String names(List<Planned> planned) {
        return planned.stream()
                .filter(each -> !each.rest().steps().isEmpty())
                .map(each -> each.definition().address().canonical())
                .collect(Collectors.joining("\n"));
    }

    private List<Planned> draft(Draft draft) {
        return definitions().stream()
                .flatMap(definition ->
                        definition.run().drafted(draft).stream().map(rest -> new Planned(definition, rest)))
                .toList();
    }

    @Override
    public CostChange estimate(PriceBook prices) {
        permitted();
        return CostModel.change(dryRun(), prices);
    }

    /** Returns all of it, if who asks may do all of it. */
    private List<DefinitionLifecycle> permitted() {
        Faults faults = new Faults("Cannot " + DefinitionLifecycle.VERB + " " + address);
        List<DefinitionLifecycle> definitions = definitions();
        definitions.forEach(definition -> faults.attempt(definition::permitted));
        faults.refuse();
        return definitions;
    }

    /** Returns what is to be done to each definition that the policy is for; one may be gone when it is its turn. */
    private List<DefinitionLifecycle> definitions() {
        String verb = DefinitionLifecycle.VERB;
        GalleryInfo gallery =
                engine.catalog().gallery(address.checked(verb)).orElseThrow(() -> Faults.notFound(verb, address));
        return engine.listings().definitions(gallery).stream()
                .filter(policy::isFor)
                .map(definition -> new DefinitionLifecycle(engine, address.definition(definition.name()), policy))
                .toList();
    }
}
