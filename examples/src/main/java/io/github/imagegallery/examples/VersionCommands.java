// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.NewestReplication;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionOutcome;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that change where the replicas of versions are. */
final class VersionCommands {
    private VersionCommands() {}

    /** Returns what was done to a version, with the bytes that it took. */
    static Answer answer(String verb, VersionOutcome outcome) {
        String subject = verb + " " + outcome.version().id().path();
        return answer(outcome, ResourceTexts.outcome(subject, outcome));
    }

    /** Returns what is so of a version now; that replicas are missing, which nobody asked for, is a warning. */
    static Answer updated(VersionOutcome outcome) {
        return Answer.of(Documents.outcome(outcome), ResourceTexts.update(outcome.version()))
                .warning(unfinished(outcome).stream().toList());
    }

    /** Returns what was published, with what is allowed but hardly meant. */
    static Answer published(String verb, VersionOutcome outcome) {
        return answer(verb, outcome).warning(outcome.advice());
    }

    private static Answer answer(VersionOutcome outcome, List<String> lines) {
        Answer answer = Answer.of(Documents.outcome(outcome), lines);
        return unfinished(outcome).map(answer::failing).orElse(answer);
    }

    private static Optional<String> unfinished(VersionOutcome outcome) {
        String version = outcome.version().id().path();
        ProvisioningState state = outcome.version().provisioningState();
        return state == ProvisioningState.SUCCEEDED
                ? Optional.empty()
                : Optional.of(version + " is " + state + ": not every region has its replicas ("
                        + Texts.command("update", outcome.version().id()) + " resumes)");
    }

    /** Adds regions to a version, or resizes them. */
    @Command(
            name = "replicate",
            description = {
                "Replicates a version to more regions, or changes how many replicas a region has.",
                "",
                "Without a count a region keeps the count that it has. What a region lacks of its count is made anew."
            },
            footerHeading = "%nExample:%n",
            footer = "  gallery --store images replicate golden/web/1.0.0 japaneast=3 uksouth=2:Standard_ZRS")
    static final class Replicate extends PlacingCommand {
        @Parameters(
                index = "0",
                paramLabel = "GALLERY/DEFINITION/VERSION",
                converter = Address.OfVersion.class,
                description = "The version.")
        private Address address;

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "REGION[=COUNT[:TYPE]]",
                description = "A region, its replicas (the present count if not given) and their storage type"
                        + " (Standard_LRS, Standard_ZRS or Premium_LRS).")
        private List<TargetRegion> targets = List.of();

        @Override
        Answer run(ImageGalleries galleries) {
            VersionChange change = address.version(galleries).update();
            targets.forEach(change::replicate);
            try (ProgressBar bar = progressBar()) {
                return answer("Replicated", made(change.onProgress(bar)));
            }
        }
    }

    /** Drops a region of a version. */
    @Command(
            name = "withdraw",
            description = "Drops a region of a version; the home region cannot be dropped.",
            footerHeading = "%nExample:%n",
            footer = "  gallery --store images withdraw golden/web/1.0.0 japaneast")
    static final class Withdraw extends StoreCommand {
        @Parameters(
                index = "0",
                paramLabel = "GALLERY/DEFINITION/VERSION",
                converter = Address.OfVersion.class,
                description = "The version.")
        private Address address;

        @Parameters(index = "1", paramLabel = "REGION", description = "The region to drop.")
        private String region;

        @Override
        Answer run(ImageGalleries galleries) {
            VersionOutcome outcome = made(address.version(galleries).withdraw(region));
            return answer(outcome, ResourceTexts.withdrawal(RegionName.of(region), outcome.version()));
        }
    }

    /** Has the newest versions of a definition everywhere, and older ones at home. */
    @Command(
            name = "replicate-newest",
            description = {
                "Has a definition's newest versions in many regions, and older ones in their home regions only.",
                "",
                "Without a REGION the newest are wanted in every region that a version has. Newest are those of the highest"
                        + " numbers that can be deployed at their homes; newer ones, such as excluded candidates, stay as"
                        + " they are. Older ones are withdrawn when the newest are there. It is resumed by the same command."
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  gallery --store images replicate-newest golden/web",
                "  gallery --store images replicate-newest golden/web japaneast=3 uksouth --keep 2"
            })
    static final class ReplicateNewest extends PlacingCommand {
        @Parameters(
                index = "0",
                paramLabel = "GALLERY/DEFINITION",
                converter = Address.OfDefinition.class,
                description = "The definition.")
        private Address address;

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "REGION[=COUNT[:TYPE]]",
                description =
                        "A region in which the newest are wanted, its replicas (the highest count that a version has"
                                + " there if not given) and their storage type.")
        private List<TargetRegion> targets = List.of();

        @Option(names = "--keep", paramLabel = "N", description = "How many of the newest versions; 1 by default.")
        private Optional<Integer> keep = Optional.empty();

        @Override
        Answer run(ImageGalleries galleries) {
            NewestReplication change = address.definition(galleries).replicateNewest();
            targets.forEach(change::replicate);
            keep.ifPresent(change::keep);
            try (ProgressBar bar = progressBar()) {
                return answer(made(change.onProgress(bar)));
            }
        }

        private Answer answer(List<VersionOutcome> outcomes) {
            List<String> lines = outcomes.isEmpty()
                    ? List.of("Nothing to do: the newest versions of " + address + " are there, and older ones at home")
                    : outcomes.stream()
                            .flatMap(outcome -> ResourceTexts.update(outcome.version()).stream())
                            .toList();
            return Answer.of(
                    new Document()
                            .put(
                                    "outcomes",
                                    outcomes.stream().map(Documents::outcome).toList()),
                    lines);
        }
    }
}
