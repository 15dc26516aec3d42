// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.model.Region;
import io.github.imagegallery.model.RegionCatalog;
import java.util.List;
import picocli.CommandLine.Command;

/** The command that lists the regions which galleries know. */
@Command(
        name = "regions",
        description = {
            "Lists the regions of the public cloud, which are those that may be named; needs no store.",
            "",
            "Each has a name, a display name (which may be given instead of it), a geography and zones.",
            "Some are only for those who are on their allow list."
        },
        footerHeading = "%nExample:%n",
        footer = "  gallery regions --json")
final class RegionsCommand extends ProgramCommand {

    @Override
    Answer run() {
        RegionCatalog catalog = RegionCatalog.publicCloud();
        return Answer.of(
                Documents.regions(catalog),
                Texts.table(
                        "", catalog.regions().stream().map(RegionsCommand::row).toList()));
    }

    private static List<String> row(Region region) {
        return List.of(
                region.name().toString(),
                region.displayName(),
                region.geography(),
                region.zones() == 0 ? "no zones" : Texts.count(region.zones(), "zone"),
                region.needsAllowList() ? "by allow list" : "");
    }
}
