// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.model.VerifyReport;
import io.github.imagegallery.model.VerifyReport.Damage;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands that keep a store in order: verify and delete. */
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
        private static final String ADVICE =
                "Replicate the region again (gallery replicate ID REGION) to make missing" + " or damaged copies anew";

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

        private static String line(Damage damage) {
            return damage.site().orElse("every site") + ": " + damage.reason()
                    + (damage.versions().isEmpty() ? "" : " (needed by " + String.join(", ", damage.versions()) + ")");
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
                case 1 -> Documents.gallery(address.gallery(galleries).delete().commit());
                case 2 ->
                    Documents.definition(address.definition(galleries).delete().commit());
                default -> Documents.version(address.version(galleries).delete().commit());
            };
        }
    }
}
