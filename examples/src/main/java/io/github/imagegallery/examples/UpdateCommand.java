// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.GalleryChange;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionChange;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.VersionOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that changes what may be changed of a gallery, definition or version. */
@Command(
        name = "update",
        description = {
            "Changes what may be changed of a gallery, a definition or a version.",
            "",
            "A gallery takes --description; a definition takes that, --end-of-life, --no-end-of-life, --vcpus and"
                    + " --memory-mib; a version takes --end-of-life, --no-end-of-life, --exclude-from-latest and"
                    + " --include-in-latest. What is not named stays as it is. A version without an option is"
                    + " resumed: what was cut off of its replicas is finished.",
            "",
            "With --rules current a gallery takes --tag too; a definition --tag, --release-notes and --disallow; a version"
                    + " --keep-regions, --free-regions, --block-deletion and --allow-deletion. Tags, and kinds of disk,"
                    + " that are named replace all that there were."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  gallery --store images update golden/web --end-of-life 2030-01-31T00:00:00Z --vcpus 2..8",
            "  gallery --store images update golden/web/1.0.0 --exclude-from-latest=japaneast",
            "  gallery --store images update golden/web/1.0.0",
            "  gallery --store images --rules current update golden/web --tag team=web --disallow UltraSSD_LRS"
        })
final class UpdateCommand extends StoreCommand {
    private static final String END_OF_LIFE = "--end-of-life";
    private static final String NO_END_OF_LIFE = "--no-end-of-life";

    @Parameters(paramLabel = "ID", converter = Address.OfAny.class, description = "What to change.")
    private Address address;

    @Option(
            names = "--description",
            paramLabel = "TEXT",
            description = "What it is for; an empty text takes the description away.")
    private Optional<String> text = Optional.empty();

    @Option(
            names = END_OF_LIFE,
            paramLabel = "INSTANT",
            description = "When it is past its life, such as 2030-01-31T00:00:00Z or 2030-01-31.")
    private Optional<Instant> endOfLife = Optional.empty();

    @Option(names = NO_END_OF_LIFE, description = "Take the end of life away.")
    private boolean noEndOfLife;

    @Mixin
    private Recommendations recommendations;

    @Mixin
    private Guidance guidance;

    @Mixin
    private Tags tags;

    @Mixin
    private LatestOptions latest;

    @Mixin
    private SafetyOptions safety;

    @Override
    void check() {
        ResourceKind kind = ResourceKind.of(address);
        given().stream()
                .filter(option -> !kind.takes(option))
                .findFirst()
                .ifPresent(option -> misuse(option + " does not fit " + address + ", which is " + kind.accepts()));
        if (given().isEmpty() && kind != ResourceKind.VERSION) {
            misuse("Missing what to change of " + address + ", which is " + kind.accepts());
        }
        if (endOfLife.isPresent() && noEndOfLife) {
            misuse(END_OF_LIFE + " and " + NO_END_OF_LIFE + " contradict each other (give one)");
        }
        latest.contradiction().ifPresent(this::misuse);
        safety.check();
        tags.check();
    }

    /** Returns the options that say what to change. */
    private List<String> given() {
        return ResourceKind.options()
                .filter(spec.commandLine().getParseResult()::hasMatchedOption)
                .toList();
    }

    @Override
    Answer run(ImageGalleries galleries) {
        return switch (ResourceKind.of(address)) {
            case GALLERY -> gallery(address.gallery(galleries).update());
            case DEFINITION -> definition(address.definition(galleries).update());
            case VERSION -> version(address.version(galleries));
        };
    }

    private Answer gallery(GalleryChange change) {
        text.ifPresent(change::description);
        tags.forEach(change::tag);
        GalleryInfo gallery = made(change);
        return Answer.of(Documents.gallery(gallery), "Updated gallery " + ResourceTexts.gallery(gallery));
    }

    private Answer definition(DefinitionChange change) {
        text.ifPresent(change::description);
        describeLife(change::endOfLife, change::noEndOfLife);
        recommendations.describe(change);
        guidance.describe(change);
        tags.forEach(change::tag);
        ImageDefinitionInfo definition = made(change);
        List<String> lines =
                new ArrayList<>(List.of("Updated " + definition.id().path()));
        lines.addAll(ResourceTexts.facts("  ", definition));
        return Answer.of(Documents.definition(definition), lines);
    }

    private void describeLife(Consumer<Instant> ending, Runnable endless) {
        endOfLife.ifPresent(ending);
        if (noEndOfLife) {
            endless.run();
        }
    }

    private Answer version(ImageVersion version) {
        VersionChange change = version.update();
        latest.describe(change);
        safety.describe(change);
        describeLife(change::endOfLife, change::noEndOfLife);
        try (ProgressBar bar = progressBar()) {
            return answer(made(change.onProgress(bar)));
        }
    }

    private Answer answer(VersionOutcome outcome) {
        return given().isEmpty() ? VersionCommands.answer("Resumed", outcome) : VersionCommands.updated(outcome);
    }
}
