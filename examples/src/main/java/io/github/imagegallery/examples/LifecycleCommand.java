// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.LifecycleChange;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.LifecycleOutcome;
import io.github.imagegallery.model.LifecyclePlan;
import io.github.imagegallery.model.LifecyclePlan.Kept;
import io.github.imagegallery.model.LifecyclePlan.Reason;
import io.github.imagegallery.model.LifecyclePolicy;
import io.github.imagegallery.model.LifecycleStep;
import io.github.imagegallery.policy.CostModel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that applies lifecycle rules, or says what they would do. */
@Command(
        name = "lifecycle",
        description = {
            "Says what lifecycle rules would do to a gallery or a definition: it is a dry run; --apply does it.",
            "",
            "What is protected is kept, and said so: above all the last version that a region can deploy. As of a past"
                    + " instant it goes by the versions as they were then; as of one to come, by those that there are now."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  gallery --store images lifecycle golden --keep-newest 3 --delete-past-end-of-life=30 \\",
            "          --prices prices.json",
            "  gallery --store images lifecycle golden --keep-newest 3 --as-of 2026-05-01",
            "  gallery --store images lifecycle golden/web --older-at-home 2 --apply"
        })
final class LifecycleCommand extends StoreCommand {
    @Parameters(
            paramLabel = "ID",
            converter = Address.OfParent.class,
            description = "A gallery, for all its definitions, or one definition.")
    private Address address;

    @Mixin
    private LifecycleOptions rules;

    @Option(
            names = "--as-of",
            paramLabel = "INSTANT",
            description =
                    "What they would have done then, such as 2026-05-01T12:00:00Z or 2026-05-01; now if not given.")
    private Optional<Instant> asOf = Optional.empty();

    @Option(
            names = "--prices",
            paramLabel = "FILE",
            description = "Say too what it saves, by the file of prices that 'gallery estimate --help' shows.")
    private Optional<Path> prices = Optional.empty();

    @Option(names = "--apply", description = "Do it, now.")
    private boolean apply;

    @Override
    void check() {
        rules.check();
        if (apply && asOf.isPresent()) {
            misuse("--apply and --as-of contradict each other (give one)");
        }
        if (apply && prices.isPresent()) {
            misuse("--apply and --prices contradict each other (look at the price first, then apply)");
        }
    }

    @Override
    Answer run(ImageGalleries galleries) {
        LifecyclePolicy policy = rules.policy();
        LifecycleChange change = address.depth() == 1
                ? address.gallery(galleries).lifecycle(policy)
                : address.definition(galleries).lifecycle(policy);
        return apply ? applied(made(change)) : dryRun(asOf.map(change::dryRun).orElseGet(change::dryRun));
    }

    private Answer dryRun(LifecyclePlan plan) {
        Optional<CostChange> saving = prices.map(file -> CostModel.change(plan, PriceFile.read(file)));
        List<String> lines = new ArrayList<>();
        lines.add("Dry run for " + address + asOf.map(at -> " as of " + at).orElse("") + ": "
                + Texts.count(plan.steps().size(), "step")
                + (asOf.isPresent() || plan.isEmpty() ? "" : " (--apply takes them)"));
        lines.addAll(lines(plan.steps(), plan.kept()));
        plan.beforeHistory()
                .forEach(definition ->
                        lines.add("  nothing is known of " + definition.path() + " then: its history begins later"));
        saving.ifPresent(change -> lines.addAll(CostTexts.change("  ", change)));
        return Answer.of(
                new Document()
                        .put("at", plan.at())
                        .put("steps", steps(plan.steps()))
                        .put("kept", kept(plan.kept()))
                        .put("beforeHistory", plan.beforeHistory())
                        .put("cost", saving.map(Documents::change)),
                lines);
    }

    private Answer applied(LifecycleOutcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add("Applied to " + address + ": " + Texts.count(outcome.done().size(), "step"));
        lines.addAll(lines(outcome.done(), outcome.kept()));
        if (!outcome.done().isEmpty()) {
            lines.add(Texts.BYTES_STAY);
        }
        Answer answer =
                Answer.of(new Document().put("done", steps(outcome.done())).put("kept", kept(outcome.kept())), lines);
        long refused = outcome.kept().stream()
                .filter(kept -> kept.reason() == Reason.REFUSED)
                .count();
        return refused == 0
                ? answer
                : answer.failing(Texts.count(refused, "step") + " refused (what was kept says why)");
    }

    private static List<String> lines(List<LifecycleStep> steps, List<Kept> kept) {
        List<String> lines = new ArrayList<>();
        steps.forEach(step -> lines.add("  " + step));
        kept.forEach(each -> lines.add("  " + each));
        return lines;
    }

    private static List<Document> steps(List<LifecycleStep> steps) {
        return steps.stream().map(LifecycleCommand::document).toList();
    }

    private static Document document(LifecycleStep step) {
        return new Document()
                .put("step", step instanceof LifecycleStep.WithdrawRegion ? "withdraw" : "delete")
                .put("target", step.target())
                .put(
                        "region",
                        Optional.of(step)
                                .filter(LifecycleStep.WithdrawRegion.class::isInstance)
                                .map(LifecycleStep.WithdrawRegion.class::cast)
                                .map(LifecycleStep.WithdrawRegion::region))
                .put("rule", step.rule())
                .put("reason", step.reason());
    }

    private static List<Document> kept(List<Kept> kept) {
        return kept.stream()
                .map(each -> new Document()
                        .put("resource", each.resource())
                        .put("region", each.region())
                        .put("rule", each.rule())
                        .put("reason", each.reason())
                        .put("explanation", each.explanation()))
                .toList();
    }
}
