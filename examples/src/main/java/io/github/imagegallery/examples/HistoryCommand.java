// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.Listing.Page;
import io.github.imagegallery.model.VersionEvent;
import io.github.imagegallery.model.VersionNumber;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that lists what became of the versions of a definition. */
@Command(
        name = "history",
        description = {
            "Lists every change of a definition's versions: when, of which version, and what is different since.",
            "",
            "Versions that were deleted are among them. The instants are what 'latest --as-of' goes by."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  gallery --store images history golden/web",
            "  gallery --store images history golden/web --version 1.0.0 --json"
        })
final class HistoryCommand extends StoreCommand {
    @Parameters(
            paramLabel = "GALLERY/DEFINITION",
            converter = Address.OfDefinition.class,
            description = "The definition.")
    private Address address;

    @Option(names = "--version", paramLabel = "N", description = "Only the changes of this version, such as 1.0.0.")
    private Optional<String> version = Optional.empty();

    @Mixin
    private Paging paging;

    @Override
    Answer run(ImageGalleries galleries) {
        Optional<VersionNumber> only = version.map(VersionNumber::parse);
        Page<VersionEvent> page = paging.read(
                address.definition(galleries).history(),
                event -> only.map(event.version()::equals).orElse(true));
        return Answer.of(
                new Document()
                        .put(
                                "events",
                                page.items().stream().map(Documents::event).toList())
                        .put("next", page.next()),
                Paging.lines(lines(page), page));
    }

    private List<String> lines(Page<VersionEvent> page) {
        return page.items().isEmpty()
                ? List.of("No change"
                        + version.map(number -> " of version " + number).orElse("") + " is known of " + address)
                : history(page.items());
    }

    /** Returns a history, one line for each change. */
    private static List<String> history(List<VersionEvent> events) {
        return Texts.table("", events.stream().map(HistoryCommand::event).toList());
    }

    private static List<String> event(VersionEvent event) {
        return List.of(
                event.at().toString(),
                event.version().toString(),
                event.kind().name().toLowerCase(Locale.ROOT),
                String.join("; ", event.changes()));
    }
}
