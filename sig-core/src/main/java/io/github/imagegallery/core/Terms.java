// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.core.record.Draft;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.PlanGround;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.StorageType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Under which terms a change is made: as things are, or only as it was planned.
 *
 * @param ground what must still be so, empty if nothing was planned
 * @param prices what the plan must have been priced with, empty if that does not matter
 */
record Terms(Optional<PlanGround> ground, Optional<PriceBook> prices) {

    /** As things are. */
    static Terms none() {
        return new Terms(Optional.empty(), Optional.empty());
    }

    static Terms planned(PlanGround ground) {
        return new Terms(Optional.of(ground), Optional.empty());
    }

    static Terms planned(PlanGround ground, PriceBook prices) {
        return new Terms(Optional.of(ground), Optional.of(prices));
    }

    /**
     * Drafts a change, and refuses it if what was read for it is not what its plan was made of. Only what the change reads
     * by itself is compared, so that a ground which somebody made up finds nothing out.
     */
    <T> T draft(Drafting<T> drafting, Draft draft) {
        if (ground.isEmpty()) {
            return drafting.function().apply(draft);
        }
        Faults faults = new Faults(drafting.request());
        checkRequest(drafting, draft, faults);
        T result;
        Effects effects;
        try {
            result = drafting.function().apply(draft);
            effects = Effects.of(drafting, draft, result);
        } catch (GalleryException refused) {
            compareWhatWasRead(draft.facts(), faults);
            throw refused;
        }
        compare(effects.facts(), faults);
        return result;
    }

    private void checkRequest(Drafting<?> drafting, Draft draft, Faults faults) {
        if (!ground.get().request().equals(drafting.digest())) {
            faults.add(shifted("request", "it is another request than the one that was planned"))
                    .refuse();
        }
        prices.filter(book -> !ground.get().prices().equals(Optional.of(digest(book))))
                .ifPresent(book -> faults.add(shifted("prices", "the plan was not made with these prices")));
        ground.get()
                .until()
                .filter(draft.now()::isAfter)
                .ifPresent(until -> faults.add(shifted(
                        "time", "something passed its end of life at " + until + "; it is " + draft.now() + " now")));
    }

    /** Returns the digest of a price book: equal prices have the same, in whatever order and with however many zeros. */
    static String digest(PriceBook prices) {
        List<String> lines = new ArrayList<>(List.of(prices.currency()));
        lines.addAll(lines("", prices.storagePerGbMonth(), prices.egressPerGb()));
        new TreeMap<>(prices.regions())
                .forEach(
                        (region, own) -> lines.addAll(lines(region + " ", own.storagePerGbMonth(), own.egressPerGb())));
        return Draft.digest(String.join("\n", lines));
    }

    private static List<String> lines(
            String region, Map<StorageType, BigDecimal> storage, Optional<BigDecimal> egress) {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(storage).forEach((type, price) -> lines.add(region + type + " " + plain(price)));
        egress.ifPresent(price -> lines.add(region + "egress " + plain(price)));
        return lines;
    }

    private static String plain(BigDecimal price) {
        return price.stripTrailingZeros().toPlainString();
    }

    private void compare(SortedMap<String, String> facts, Faults faults) {
        Map<String, String> planned = ground.get().facts();
        TreeSet<String> names = new TreeSet<>(facts.keySet());
        names.addAll(planned.keySet());
        names.stream()
                .filter(name -> !Objects.equals(facts.get(name), planned.get(name)))
                .forEach(name -> faults.add(shifted(name, reason(facts.get(name), planned.get(name)))));
        faults.refuse();
    }

    /** Compares what a change read until it was refused: where that shifted, this is the reason to name. */
    private void compareWhatWasRead(SortedMap<String, String> facts, Faults faults) {
        facts.keySet().retainAll(ground.get().facts().keySet());
        facts.forEach((name, digest) -> {
            String planned = ground.get().facts().get(name);
            if (!digest.equals(planned)) {
                faults.add(shifted(name, reason(digest, planned)));
            }
        });
        faults.refuse();
    }

    private static String reason(@Nullable String now, @Nullable String planned) {
        if (now == null || planned == null) {
            return now == null ? "the change is no longer about it" : "the change is about it now";
        }
        if (now.equals(PlanGround.ABSENT)) {
            return "it is no longer there";
        }
        return planned.equals(PlanGround.ABSENT) ? "it is there now" : "it was changed since";
    }

    private static Violation shifted(String name, String actual) {
        return new Violation(ErrorCode.PLAN_STALE, name, "as it was planned", actual, "look at it, and plan anew");
    }

    /** Returns the refusal of going on with what was planned for what is no longer so. */
    static GalleryException overtaken(String request, String name) {
        return GalleryException.of(request, List.of(shifted(name, "it was changed meanwhile; the rest is not done")));
    }
}
