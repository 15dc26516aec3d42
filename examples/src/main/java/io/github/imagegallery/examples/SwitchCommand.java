// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.error.GalleryException;
import io.github.imagegallery.error.Violation;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ImageVersionInfo;
import io.github.imagegallery.model.ManagedImageInfo;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.policy.ScaleSetSwitchRule;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that checks whether a scale set may be switched to a version. */
@Command(
        name = "switch",
        description = {
            "Says whether a scale set that was made from a managed image may use a version from now on; switches nothing.",
            "",
            "OS type, generation, and the numbers and sizes of the data disks must be the same. Where they are not, it exits"
                    + " with 1 and says all that differs."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  gallery --store images switch golden/web/1.0.0 --from-os linux --from-generation V1 \\",
            "          --from-data-disk 0=32GiB"
        })
final class SwitchCommand extends StoreCommand {
    @Parameters(
            paramLabel = "GALLERY/DEFINITION/VERSION",
            converter = Address.OfVersion.class,
            description = "The version that the scale set shall use.")
    private Address address;

    @Option(
            names = "--from-os",
            required = true,
            paramLabel = "linux|windows",
            description = "The operating system family of the managed image.")
    private OsType osType;

    @Option(
            names = "--from-generation",
            paramLabel = "V1|V2",
            description = "The kind of virtual machine that it boots on; V1 by default.")
    private HyperVGeneration generation = HyperVGeneration.V1;

    @Option(
            names = "--from-data-disk",
            paramLabel = "LUN=SIZE",
            converter = DataDiskReader.class,
            description =
                    "A data disk that it has: its logical unit number, and its size in bytes, or with a unit such as"
                            + " 32GiB; may be repeated.")
    private List<SizedDisk> dataDisks = List.of();

    /**
     * A data disk of the managed image.
     *
     * @param bytes how large it is
     */
    private record SizedDisk(int lun, long bytes) {
        @Override
        public String toString() {
            return lun + "=" + bytes;
        }
    }

    @Override
    void check() {
        Repeated.check(spec, "--from-data-disk", "the logical unit number", SizedDisk::lun, dataDisks);
    }

    @Override
    Answer run(ImageGalleries galleries) {
        ManagedImageInfo image = ManagedImageInfo.of(osType, generation);
        for (SizedDisk disk : dataDisks) {
            image = image.withDataDisk(disk.lun(), disk.bytes());
        }
        ImageVersionInfo version = address.version(galleries).info();
        List<Violation> differences =
                ScaleSetSwitchRule.check(image, address.definition(galleries).info(), version);
        if (!differences.isEmpty()) {
            throw GalleryException.of("Cannot switch the scale set to " + address, differences);
        }
        return Answer.of(
                new Document().put("version", version.id()),
                "The scale set may be switched to " + version.id().path() + " (nothing is switched)");
    }

    /** Reads a data disk and its size. */
    static final class DataDiskReader implements ITypeConverter<SizedDisk> {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,9})=([0-9]{1,15})(?i:(KiB|MiB|GiB|TiB)?)");
        private static final String UNITS = "kmgt";

        @Override
        public SizedDisk convert(String text) {
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw Arguments.malformed(text, "LUN=SIZE, such as 0=32GiB");
            }
            int power = parts.group(3) == null
                    ? 0
                    : 1 + UNITS.indexOf(parts.group(3).toLowerCase(Locale.ROOT).charAt(0));
            try {
                return new SizedDisk(
                        Integer.parseInt(parts.group(1)),
                        Math.multiplyExact(Long.parseLong(parts.group(2)), 1L << 10 * power));
            } catch (ArithmeticException tooLarge) {
                throw Arguments.malformed(text, "LUN=SIZE of less than 2^63 bytes");
            }
        }
    }
}
