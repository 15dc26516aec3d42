// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.model.CostEstimate;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.policy.CostModel;
import io.github.imagegallery.policy.ReplicaSizing;
import io.github.imagegallery.policy.ReplicaSizing.Advice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The commands that reckon: what a version costs, and how many replicas are needed. */
final class CostCommands {
    private CostCommands() {}

    /** Estimates what a version costs. */
    @Command(
            name = "estimate",
            description = {
                "Estimates what a version costs, by prices of your own.",
                "",
                "The file is a JSON object with: currency; storagePerGbMonth, by storage type; egressPerGb;"
                        + " regions, each with prices of its own, which go before; note, which is ignored."
                        + " A GB is 2^30 bytes. Prices are read exactly, from strings or numbers."
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  gallery --store images estimate golden/web/1.0.0 --prices prices.json",
                "",
                "  {\"currency\": \"EUR\",",
                "   \"storagePerGbMonth\": {\"Standard_LRS\": \"0.045\"}, \"egressPerGb\": \"0.018\",",
                "   \"regions\": {\"japaneast\": {\"egressPerGb\": \"0.11\"}}}"
            })
    static final class Estimate extends StoreCommand {
        @Parameters(
                paramLabel = "GALLERY/DEFINITION/VERSION",
                converter = Address.OfVersion.class,
                description = "The version.")
        private Address address;

        @Option(names = "--prices", required = true, paramLabel = "FILE", description = "The file of prices.")
        private Path prices;

        @Override
        Answer run(ImageGalleries galleries) {
            PriceBook book = PriceFile.read(prices);
            CostEstimate estimate = estimate(address.version(galleries).info(), book);
            List<String> lines = new ArrayList<>();
            lines.add("Estimate for " + address + " (rounded; --json prints the exact figures)");
            lines.addAll(Texts.estimate("  ", estimate));
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
        @Option(names = "--vms", paramLabel = "N", description = "How many single machines are created.")
        private int machines;

        @Option(
                names = "--scale-set",
                paramLabel = "N",
                description = "How many instances a scale set has; may be repeated.")
        private List<Integer> scaleSets = List.of();

        @Option(names = "--current", description = "Go by today's rule, not by the classic one.")
        private boolean current;

        @Override
        Answer run() {
            if (!spec.commandLine().getParseResult().hasMatchedOption("--vms") && scaleSets.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "Missing what is deployed (give --vms or --scale-set)");
            }
            ReplicaSizing rule = current ? ReplicaSizing.current() : ReplicaSizing.classic();
            Advice advice = rule.forDeployments(machines, scaleSets);
            List<List<String>> rows = List.of(
                    List.of("minimum", String.valueOf(advice.replicas())),
                    List.of("recommended", String.valueOf(advice.recommended())),
                    List.of("advice", advice.advice()));
            return Answer.of(Documents.sizing(advice), Texts.table("", rows));
        }
    }
}
