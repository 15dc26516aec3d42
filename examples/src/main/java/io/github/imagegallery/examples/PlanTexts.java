// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.model.ChangePlan;
import java.util.ArrayList;
import java.util.List;

/** What a plan says, for people and for a machine. */
final class PlanTexts {
    private PlanTexts() {}

    static List<String> lines(ChangePlan plan) {
        List<String> lines = new ArrayList<>();
        lines.add("Plan to " + plan.request() + (plan.isEmpty() ? ": there is nothing to do" : ""));
        plan.changes().forEach(change -> lines.add("  " + change));
        if (plan.storedBytes() > 0) {
            lines.add("  store " + Texts.exactSize(plan.storedBytes()));
        }
        plan.moves().forEach(move -> lines.add("  move " + move));
        plan.cost().ifPresent(cost -> lines.addAll(CostTexts.change("  ", cost)));
        plan.usage().forEach(usage -> lines.add("  limit: " + usage));
        plan.latest().forEach(latest -> lines.add("  " + latest));
        plan.undeployable().forEach(lost -> lines.add("  no longer deployable: " + lost));
        plan.ground().until().ifPresent(until -> lines.add("  holds until " + until + " at most"));
        return lines;
    }

    /** Returns a plan; what it stands on as the text that is read back. */
    static Document document(ChangePlan plan) {
        return new Document()
                .put("request", plan.request())
                .put("at", plan.at())
                .put("changes", plan.changes())
                .put("storedBytes", plan.storedBytes())
                .put("movedBytes", plan.movedBytes())
                .put("moves", plan.moves().stream().map(PlanTexts::move).toList())
                .put("cost", plan.cost().map(Documents::change))
                .put("usage", plan.usage().stream().map(PlanTexts::usage).toList())
                .put("latest", plan.latest().stream().map(PlanTexts::latest).toList())
                .put(
                        "undeployable",
                        plan.undeployable().stream()
                                .map(PlanTexts::undeployable)
                                .toList())
                .put("ground", plan.ground());
    }

    private static Document move(ChangePlan.Move move) {
        return new Document()
                .put("version", move.version())
                .put("from", move.from())
                .put("to", move.to())
                .put("replica", move.replica())
                .put("zone", move.zone())
                .put("bytes", move.bytes());
    }

    private static Document usage(ChangePlan.UsageChange usage) {
        return new Document()
                .put("kind", usage.kind())
                .put("location", usage.location())
                .put("before", usage.before())
                .put("after", usage.after())
                .put("limit", usage.limit());
    }

    private static Document latest(ChangePlan.LatestChange latest) {
        return new Document()
                .put("definition", latest.definition())
                .put("region", latest.region())
                .put("before", latest.before())
                .put("after", latest.after());
    }

    private static Document undeployable(ChangePlan.Undeployable lost) {
        return new Document()
                .put("version", lost.version())
                .put("region", lost.region())
                .put("osDiskType", lost.osDiskType())
                .put("reason", lost.reason());
    }
}
