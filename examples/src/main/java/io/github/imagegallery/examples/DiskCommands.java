// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.disk.DiskComparison;
import io.github.imagegallery.disk.DiskConverter;
import io.github.imagegallery.disk.DiskFormat;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.DiskMeasure;
import io.github.imagegallery.disk.DiskWriter;
import io.github.imagegallery.disk.Extent;
import io.github.imagegallery.disk.OpenOptions;
import io.github.imagegallery.disk.WritableFormat;
import io.github.imagegallery.model.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands on disk images, which need no store. */
@Command(
        name = "disk",
        description = "Looks at disk images and converts them; needs no store.",
        subcommands = {
            DiskCommands.Info.class,
            DiskCommands.Map.class,
            DiskCommands.Check.class,
            DiskCommands.Compare.class,
            DiskCommands.Convert.class
        },
        footerHeading = "%nExample:%n",
        footer = "  gallery disk info web.qcow2")
final class DiskCommands {
    private static final String FILE = "The image file: raw, VHD, VHDX, qcow2 or VMDK.";

    private static LongConsumer telling(ProgressBar bar, String task, DiskImage image) {
        long total = Math.max(1, image.virtualSize());
        return done -> bar.onProgress(new Progress(task, done, total));
    }

    /** Says what an image file holds. */
    @Command(
            name = "info",
            description = {
                "Says what an image file holds: its format, how large the disk in it is, and how much of it is allocated.",
                "",
                "Only the tables of the image are read for that. The occupied size (the 4 KiB blocks that are not all zero),"
                        + " which is what a gallery bills, and the digest take a reading of all of its data."
            },
            footerHeading = "%nExample:%n",
            footer = "  gallery disk info web.qcow2 --digest --json")
    static final class Info extends ProgramCommand {
        @Parameters(paramLabel = "FILE", description = FILE)
        private Path file;

        @Mixin
        private DiskOptions options;

        @Option(names = "--occupied", description = "Read all of the data, and say how much of it is not zero.")
        private boolean occupied;

        @Option(names = "--digest", description = "Compute the SHA-256 of the whole disk too; implies --occupied.")
        private boolean digest;

        @Override
        Answer run() throws IOException {
            try (DiskOptions.Opened disk = options.open(file);
                    ProgressBar bar = progressBar()) {
                DiskImage image = disk.image();
                long allocated = image.allocatedBytes();
                Optional<DiskMeasure> measure = occupied || digest
                        ? Optional.of(DiskMeasure.of(image, digest, telling(bar, "Reading " + file, image)))
                        : Optional.empty();
                return Answer.of(Documents.disk(image, allocated, measure), lines(image, allocated, measure))
                        .warning(image.notes());
            }
        }

