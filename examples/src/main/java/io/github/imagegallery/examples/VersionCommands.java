// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.DiskFormat;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageSource;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.examples.Arguments.DataDisk;
import io.github.imagegallery.model.Advice;
import io.github.imagegallery.model.ProvisioningState;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionOutcome;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that make versions and change where their replicas are. */
final class VersionCommands {
    private VersionCommands() {}

    /** Returns what was done to a version, with the bytes that it took. */
    static Answer answer(String verb, VersionOutcome outcome) {
        String subject = verb + " " + outcome.version().id().path();
        return answer(outcome, Texts.outcome(subject, outcome));
    }

    /** Returns what is so of a version now; that replicas are missing, which nobody asked for, is a warning. */
    static Answer updated(VersionOutcome outcome) {
        return Answer.of(Documents.outcome(outcome), Texts.update(outcome.version()))
                .warning(unfinished(outcome).stream().toList());
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
                : Optional.of(version + " is " + state + ": not every region has its replicas (gallery update "
                        + version + " resumes)");
    }

    /** Publishes an image as a version. */
    @Command(
            name = "publish",
            description = {
                "Publishes an image as a version and makes its replicas.",
                "",
                "What was cut off is resumed by the same command. Without --replicate the version has its replicas"
                        + " in its home region."
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  gallery --store images publish golden/web/1.0.0 web.vhd --data-disk 0=data.vhd \\",
                "          --replicate westeurope=2 --replicate northeurope=2:Standard_ZRS --replicate japaneast"
            })
    static final class Publish extends PlacingCommand {
        @Parameters(
                index = "0",
                paramLabel = "GALLERY/DEFINITION/VERSION",
                converter = Address.OfVersion.class,
                description = "The definition, and the version's number.")
        private Address address;

        @Parameters(index = "1", paramLabel = "IMAGE", description = "The OS disk: a raw, VHD or qcow2 file.")
        private Path image;

        @Option(
                names = "--format",
                paramLabel = "raw|vhd|qcow2",
                description = "The format that IMAGE must have; found by the content if not given.")
        private Optional<DiskFormat> format = Optional.empty();

        @Option(
                names = "--data-disk",
                paramLabel = "LUN=FILE",
                description = "A data disk, by its logical unit number; may be repeated.")
        private List<DataDisk> dataDisks = List.of();

        @Option(
                names = "--location",
                paramLabel = "REGION",
                description = "Its home region; the definition's location by default.")
        private Optional<String> location = Optional.empty();

        @Option(
                names = "--replicate",
                paramLabel = "REGION[=COUNT[:TYPE]]",
                description = "A target region, its replicas and their storage type (Standard_LRS, Standard_ZRS or"
                        + " Premium_LRS); may be repeated.")
        private List<TargetRegion> targets = List.of();

        @Option(
                names = "--replica-count",
                paramLabel = "N",
                description = "The replicas of a region that names no count; 1 by default.")
        private Optional<Integer> replicaCount = Optional.empty();

        @Option(names = "--exclude-from-latest", description = "Pass it over when 'latest' is asked for.")
        private boolean excludeFromLatest;

        @Option(
                names = "--end-of-life",
                paramLabel = "INSTANT",
                description = "When it is past its life, such as 2030-01-31T00:00:00Z or 2030-01-31.")
        private Optional<Instant> endOfLife = Optional.empty();

        @Override
        Answer run(ImageGalleries galleries) {
            VersionPublication publication = address.version(galleries).publish(source());
            dataDisks.forEach(disk -> publication.dataDisk(disk.lun(), disk.file()));
            targets.forEach(publication::replicate);
            location.ifPresent(publication::location);
            replicaCount.ifPresent(publication::replicaCount);
            endOfLife.ifPresent(publication::endOfLife);
            if (excludeFromLatest) {
                publication.excludeFromLatest(true);
            }
            VersionOutcome outcome;
            try (ProgressBar bar = progressBar()) {
                outcome = publication.onProgress(bar).commit();
            }
            return answer("Published", outcome)
                    .warning(outcome.advice().stream().map(Advice::toString).toList());
        }

        @Override
        void check() {
            Repeated.check(spec, "--data-disk", "the logical unit number", DataDisk::lun, dataDisks);
        }

        private ImageSource source() {
            return format.map(named -> ImageSource.of(image, named)).orElseGet(() -> ImageSource.of(image));
        }
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
                return answer("Replicated", change.onProgress(bar).commit());
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
            VersionOutcome outcome = address.version(galleries).withdraw(region).commit();
            return answer(outcome, Texts.withdrawal(RegionName.of(region), outcome.version()));
        }
    }
}
