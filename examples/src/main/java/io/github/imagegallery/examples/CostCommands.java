// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.model.CostChange;
import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.ReplicaAdvice;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.policy.CostModel;
import io.github.imagegallery.policy.ReplicaSizing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that reckon: what a version costs, and how many replicas are needed. */
final class CostCommands {
    private CostCommands() {}

    /** Estimates what a version costs. */
    @Command(
            name = "estimate",
            description = {
                "Estimates what a version costs, or would after a change, by prices of your own.",
                "",
                "With --replicate or --withdraw it prints what is charged now, what would be charged then, and the"
                        + " difference; nothing is changed.",
                "",
                "The file is a JSON object with: currency; storagePerGbMonth, by storage type; egressPerGb;"
                        + " regions, each with prices of its own, which go before; note, which is ignored."
                        + " A GB is 2^30 bytes. Prices are read exactly, from strings or numbers."
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  gallery --store images estimate golden/web/1.0.0 --prices prices.json",
                "  gallery --store images estimate golden/web/1.0.0 --prices prices.json \\",
                "          --replicate japaneast=3 --withdraw northeurope",
                "",
                "  {\"currency\": \"EUR\",",
                "   \"storagePerGbMonth\": {\"Standard_LRS\": \"0.045\"}, \"egressPerGb\": \"0.018\",",
                "   \"regions\": {\"japaneast\": {\"egressPerGb\": \"0.11\"}}}"
            })
    static final class Estimate extends PlacingCommand {
        @Parameters(
                paramLabel = "GALLERY/DEFINITION/VERSION",
                converter = Address.OfVersion.class,
                description = "The version.")
        private Address address;

        @Option(names = "--prices", required = true, paramLabel = "FILE", description = "The file of prices.")
        private Path prices;

        @Option(
                names = "--replicate",
                paramLabel = "REGION[=COUNT[:TYPE]]",
                description = "Price the change of adding this region, or resizing it; may be repeated.")
        private List<TargetRegion> targets = List.of();

        @Option(
                names = "--withdraw",
                paramLabel = "REGION",
                description = "Price the change of dropping this region; may be repeated.")
        private List<String> withdrawn = List.of();

        @Override
        void check() {
            Set<RegionName> dropped = withdrawn.stream().map(RegionName::of).collect(Collectors.toSet());
            targets.stream()
                    .map(TargetRegion::region)
                    .filter(dropped::contains)
                    .findFirst()
                    .ifPresent(region -> {
                        misuse("--replicate and --withdraw contradict each other in " + region + " (give one)");
                    });
        }

        @Override
        Answer run(ImageGalleries galleries) {
            PriceBook book = PriceFile.read(prices);
            return targets.isEmpty() && withdrawn.isEmpty() ? present(galleries, book) : change(galleries, book);
        }

        /** Estimates what changes, by doing all of it but the change. */
        private Answer change(ImageGalleries galleries, PriceBook book) {
            VersionChange pending = address.version(galleries).update();
            targets.forEach(pending::replicate);
            withdrawn.forEach(pending::withdraw);
            CostChange change = pending.estimate(book);
            List<String> lines = new ArrayList<>();
            lines.add("Estimate of a change of " + address + " (rounded; --json prints the exact figures)");
            lines.addAll(CostTexts.change("  ", change));
            return Answer.of(Documents.change(change), lines);
        }

        private Answer present(ImageGalleries galleries, PriceBook book) {
            CostEstimate estimate = estimate(address.version(galleries).info(), book);
            List<String> lines = new ArrayList<>();
            lines.add("Estimate for " + address + " (rounded; --json prints the exact figures)");
            lines.addAll(CostTexts.estimate("  ", estimate));
            return Answer.of(Documents.estimate(estimate), lines);
        }

        /** Estimates what a version costs, if its sizes are known: by the sum over no disks it would cost nothing. */
        static CostEstimate estimate(ImageVersionInfo version, PriceBook book) {
            if (version.disks().isEmpty()) {
                throw new Refusal("Cannot estimate what " + version.id().path() + " costs: it is "
                        + version.provisioningState() + " and its sizes are not known yet (finish its publication)");
            }
            return CostModel.estimate(version, book);
        }
    }

    /** Says how many replicas a region needs. */
    @Command(
            name = "sizing",
            description =
                    "Says how many replicas a region needs for what is deployed at the same time; needs no store.",
            footerHeading = "%nExample:%n",
            footer = "  gallery sizing --vms 120 --scale-set 600 --scale-set 1000")
    static final class Sizing extends ProgramCommand {
        @Mixin
        private Machines machines;

        @Override
        Answer run() {
            machines.check();
            ReplicaAdvice advice =
                    ReplicaSizing.of(program().rules().rules()).forDeployments(machines.single(), machines.scaleSets());
            List<List<String>> rows = List.of(
                    List.of("minimum", String.valueOf(advice.replicas())),
                    List.of("recommended", String.valueOf(advice.recommended())),
                    List.of("advice", advice.advice()));
            return Answer.of(Documents.sizing(advice), Texts.table("", rows));
        }
    }
}
