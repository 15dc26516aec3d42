// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.GalleryChange;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.examples.Arguments.Identifier;
import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.GalleryInfo;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ImageDefinitionInfo;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.ResourceId;
import io.github.imagegallery.policy.LocationRule;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that make galleries and definitions. */
final class CreateCommands {
    private CreateCommands() {}

    /** Makes a gallery. */
    @Command(
            name = "create",
            description = "Makes a gallery, and the store if there is none yet.",
            footerHeading = "%nExample:%n",
            footer = "  gallery --store images create golden --location westeurope --description \"Golden images\"")
    static final class Create extends PlacingCommand {
        @Parameters(
                paramLabel = "GALLERY",
                converter = Address.OfGallery.class,
                description = "Its name: letters, digits, '.' and '_'.")
        private Address address;

        @Option(names = "--location", required = true, paramLabel = "REGION", description = "Where it is.")
        private String location;

        @Option(
                names = "--resource-group",
                paramLabel = "RG",
                description = "The resource group that it belongs to; the default one if neither this nor the full ID"
                        + " says it.")
        private Optional<String> resourceGroup = Optional.empty();

        @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
        private Optional<String> text = Optional.empty();

        @Mixin
        private Tags tags;

        @Override
        void check() {
            tags.check();
            address.home()
                    .map(ResourceId::resourceGroup)
                    .filter(named -> resourceGroup
                            .filter(other -> !other.equalsIgnoreCase(named))
                            .isPresent())
                    .ifPresent(named -> {
                        misuse("Two resource groups are given, " + named + " and " + resourceGroup.get()
                                + " (give one)");
                    });
        }

        @Override
        boolean makesStore() {
            return true;
        }

        @Override
        Answer run(ImageGalleries galleries) {
            GalleryChange change = address.newGallery(galleries).create().location(location);
            resourceGroup
                    .or(() -> address.home().map(ResourceId::resourceGroup))
                    .ifPresent(change::resourceGroup);
            text.ifPresent(change::description);
            tags.forEach(change::tag);
            GalleryInfo gallery = made(change);
            return Answer.of(Documents.gallery(gallery), "Created gallery " + ResourceTexts.gallery(gallery));
        }
    }

    /** Makes an image definition. */
    @Command(
            name = "define",
            description = "Makes an image definition: a type of image, of which versions are published.",
            footerHeading = "%nExample:%n",
            footer = {
                "  gallery --store images define golden/web --identifier Contoso:Finance:Front-end \\",
                "          --os linux --state generalized --generation V2 --vcpus 2..8 --tag team=web"
            })
    static final class Define extends PlacingCommand {
        @Parameters(
                paramLabel = "GALLERY/DEFINITION",
                converter = Address.OfDefinition.class,
                description = "The gallery, and the definition's name.")
        private Address address;

        @Option(
                names = "--identifier",
                required = true,
                paramLabel = "PUBLISHER:OFFER:SKU",
                description = "The triple by which it is known, unique in the gallery.")
        private Identifier identifier;

        @Option(
                names = "--os",
                required = true,
                paramLabel = "linux|windows",
                description = "The operating system family.")
        private OsType osType;

        @Option(
                names = "--state",
                required = true,
                paramLabel = "generalized|specialized",
                description = "Whether machine- and user-specific facts were removed.")
        private OsState osState;

        @Option(
                names = "--location",
                paramLabel = "REGION",
                description = "Where it is; the gallery's location by default.")
        private Optional<String> location = Optional.empty();

        @Option(
                names = "--generation",
                paramLabel = "V1|V2",
                description = "The kind of virtual machine: V1 boots by BIOS, V2 by UEFI; V1 by default.")
        private Optional<HyperVGeneration> generation = Optional.empty();

        @Option(
                names = "--architecture",
                paramLabel = "x64|Arm64",
                description = "The processor family; x64 by default.")
        private Optional<Architecture> architecture = Optional.empty();

        @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
        private Optional<String> text = Optional.empty();

        @Option(
                names = "--end-of-life",
                paramLabel = "INSTANT",
                description = "When it is past its life, such as 2030-01-31T00:00:00Z or 2030-01-31.")
        private Optional<Instant> endOfLife = Optional.empty();

        @Mixin
        private Recommendations recommendations;

        @Mixin
        private Guidance guidance;

        @Mixin
        private Details details;

        @Mixin
        private Tags tags;

        @Override
        void check() {
            details.check();
            tags.check();
        }

        @Override
        Answer run(ImageGalleries galleries) {
            ImageDefinitionInfo definition =
                    made(describe(address.definition(galleries).create()));
            String line = "Defined " + ResourceTexts.definition(definition.id().path(), definition);
            return Answer.of(Documents.definition(definition), line)
                    .warning(LocationRule.check(
                                    definition, address.gallery(galleries).info())
                            .stream()
                            .toList());
        }

        private DefinitionChange describe(DefinitionChange change) {
            change.identifier(identifier.publisher(), identifier.offer(), identifier.sku())
                    .osType(osType)
                    .osState(osState);
            location.ifPresent(change::location);
            generation.ifPresent(change::hyperVGeneration);
            architecture.ifPresent(change::architecture);
            text.ifPresent(change::description);
            endOfLife.ifPresent(change::endOfLife);
            recommendations.describe(change);
            guidance.describe(change);
            details.describe(change);
            tags.forEach(change::tag);
            return change;
        }
    }
}
