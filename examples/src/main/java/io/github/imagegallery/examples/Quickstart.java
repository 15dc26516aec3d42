// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.core.SharedImageGalleries;
import io.github.imagegallery.disk.DiskConverter;
import io.github.imagegallery.disk.DiskImage;
import io.github.imagegallery.disk.DiskWriter;
import io.github.imagegallery.disk.WritableFormat;
import io.github.imagegallery.model.ExportReport;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.LatestResolution;
import io.github.imagegallery.model.PriceBook;
import io.github.imagegallery.model.PriceBook.RegionPrices;
import io.github.imagegallery.model.RegionName;
import io.github.imagegallery.model.StorageType;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.model.VersionNumber;
import io.github.imagegallery.model.VersionOutcome;
import io.github.imagegallery.storage.file.FileStorage;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The main job of the library, start to end: publish an image with replicas in three regions, publish a changed one,
 * look at states, latest, sizes and costs, and export a replica. Run it with an image and a folder to keep the store in,
 * or with nothing: then it writes a small disk itself, and leaves nothing behind.
 */
public final class Quickstart {
    private static final String HOME = "westeurope";
    private static final List<String> REGIONS = List.of(HOME, "northeurope", "japaneast");
    private static final int REPLICAS = 2;

    private final PrintStream out;
    private final ImageDefinition web;
    private final Path work;

    private Quickstart(PrintStream out, ImageDefinition web, Path work) {
        this.out = out;
        this.web = web;
        this.work = work;
    }

    /**
     * Runs it.
     *
     * @param args nothing; or an image; or an image and a folder for the store, which is kept
     */
    public static void main(String... args) {
        if (args.length > 2 || Stream.of(args).anyMatch(arg -> arg.startsWith("-"))) {
            System.err.println("Usage: Quickstart [IMAGE [STORE]]");
            System.exit(2);
        }
        List<Path> given = Stream.of(args).map(Path::of).toList();
        try {
            run(System.out, given.stream().findFirst(), given.stream().skip(1).findFirst());
        } catch (IOException | RuntimeException refused) {
            System.err.println("error: " + Refusals.message(refused));
            System.exit(Refusals.REFUSED);
        }
    }

    /** Runs it with an image or its own disk, in a kept folder or a temporary one. */
    static void run(PrintStream out, Optional<Path> image, Optional<Path> kept) throws IOException {
        try (TemporaryFolder temporary = TemporaryFolder.create()) {
            Path work = temporary.path();
            Path store = kept.orElse(work.resolve("store"));
            Path disk = image.isPresent() ? image.get() : sample(work);
            out.println("image  " + disk + (image.isPresent() ? "" : " (a sample, made for you)"));
            out.println("store  " + store + (kept.isPresent() ? "" : " (temporary)"));
            try (ImageGalleries galleries = SharedImageGalleries.open(FileStorage.at(store))) {
                new Quickstart(out, definition(out, galleries), work).show(disk);
            }
            kept.ifPresent(
                    folder -> out.println("\nThe store is kept: java -jar gallery.jar --store " + folder + " list"));
        }
    }

    private static Path sample(Path work) throws IOException {
        Path disk = work.resolve("sample.raw");
        SampleDisk.write(disk);
        return disk;
    }

    /** Makes the gallery and the definition, unless a kept store has them already. */
    private static ImageDefinition definition(PrintStream out, ImageGalleries galleries) {
        Gallery golden = galleries.gallery("golden");
        ImageDefinition web = golden.definition("web");
        if (galleries.galleries().stream().noneMatch(gallery -> gallery.name().equalsIgnoreCase(golden.name()))) {
            golden.create().location(HOME).description("Golden images").commit();
        }
        if (golden.definitions().stream()
                .noneMatch(definition -> definition.name().equalsIgnoreCase(web.name()))) {
            web.create()
                    .identifier("Contoso", "Finance", "Front-end")
                    .linux()
                    .generalized()
                    .commit();
        } else {
            out.println("       it has golden/web already, so the versions get the next numbers");
        }
        return web;
    }