        private static List<String> lines(DiskImage image, long allocated, Optional<DiskMeasure> measure) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("format", image.description()));
            rows.add(List.of("virtual", Texts.exactSize(image.virtualSize())));
            rows.add(List.of("allocated", Texts.exactSize(allocated)));
            measure.ifPresent(read -> rows.add(List.of("occupied", Texts.exactSize(read.occupiedBytes()))));
            measure.flatMap(DiskMeasure::sha256).ifPresent(sha256 -> rows.add(List.of("SHA-256", sha256)));
            return Texts.table("", rows);
        }
    }

    /** Says where a disk has data. */
    @Command(
            name = "map",
            description = {
                "Says where the disk in an image file has data, and where only zeros, in bytes.",
                "",
                "It goes by the tables of the image alone: what is data may still hold zeros."
            },
            footerHeading = "%nExample:%n",
            footer = "  gallery disk map web.qcow2 --json")
    static final class Map extends ProgramCommand {
        @Parameters(paramLabel = "FILE", description = FILE)
        private Path file;

        @Mixin
        private DiskOptions options;

        /** A run of bytes that are all data or all zero. */
        private record Run(long offset, long length, boolean data) {
            Document document() {
                return new Document()
                        .put("offset", offset)
                        .put("length", length)
                        .put("data", data);
            }

            List<String> row() {
                return List.of(String.valueOf(offset), String.valueOf(length), data ? "data" : "zero");
            }
        }

        @Override
        Answer run() throws IOException {
            try (DiskOptions.Opened disk = options.open(file)) {
                DiskImage image = disk.image();
                List<Run> runs = runs(image);
                return Answer.of(
                        new Document()
                                .put("virtualSize", image.virtualSize())
                                .put("extents", runs.stream().map(Run::document).toList()),
                        Texts.table("", runs.stream().map(Run::row).toList()));
            }
        }

        /** The runs in order; together they are the disk. */
        private static List<Run> runs(DiskImage image) throws IOException {
            List<Run> runs = new ArrayList<>();
            long end = 0;
            Optional<Extent> extent = image.nextExtent(0);
            while (extent.isPresent()) {
                long start = extent.get().offset();
                add(runs, end, start - end, false);
                add(runs, start, extent.get().length(), true);
                end = extent.get().end();
                extent = image.nextExtent(end);
            }
            add(runs, end, image.virtualSize() - end, false);
            return runs;
        }

        private static void add(List<Run> runs, long offset, long length, boolean data) {
            int last = runs.size() - 1;
            if (length == 0) {
                return;
            }
            if (last >= 0 && runs.get(last).data == data) {
                runs.set(last, new Run(runs.get(last).offset, runs.get(last).length + length, data));
            } else {
                runs.add(new Run(offset, length, data));
            }
        }
    }

    /** Reads all of an image. */
    @Command(
            name = "check",
            description = {
                "Checks an image file: walks through its tables, and reads all of its data once.",
                "",
                "It exits with 1, and names the rule that is broken, if the image is refused. What is damaged in it, but"
                        + " there twice, is said in a warning."
            },
            footerHeading = "%nExample:%n",
            footer = "  gallery disk check web.vmdk")
    static final class Check extends ProgramCommand {
        @Parameters(paramLabel = "FILE", description = FILE)
        private Path file;

        @Mixin
        private DiskOptions options;

        @Override
        Answer run() throws IOException {
            try (DiskOptions.Opened disk = options.open(file);
                    ProgressBar bar = progressBar()) {
                DiskImage image = disk.image();
                DiskMeasure measure = DiskMeasure.of(image, false, telling(bar, "Checking " + file, image));
                Document document = new Document()
                        .put("file", file)
                        .put("format", image.format())
                        .put("description", image.description())
                        .put("virtualSize", image.virtualSize())
                        .put("notes", image.notes());
                return Answer.of(
                                document,
                                file + ": " + image.description() + ", all of "
                                        + Texts.exactSize(measure.occupiedBytes()) + " that are not zero can be read")
                        .warning(image.notes());
            }
        }
    }

    /** Compares the content of two images. */
    @Command(
            name = "compare",
            description = {
                "Compares the disks in two image files, of any formats, and says where they first differ.",
                "",
                "It exits with 1 if they do. A disk that is longer differs where the other one ends."
            },
            footerHeading = "%nExample:%n",
            footer = "  gallery disk compare web.qcow2 web.vhd")
    static final class Compare extends ProgramCommand {
        @Parameters(index = "0", paramLabel = "FILE", description = FILE)
        private Path file;

        @Parameters(index = "1", paramLabel = "OTHER", description = "The image file to compare it with.")
        private Path other;

        @Mixin
        private DiskOptions options;

        @Option(
                names = "--other-format",
                paramLabel = "raw|vhd|vhdx|qcow2|vmdk",
                description = "The format that OTHER must have; found by the content if not given.")
        private Optional<DiskFormat> otherFormat = Optional.empty();

        @Option(
                names = "--other-parent",
                paramLabel = "FILE",
                description = "The parent of OTHER, as --parent is that of FILE.")
        private List<Path> otherParents = List.of();

        @Override
        Answer run() throws IOException {
            OpenOptions standard = OpenOptions.standard();
            try (DiskOptions.Opened first = options.open(file);
                    DiskOptions.Opened second = DiskOptions.open(
                            other, otherFormat.map(standard::format).orElse(standard), otherParents);
                    ProgressBar bar = progressBar()) {
                OptionalLong difference = DiskComparison.firstDifference(
                        first.image(), second.image(), telling(bar, "Comparing " + file, first.image()));
                Document document = new Document().put("equal", difference.isEmpty());
                difference.ifPresent(at -> document.put("firstDifference", at));
                if (difference.isEmpty()) {
                    return Answer.of(document, "The disks are the same");
                }
                return Answer.of(document, List.of())
                        .failing(file + " and " + other + " differ at byte " + difference.getAsLong());
            }
        }
    }

    /** Copies a disk into an image of another format. */
    @Command(
            name = "convert",
            description = {
                "Copies a disk into a new image file; zeros become holes of the file.",
                "",
                "The new disk has exactly the size of the old one. Clouds take fixed VHDs of whole MiB only, so that"
                        + " any other size is refused for them, unless --pad adds zeros."
            },
            footerHeading = "%nExample:%n",
            footer = "  gallery disk convert web.qcow2 web.vhd --to vhd-fixed")
    static final class Convert extends ProgramCommand {
        @Parameters(index = "0", paramLabel = "FILE", description = FILE)
        private Path file;

        @Parameters(index = "1", paramLabel = "OUT", description = "The file to write, which must not exist.")
        private Path out;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "raw|vhd-fixed|vhd-dynamic|qcow2|qcow2-zstd",
                description = "The format of the file to write.")
        private WritableFormat to;

        @Option(names = "--pad", description = "Add zeros at the end of the disk, up to a whole MiB.")
        private boolean pad;

        @Mixin
        private DiskOptions options;

        @Override
        Answer run() throws IOException {
            try (DiskOptions.Opened disk = options.open(file);
                    DiskWriter writer = DiskWriter.create(out, to, size(disk.image()));
                    ProgressBar bar = progressBar()) {
                DiskImage image = disk.image();
                DiskConverter.convert(image, writer, telling(bar, "Converting " + file, image));
                writer.finish();
                return Answer.of(
                                new Document()
                                        .put("file", out)
                                        .put("format", to)
                                        .put("virtualSize", size(image)),
                                "Wrote " + out + ": " + to + ", " + Texts.exactSize(size(image)) + " virtual")
                        .warning(image.notes());
            }
        }

        private long size(DiskImage image) {
            long size = image.virtualSize();
            if (pad) {
                return (size + FixedVhd.MIB - 1) / FixedVhd.MIB * FixedVhd.MIB;
            }
            if (to == WritableFormat.VHD_FIXED) {
                FixedVhd.requireWholeMib("convert " + file + " to " + to, size, "add --pad, or choose another format");
            }
            return size;
        }
    }
}
