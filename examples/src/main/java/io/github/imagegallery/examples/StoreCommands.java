// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.MaintenanceJob;
import io.github.imagegallery.RepairJob;
import io.github.imagegallery.model.CollectReport;
import io.github.imagegallery.model.RepairReport;
import io.github.imagegallery.model.VerifyReport;
import io.github.imagegallery.model.VerifyReport.Damage;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that keep a store in order: verify, repair, collect and delete. */
final class StoreCommands {
    private StoreCommands() {}

    /** Checks all that is kept. */
    @Command(
            name = "verify",
            description = {
                "Reads all that is kept, every copy of it, and checks it; changes nothing.",
                "",
                "Exits with 1 and lists what is damaged, if anything is."
            },
            footerHeading = "%nExample:%n",
            footer = "  gallery --store images verify")
    static final class Verify extends StoreCommand {
        private static final String ADVICE = "Make missing or damaged copies anew: gallery repair";

        @Override
        Answer run(ImageGalleries galleries) {
            try (ProgressBar bar = progressBar()) {
                return answer(galleries.verify(bar));
            }
        }

        private static Answer answer(VerifyReport report) {
            List<String> lines = new ArrayList<>();
            lines.add("Checked " + Texts.count(report.versions(), "version") + " at "
                    + Texts.count(report.sites(), "site") + ", " + Texts.exactSize(report.bytes()) + ": "
                    + (report.sound()
                            ? "all is well"
                            : Texts.count(report.damages().size(), "damage")));
            if (report.sound()) {
                return Answer.of(Documents.verification(report), lines);
            }
            report.damages().forEach(damage -> lines.add("  " + line(damage)));
            lines.add(ADVICE);
            return Answer.of(Documents.verification(report), lines)
                    .failing(Texts.count(report.damages().size(), "damage") + " found in the store");
        }
    }

    private static String line(Damage damage) {
        return damage.site().orElse("every site") + ": " + damage.reason()
                + (damage.versions().isEmpty() ? "" : " (needed by " + String.join(", ", damage.versions()) + ")");
    }

    /** Makes damaged and missing copies anew. */
    @Command(
            name = "repair",
            description = {
                "Reads all that is kept, and makes anew what is damaged or missing, from any other copy.",
                "",
                "Exits with 1 and lists what no copy that may be used has undamaged, if there is anything."
            },
            footerHeading = "%nExample:%n",
            footer = "  gallery --store images repair --noted")
    static final class Repair extends StoreCommand {
        @Option(names = "--noted", description = "Looks only at the copies that readers had to pass over.")
        private boolean noted;

        @Option(names = "--within-regions", description = "Copies nothing from one region to another.")
        private boolean withinRegions;

        @Option(names = "--dry-run", description = "Says what would be made anew, and changes nothing.")
        private boolean dryRun;

        @Override
        Answer run(ImageGalleries galleries) {
            try (ProgressBar bar = progressBar()) {
                RepairJob repair = galleries.repair().onProgress(bar);
                if (noted) {
                    repair.noted();
                }
                if (withinRegions) {
                    repair.withinRegions();
                }
                return answer(dryRun ? repair.preview() : repair.run());
            }
        }

        private Answer answer(RepairReport report) {
            List<String> lines = new ArrayList<>();
            lines.add("Checked " + Texts.count(report.sites(), "site") + ", " + Texts.exactSize(report.bytes()) + ": "
                    + (dryRun ? "would make " : "made ")
                    + Texts.count(report.repaired().size(), "blob") + " anew");
            report.repaired().forEach(damage -> lines.add("  " + line(damage)));
            if (report.sound()) {
                return Answer.of(Documents.repair(report), lines);
            }
            lines.add(withinRegions ? "No copy in the region has these undamaged:" : "No copy has these undamaged:");
            report.left().forEach(damage -> lines.add("  " + line(damage)));
            return Answer.of(Documents.repair(report), lines)
                    .failing(Texts.count(report.left().size(), "damage") + " left in the store");
        }
    }

    /** Removes what nothing needs. */
    @Command(
            name = "collect",
            description = {
                "Removes the bytes that no version needs: of deleted versions, of withdrawn regions, of replicas"
                        + " that are no longer asked for, and of publications that were cut off and deleted.",
                "",
                "May run while the store is in use by others in the same program; nothing that is needed is ever removed."
            },
            footerHeading = "%nExample:%n",
            footer = "  gallery --store images collect --dry-run")
    static final class Collect extends StoreCommand {
        @Option(names = "--dry-run", description = "Says what would be removed, and removes nothing.")
        private boolean dryRun;

        @Override
        Answer run(ImageGalleries galleries) {
            try (ProgressBar bar = progressBar()) {
                MaintenanceJob<CollectReport> collection = galleries.collect().onProgress(bar);
                return answer(dryRun ? collection.preview() : collection.run());
            }
        }

        private Answer answer(CollectReport report) {
            List<String> lines = new ArrayList<>();
            lines.add((dryRun ? "Would remove " : "Removed ") + Texts.count(report.blobs(), "blob") + ", "
                    + Texts.exactSize(report.bytes()) + ", at " + Texts.count(report.sites(), "site"));
            return Answer.of(Documents.collection(report), lines)
                    .warning(report.skipped().stream()
                            .map(site -> site.site() + " was passed over: " + site.reason())
                            .toList());
        }
    }

    /** Deletes a gallery, definition or version. */
    @Command(
            name = "delete",
            description = "Deletes a version, a definition that has no versions, or a gallery that has no definitions.",
            footerHeading = "%nExample:%n",
            footer = "  gallery --store images delete golden/web/1.0.0")
    static final class Delete extends StoreCommand {
        @Parameters(paramLabel = "ID", converter = Address.OfAny.class, description = "What to delete.")
        private Address address;

        @Override
        Answer run(ImageGalleries galleries) {
            List<String> lines = new ArrayList<>(List.of("Deleted " + address));
            if (address.depth() == 3) {
                lines.add(Texts.BYTES_STAY);
            }
            return Answer.of(new Document().put("deleted", deleted(galleries)), lines);
        }

        private Document deleted(ImageGalleries galleries) {
            return switch (address.depth()) {
                case 1 -> Documents.gallery(made(address.gallery(galleries).delete()));
                case 2 ->
                    Documents.definition(made(address.definition(galleries).delete()));
                default -> Documents.version(made(address.version(galleries).delete()));
            };
        }
    }
}
