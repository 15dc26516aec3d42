// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.LifecycleChange;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.LifecycleOutcome;
import io.github.imagegallery.model.LifecyclePlan;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.policy.CostModel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lifecycle rules that are about to be applied to all definitions of a gallery. */
record GalleryLifecycle(Engine engine, Address address, LifecyclePolicy policy) implements LifecycleChange {

    @Override
    public LifecyclePlan plan() {
        return definitions().stream()
                .map(DefinitionLifecycle::planned)
                .flatMap(Optional::stream)
                .reduce(LifecyclePlan.nothing(engine.now()), LifecyclePlan::plus);
    }

    @Override
    public LifecyclePlan plan(Instant asOf) {
        return definitions().stream()
                .map(definition -> definition.planned(asOf))
                .flatMap(Optional::stream)
                .reduce(LifecyclePlan.nothing(asOf), LifecyclePlan::plus);
    }

    @Override
    public LifecycleOutcome commit() {
        return permitted().stream()
                .map(DefinitionLifecycle::committed)
                .flatMap(Optional::stream)
                .reduce(LifecycleOutcome.nothing(), LifecycleOutcome::plus);
    }

    @Override
    public CostChange estimate(PriceBook prices) {
        permitted();
        return CostModel.change(plan(), prices);
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
