// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.DiskExport;
import io.github.imagegallery.ExportFormat;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.model.ExportReport;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ReadFallback;
import io.github.imagegallery.model.RegionName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that writes a disk of a version into a file. */
@Command(
        name = "export",
        description = {
            "Writes a disk of a version into a file, from the replicas in a region; every block is checked.",
            "",
            "Where a copy is damaged, the next one is read, and a warning says so. The version latest is the newest"
                    + " that can be deployed in the region now; the answer says which one it was."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  gallery --store images export golden/web/1.0.0 --region japaneast --to vhd-fixed web.vhd",
            "  gallery --store images export golden/web/latest --region japaneast --to raw web.raw"
        })
final class ExportCommand extends StoreCommand {
    @Parameters(
            index = "0",
            paramLabel = "GALLERY/DEFINITION/VERSION",
            converter = Address.OfVersion.class,
            description = "The version: a number, or latest.")
    private Address address;

    @Parameters(index = "1", paramLabel = "OUT", description = "The file to write, which must not exist.")
    private Path out;

    @Option(names = "--region", required = true, paramLabel = "REGION", description = "Where to read it from.")
    private String region;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "raw|vhd-fixed|vhd-dynamic|qcow2|qcow2-zstd",
            description = "The format of the file.")
    private ExportFormat to;

    @Option(
            names = "--data-disk",
            paramLabel = "LUN",
            description = "The data disk of that logical unit number; the OS disk if not given.")
    private Optional<Integer> lun = Optional.empty();

    @Override
    Answer run(ImageGalleries galleries) {
        Address taken = address.isLatest() ? latest(galleries) : address;
        if (to == ExportFormat.VHD_FIXED) {
            requireWholeMib(taken, taken.version(galleries).info());
        }
        DiskExport export = taken.version(galleries).export(region).as(to);
        lun.ifPresent(export::dataDisk);
        try (ProgressBar bar = progressBar()) {
            return answer(taken, export.onProgress(bar).to(out));
        }
    }

    /** An export adds nothing to a disk. */
    private void requireWholeMib(Address taken, ImageVersionInfo version) {
        version.disks().stream()
                .filter(disk -> disk.lun().equals(lun))
                .forEach(disk -> FixedVhd.requireWholeMib(
                        "export " + taken + " to " + Arguments.label(to),
                        disk.virtualSizeBytes(),
                        "export it to raw, and convert that with disk convert --pad"));
    }

    private Address latest(ImageGalleries galleries) {
        return address.numbered(address.definition(galleries).latest(region).number());
    }

    private Answer answer(Address taken, ExportReport report) {
        List<String> lines = List.of(
                "Wrote " + report.file() + ": " + Arguments.label(to) + ", "
                        + Texts.exactSize(report.virtualSizeBytes()) + " virtual",
                "  version: " + taken + (address.isLatest() ? ", latest in " + RegionName.of(region) : ""),
                "  chosen copy: " + report.site());
        return Answer.of(Documents.export(report).put("version", taken), lines).warning(warnings(report.fallbacks()));
    }

    private static List<String> warnings(List<ReadFallback> fallbacks) {
        if (fallbacks.isEmpty()) {
            return List.of();
        }
        return Stream.concat(
                        fallbacks.stream()
                                .map(passed -> "copy " + passed.site() + " was passed over: " + passed.reason()),
                        Stream.of("other copies stood in, and the file is whole (see what 'verify' says)"))
                .toList();
    }
}
