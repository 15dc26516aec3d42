// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.ErrorCode;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.LatestResolution.Outcome;
import io.github.imagegallery.model.ResourceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that look at one resource: at all of it, and which version is latest. */
final class ReadCommands {
    private ReadCommands() {}

    /** Shows one gallery, definition or version. */
    @Command(
            name = "show",
            description = "Shows one gallery with its definitions, one definition with its versions, or one version.",
            footerHeading = "%nExample:%n",
            footer = "  gallery --store images show golden/web/1.0.0")
    static final class Show extends StoreCommand {
        @Parameters(paramLabel = "ID", converter = Address.OfAny.class, description = "What to show.")
        private Address address;

        @Override
        Answer run(ImageGalleries galleries) {
            return switch (address.depth()) {
                case 1 -> gallery(address.gallery(galleries));
                case 2 -> definition(address.definition(galleries));
                default -> version(address.version(galleries).info());
            };
        }

        private static Answer gallery(Gallery gallery) {
            GalleryInfo info = gallery.info();
            List<ImageDefinitionInfo> definitions = gallery.definitions().toList();
            return Answer.of(
                    Documents.gallery(info)
                            .put(
                                    "definitions",
                                    definitions.stream()
                                            .map(Documents::definition)
                                            .toList()),
                    ResourceTexts.wholeGallery(info, definitions));
        }

        private static Answer definition(ImageDefinition definition) {
            ImageDefinitionInfo info = definition.info();
            List<ImageVersionInfo> versions = definition.versions().toList();
            return Answer.of(Documents.definition(info, versions), ResourceTexts.wholeDefinition(info, versions));
        }

        private static Answer version(ImageVersionInfo version) {
            return Answer.of(Documents.version(version), ResourceTexts.wholeVersion(version));
        }
    }

    /** Says which version is latest in a region. */
    @Command(
            name = "latest",
            description = {
                "Says which version is the newest that can be deployed in a region, now or at another instant.",
                "",
                "A past instant is answered by the definition's history, with the versions as they were then; one to come"
                        + " with the versions that there are now.",
                "",
                "Where none can be, it exits with 1 and says why for each version."
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  gallery --store images latest golden/web --region japaneast --explain",
                "  gallery --store images latest golden/web --region japaneast --as-of 2026-05-01"
            })
    static final class Latest extends StoreCommand {
        @Parameters(
                paramLabel = "GALLERY/DEFINITION",
                converter = Address.OfDefinition.class,
                description = "The definition.")
        private Address address;

        @Option(names = "--region", required = true, paramLabel = "REGION", description = "Where to deploy.")
        private String region;

        @Option(
                names = "--as-of",
                paramLabel = "INSTANT",
                description = "When, such as 2026-05-01T12:00:00Z or 2026-05-01 (midnight UTC); now if not given.")
        private Optional<Instant> asOf = Optional.empty();

        @Option(names = "--explain", description = "Say too which newer versions were passed over, and why.")
        private boolean explain;

        @Override
        Answer run(ImageGalleries galleries) {
            ImageDefinition definition = address.definition(galleries);
            LatestResolution resolution = resolve(definition);
            Answer answer = Answer.of(Documents.latest(resolution).put("asOf", asOf), lines(resolution));
            return resolution.chosen().isPresent()
                    ? answer
                    : answer.failing(refusal(resolution, definition.info().id()));
        }

        private LatestResolution resolve(ImageDefinition definition) {
            return asOf.map(at -> definition.explainLatest(region, at))
                    .orElseGet(() -> definition.explainLatest(region));
        }

        private List<String> lines(LatestResolution resolution) {
            return explain
                    ? LatestTexts.latest(asOf.map(at -> " as of " + at).orElse(""), resolution)
                    : resolution.chosen().stream()
                            .map(version -> version.number().toString())
                            .toList();
        }

        /** Says why there is none, unless stdout says it already. */
        private String refusal(LatestResolution resolution, ResourceId id) {
            List<String> lines = new ArrayList<>();
            lines.add(summary(resolution) + " [" + ErrorCode.GALLERY_IMAGE_NOT_FOUND + "]");
            if (!explain) {
                lines.addAll(LatestTexts.passedOver("  ", resolution));
            }
            lines.add(advice(resolution, id));
            return String.join("\n", lines);
        }

        private String summary(LatestResolution resolution) {
            return resolution.outcome() == Outcome.BEFORE_HISTORY
                    ? "Nothing is known of " + address + " as of " + resolution.at() + ": its history begins later"
                    : "No version of " + address + " can be deployed in " + resolution.region() + " "
                            + asOf.map(at -> "as of " + at).orElse("now");
        }

        private String advice(LatestResolution resolution, ResourceId id) {
            String changes = " (" + Texts.command("history", id) + " lists the changes)";
            if (resolution.outcome() == Outcome.BEFORE_HISTORY) {
                return "Name a later instant" + changes + ".";
            }
            return asOf.isPresent()
                    ? "Name another instant" + changes + ", or another region."
                    : "Publish or replicate a version to the region, or name another region.";
        }
    }
}
