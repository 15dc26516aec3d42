// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.disk.DiskConverter;
import io.github.imagegallery.disk.DiskFormat;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.DiskMeasure;
import io.github.imagegallery.disk.DiskWriter;
import io.github.imagegallery.disk.WritableFormat;
import io.github.imagegallery.model.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands on disk images, which need no store. */
@Command(
        name = "disk",
        description = "Looks at disk images and converts them; needs no store.",
        subcommands = {DiskCommands.Info.class, DiskCommands.Convert.class},
        footerHeading = "%nExample:%n",
        footer = "  gallery disk info web.qcow2")
final class DiskCommands {

    private static DiskImage open(Path file, Optional<DiskFormat> format) throws IOException {
        return format.isPresent() ? DiskImage.open(file, format.get()) : DiskImage.open(file);
    }

    private static LongConsumer telling(ProgressBar bar, String task, DiskImage image) {
        long total = Math.max(1, image.virtualSize());
        return done -> bar.onProgress(new Progress(task, done, total));
    }

    /** Says what an image file holds. */
    @Command(
            name = "info",
            description = {
                "Says what an image file holds: its format, and how large the disk in it is.",
                "",
                "The occupied size (the 4 KiB blocks that are not all zero) is what a gallery bills."
            },
            footerHeading = "%nExample:%n",
            footer = "  gallery disk info web.qcow2 --digest --json")
    static final class Info extends ProgramCommand {
        @Parameters(paramLabel = "FILE", description = "The image file: raw, VHD, qcow2 or VMDK.")
        private Path file;

        @Option(
                names = "--format",
                paramLabel = "raw|vhd|qcow2|vmdk",
                description = "The format it must have; found by the content if not given.")
        private Optional<DiskFormat> format = Optional.empty();

        @Option(names = "--digest", description = "Compute the SHA-256 of the whole disk too.")
        private boolean digest;

        @Override
        Answer run() throws IOException {
            try (DiskImage image = open(file, format);
                    ProgressBar bar = progressBar()) {
                DiskMeasure measure = DiskMeasure.of(image, digest, telling(bar, "Reading " + file, image));
                return Answer.of(Documents.disk(image, measure), lines(image, measure));
            }
        }

        private List<String> lines(DiskImage image, DiskMeasure measure) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("format", image.description()));
            rows.add(List.of("virtual", Texts.exactSize(measure.virtualSize())));
            rows.add(List.of("allocated", Texts.exactSize(measure.allocatedBytes())));
            rows.add(List.of("occupied", Texts.exactSize(measure.occupiedBytes())));
            measure.sha256().ifPresent(sha256 -> rows.add(List.of("SHA-256", sha256)));
            return Texts.table("", rows);
        }
    }

    /** Copies a disk into an image of another format. */
    @Command(
            name = "convert",
            description = "Copies a disk into a new image file; zeros become holes of the file.",
            footerHeading = "%nExample:%n",
            footer = "  gallery disk convert web.qcow2 web.vhd --to vhd-fixed")
    static final class Convert extends ProgramCommand {
        @Parameters(index = "0", paramLabel = "FILE", description = "The image file: raw, VHD, qcow2 or VMDK.")
        private Path file;

        @Parameters(index = "1", paramLabel = "OUT", description = "The file to write, which must not exist.")
        private Path out;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "raw|vhd-fixed",
                description = "The format of the file to write.")
        private WritableFormat to;

        @Option(
                names = "--format",
                paramLabel = "raw|vhd|qcow2|vmdk",
                description = "The format that FILE must have; found by the content if not given.")
        private Optional<DiskFormat> format = Optional.empty();

        @Override
        Answer run() throws IOException {
            try (DiskImage image = open(file, format);
                    DiskWriter writer = DiskWriter.create(out, to, image.virtualSize());
                    ProgressBar bar = progressBar()) {
                DiskConverter.convert(image, writer, telling(bar, "Converting " + file, image));
                writer.finish();
                return Answer.of(
                        new Document().put("file", out).put("format", to).put("virtualSize", image.virtualSize()),
                        "Wrote " + out + ": " + to + ", " + Texts.exactSize(image.virtualSize()) + " virtual");
            }
        }
    }
}
