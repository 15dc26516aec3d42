// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.Effects.Changed;
import io.github.imagegallery.core.record.Draft.Counted;
import io.github.imagegallery.core.record.Keys;
import io.github.imagegallery.core.record.Ledger;
import io.github.imagegallery.error.InvalidParameterException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.ChangePlan;
import io.github.imagegallery.model.ChangePlan.Move;
import io.github.imagegallery.model.ChangePlan.UsageChange;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PlanGround;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.Usage;
import io.github.imagegallery.policy.CostModel;
import io.github.imagegallery.storage.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a change comes to, apart from bytes and money.
 *
 * @param drafting the change
 * @param result what its drafting function returned
 * @param at when it was looked at
 * @param effects what it means
 * @param usage the limits of which it uses or frees something
 * @param <T> what its drafting function returns
 */
record Prospect<T>(Drafting<T> drafting, T result, Instant at, Effects effects, List<UsageChange> usage) {

    /** What is found out while a change is drafted. */
    private record Drafted<T>(T result, Instant at, Effects effects) {}

    static <T> Prospect<T> of(Drafting<T> drafting) {
        Ledger.Planned<Drafted<T>> planned = drafting.ledger().plan(drafting.request(), draft -> {
            T result = drafting.function().apply(draft);
            return new Drafted<>(result, draft.now(), Effects.of(drafting, draft, result));
        });
        Drafted<T> drafted = planned.result();
        return new Prospect<>(
                drafting,
                drafted.result(),
                drafted.at(),
                drafted.effects(),
                drafting.engine()
                        .map(engine -> usage(engine, planned.counted()))
                        .orElse(List.of()));
    }

    /** Returns what becomes of the limits, if who asks may read the usage of the subscription. */
    private static List<UsageChange> usage(Engine engine, Map<RecordKey, Counted> counted) {
        List<UsageChange> usage = new ArrayList<>();
        if (engine.access().allows(Action.READ, engine.access().root())) {
            counted.forEach((counter, count) -> {
                List<String> limited = Keys.limited(counter);
                if (!limited.isEmpty() && count.before() != count.after()) {
                    Usage.Kind kind = kind(limited.get(0));
                    usage.add(new UsageChange(
                            kind,
                            RegionName.of(limited.get(1)),
                            count.before(),
                            count.after(),
                            new Usages(engine).limit(kind)));
                }
            });
        }
        usage.sort(Comparator.comparing(UsageChange::kind).thenComparing(UsageChange::location));
        return usage;
    }

    private static Usage.Kind kind(String text) {
        return List.of(Usage.Kind.values()).stream()
                .filter(kind -> kind.toString().equals(text))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the plan of a change that moves no bytes. */
    ChangePlan plan(Optional<PriceBook> prices) {
        return plan(prices, List.of(), 0, version -> version);
    }

    /**
     * Returns the plan.
     *
     * @param measured adds to a version what was found out of its disks
     */
    ChangePlan plan(
            Optional<PriceBook> prices, List<Move> moves, long storedBytes, UnaryOperator<ImageVersionInfo> measured) {
        return new ChangePlan(
                drafting.what(),
                at,
                effects.changes(),
                moves,
                storedBytes,
                prices.map(book -> cost(book, measured)),
                usage,
                effects.latest(),
                effects.undeployable(),
                new PlanGround(drafting.digest(), effects.facts(), prices.map(Terms::digest), effects.until()));
    }

    private CostChange cost(PriceBook prices, UnaryOperator<ImageVersionInfo> measured) {
        CostChange sum = CostChange.none(prices.currency());
        Set<Violation> missing = new LinkedHashSet<>();
        for (Changed changed : effects.versions()) {
            try {
                sum = sum.plus(cost(changed, prices, measured));
            } catch (InvalidParameterException refused) {
                missing.addAll(refused.violations());
            }
        }
        new Faults("Cannot estimate the cost of the change").addAll(missing).refuse();
        return sum;
    }

    private static CostChange cost(Changed changed, PriceBook prices, UnaryOperator<ImageVersionInfo> measured) {
        if (changed.completes() || changed.before().isEmpty() || changed.after().isEmpty()) {
            return CostModel.change(changed.before(), changed.after().map(measured), prices);
        }
        return CostModel.changeWithoutCopying(
                changed.before().get(), changed.after().get(), prices);
    }
}