    private void show(Path image) throws IOException {
        VersionNumber first = nextNumber();
        heading("Publish " + first + ", " + REPLICAS + " replicas in each of " + REGIONS.size() + " regions");
        publish(first, image, false);

        Path changed = changed(image, first);
        VersionNumber second = nextNumber();
        heading("Publish " + second + ", a few blocks changed; " + REGIONS.get(2) + " is to wait for it");
        VersionOutcome outcome = publish(second, changed, true);
        out.println("  Only the change was stored and moved: "
                + percent(outcome.storedBytes(), outcome.version().billedBytes()) + " of the image.");

        heading("Which version is latest, and why");
        REGIONS.forEach(this::showLatest);
        heading("What " + second + " costs (by made-up prices)");
        CostTexts.estimate("  ", web.version(second).estimate(prices())).forEach(out::println);
        heading("Export " + second + " from " + REGIONS.get(1));
        export(second, changed);
    }

    private void heading(String text) {
        out.println();
        out.println(text);
    }

    /** Returns the number after the newest; 1.0.0 if there is none. */
    private VersionNumber nextNumber() {
        List<ImageVersionInfo> versions = web.versions().toList();
        if (versions.isEmpty()) {
            return VersionNumber.parse("1.0.0");
        }
        VersionNumber newest = versions.get(versions.size() - 1).number();
        return new VersionNumber(newest.major(), newest.minor(), newest.patch() + 1);
    }

    private VersionOutcome publish(VersionNumber number, Path image, boolean lastWaits) {
        TargetRegion last = TargetRegion.of(REGIONS.get(2)).replicas(REPLICAS);
        VersionOutcome outcome;
        try (ProgressBar bar = progressBar()) {
            outcome = web.version(number)
                    .publish(image)
                    .replicate(REGIONS.get(0), REPLICAS)
                    .replicate(REGIONS.get(1), REPLICAS)
                    .replicate(lastWaits ? last.excludedFromLatest() : last)
                    .onProgress(bar)
                    .commit();
        }
        ResourceTexts.regions("  ", outcome.version()).forEach(out::println);
        ResourceTexts.bytes("  ", outcome).forEach(out::println);
        return outcome;
    }

    /** Returns a raw copy of the image in which a few blocks differ. */
    private Path changed(Path image, VersionNumber number) throws IOException {
        Path copy = work.resolve("changed.raw");
        try (DiskImage disk = DiskImage.open(image);
                DiskWriter writer = DiskWriter.create(copy, WritableFormat.RAW, disk.virtualSize())) {
            DiskConverter.convert(disk, writer, done -> {});
            writer.finish();
        }
        SampleDisk.change(copy, "a hot fix for " + number + "\n");
        return copy;
    }

    private void showLatest(String region) {
        LatestResolution resolution = web.explainLatest(region);
        LatestTexts.latest(resolution).forEach(line -> out.println("  " + line));
    }

    private void export(VersionNumber number, Path original) throws IOException {
        Path file = work.resolve("export.raw");
        ExportReport report;
        try (ProgressBar bar = progressBar()) {
            report = web.version(number).export(REGIONS.get(1)).onProgress(bar).to(file);
        }
        boolean identical = Files.mismatch(file, original) == -1;
        out.println("  chosen copy: " + report.site() + ", " + Texts.size(report.virtualSizeBytes()));
        out.println(
                identical ? "  its bytes are identical to what was published" : "  ITS BYTES DIFFER: this is a bug");
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%.2f %%", 100.0 * part / Math.max(1, whole));
    }

    private static ProgressBar progressBar() {
        return ProgressBar.onTerminal(new PrintWriter(System.err, true));
    }

    /** Returns the prices of the file prices.json, which are not real ones. */
    static PriceBook prices() {
        return PriceBook.builder()
                .currency("EUR")
                .putStoragePerGbMonth(StorageType.STANDARD_LRS, new BigDecimal("0.045"))
                .putStoragePerGbMonth(StorageType.STANDARD_ZRS, new BigDecimal("0.056"))
                .putStoragePerGbMonth(StorageType.PREMIUM_LRS, new BigDecimal("0.122"))
                .egressPerGb(new BigDecimal("0.018"))
                .putRegions(
                        RegionName.of("japaneast"),
                        new RegionPrices(
                                Map.of(StorageType.STANDARD_LRS, new BigDecimal("0.05")),
                                Optional.of(new BigDecimal("0.11"))))
                .build();
    }
}
