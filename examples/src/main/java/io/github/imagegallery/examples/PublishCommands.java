// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionPublication;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The commands that make versions. */
final class PublishCommands {
    private PublishCommands() {}

    /** Publishes an image as a version. */
    @Command(
            name = "publish",
            description = {
                "Publishes an image as a version and makes its replicas.",
                "",
                "What was cut off is resumed by the same command. Without --replicate the version has its replicas"
                        + " in its home region. What is said of the source must fit the definition and the home region."
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  gallery --store images publish golden/web/1.0.0 web.vhd --data-disk 0=data.vhd \\",
                "          --replicate westeurope=2 --replicate northeurope=2:Standard_ZRS --replicate japaneast",
                "  gallery --store images publish golden/web/1.0.1 web.vhd --source vm=web-01 \\",
                "          --source-region westeurope --source-os linux --source-state generalized \\",
                "          --source-generation V1 --host-caching os=ReadWrite"
            })
    static final class Publish extends PlacingCommand {
        @Parameters(
                index = "0",
                paramLabel = "GALLERY/DEFINITION/VERSION",
                converter = Address.OfVersion.class,
                description = "The definition, and the version's number.")
        private Address address;

        @Parameters(index = "1", paramLabel = "IMAGE", description = "The OS disk: a raw, VHD, qcow2 or VMDK file.")
        private Path image;

        @Mixin
        private PublicationOptions options;

        @Mixin
        private SourceOptions source;

        @Override
        void check() {
            options.check();
            source.check();
        }

        @Override
        Answer run(ImageGalleries galleries) {
            VersionPublication publication = address.version(galleries).publish(source.source(image));
            options.describe(publication);
            try (ProgressBar bar = progressBar()) {
                return VersionCommands.published("Published", made(publication.onProgress(bar)));
            }
        }
    }

    /** Publishes a version from another one. */
    @Command(
            name = "copy",
            description = {
                "Publishes a version from another one, of any definition, gallery and subscription.",
                "",
                "SOURCE must fit TARGET's definition, and be available in TARGET's home region. Its data disks come along;"
                        + " bytes that are there already are not copied. What was cut off is resumed by the same command."
            },
            footerHeading = "%nExample:%n",
            footer = {
                "  gallery --store images copy golden/web/1.0.0 silver/web/1.0.0 --replicate westeurope=2",
                "  id=$(gallery --store images show golden/web/1.0.0 --json | jq -r .id)",
                "  gallery --store images copy \"$id\" silver/web/1.0.0 --subscription prod"
            })
    static final class Copy extends PlacingCommand {
        @Parameters(
                index = "0",
                paramLabel = "SOURCE",
                converter = Address.OfVersion.class,
                description = "The version to copy: GALLERY/DEFINITION/VERSION, or its full id.")
        private Address original;

        @Parameters(
                index = "1",
                paramLabel = "TARGET",
                converter = Address.OfVersion.class,
                description = "The definition, and the new version's number.")
        private Address address;

        @Mixin
        private PublicationOptions options;

        @Override
        void check() {
            options.check();
        }

        @Override
        Answer run(ImageGalleries galleries) {
            ImageVersion source = original.version(galleries);
            VersionPublication publication = address.version(galleries).publish(source);
            options.describe(publication);
            try (ProgressBar bar = progressBar()) {
                return VersionCommands.published("Copied " + original + " to", made(publication.onProgress(bar)));
            }
        }
    }
}
