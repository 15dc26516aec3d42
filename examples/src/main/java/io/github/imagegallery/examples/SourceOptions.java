// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.DiskFormat;
import io.github.imagegallery.DiskSource;
import io.github.imagegallery.ImageSource;
import io.github.imagegallery.examples.SourceArguments.DataDisk;
import io.github.imagegallery.examples.SourceArguments.DiskCaching;
import io.github.imagegallery.examples.SourceArguments.DiskResource;
import io.github.imagegallery.examples.SourceArguments.Resource;
import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.ManagedImageOrigin;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.model.SourceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what a version is made from; the bytes are in files, whatever it is. */
final class SourceOptions {
    private static final String DATA_DISK = "--data-disk";
    private static final String DATA_DISK_SOURCE = "--data-disk-source";
    private static final String HOST_CACHING = "--host-caching";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @ArgGroup
    private Format format = new Format();

    @Option(
            names = DATA_DISK,
            paramLabel = "LUN=FILE",
            description = "A data disk, by its logical unit number; may be repeated.")
    private List<DataDisk> dataDisks = List.of();

    @Option(
            names = HOST_CACHING,
            paramLabel = "DISK=CACHING",
            description = "How the host of a machine caches a disk, which is os or a logical unit number: None (the"
                    + " default), ReadOnly or ReadWrite; may be repeated.")
    private List<DiskCaching> caching = List.of();

    @Option(
            names = "--source",
            paramLabel = "KIND=NAME",
            description = "What IMAGE has the OS disk of: vm, disk, snapshot or managed-image, and its name or resource"
                    + " id; just a file if not given. Of a vm and a managed-image the region, OS, state and generation"
                    + " must be said; of a disk and a snapshot the region.")
    private Optional<Resource> source = Optional.empty();

    @Option(
            names = DATA_DISK_SOURCE,
            paramLabel = "LUN=KIND=NAME",
            description = "What a data disk is: disk or snapshot, and its name or resource id; may be repeated.")
    private List<DiskResource> dataDiskSources = List.of();

    @Option(
            names = "--managed-image-from",
            paramLabel = "vhd|unmanaged-image",
            description = "What the managed image was made from; a VHD by default.")
    private Optional<ManagedImageOrigin> origin = Optional.empty();

    @Option(names = "--source-region", paramLabel = "REGION", description = "Where the source is.")
    private Optional<String> region = Optional.empty();

    @Option(names = "--source-os", paramLabel = "linux|windows", description = "The source's operating system family.")
    private Optional<OsType> osType = Optional.empty();

    @Option(
            names = "--source-state",
            paramLabel = "generalized|specialized",
            description = "Whether machine- and user-specific facts were removed from the source.")
    private Optional<OsState> osState = Optional.empty();

    @Option(
            names = "--source-generation",
            paramLabel = "V1|V2",
            description = "The kind of virtual machine that the source boots on.")
    private Optional<HyperVGeneration> generation = Optional.empty();

    @Option(names = "--source-architecture", paramLabel = "x64|Arm64", description = "The source's processor family.")
    private Optional<Architecture> architecture = Optional.empty();

    @Option(
            names = "--source-plan",
            paramLabel = "PUBLISHER:PRODUCT:NAME",
            description = "The plan under which the source was bought.")
    private Optional<PurchasePlan> plan = Optional.empty();

    /** The format that is named: what the image must have, or what it is taken for. */
    static final class Format {
        @Option(
                names = "--format",
                paramLabel = "raw|vhd|vhdx|qcow2|vmdk",
                description = "The format that IMAGE must have; found by the content if not given.")
        private Optional<DiskFormat> named = Optional.empty();

        @Option(
                names = "--insist-on-format",
                paramLabel = "raw|vhd|vhdx|qcow2|vmdk",
                description = "Read IMAGE as that format, even if its content says another one, or several at once.")
        private Optional<DiskFormat> insisted = Optional.empty();

        private DiskSource of(DiskSource disk) {
            return insisted.map(disk::insistOnFormat)
                    .or(() -> named.map(disk::format))
                    .orElse(disk);
        }
    }

    /** Refuses options that contradict each other, or name a disk that there is none of. */
    void check() {
        Repeated.check(command, DATA_DISK, "the logical unit number", DataDisk::lun, dataDisks);
        Repeated.check(command, HOST_CACHING, "the disk", DiskCaching::disk, caching);
        Repeated.check(command, DATA_DISK_SOURCE, "the logical unit number", DiskResource::lun, dataDiskSources);
        Stream.concat(
                        caching.stream()
                                .filter(one -> one.lun().isPresent()
                                        && dataDisk(one.lun().get()).isEmpty())
                                .map(one -> HOST_CACHING + " " + one),
                        dataDiskSources.stream()
                                .filter(one -> dataDisk(one.lun()).isEmpty())
                                .map(one -> DATA_DISK_SOURCE + " " + one))
                .findFirst()
                .ifPresent(option -> misuse(option + " names no data disk (give " + DATA_DISK + " LUN=FILE too)"));
        if (origin.isPresent()
                && source.filter(given -> given.kind() == SourceKind.MANAGED_IMAGE)
                        .isEmpty()) {
            misuse("--managed-image-from does not fit a source that is no managed image"
                    + " (give --source managed-image=NAME too)");
        }
    }

    private void misuse(String message) {
        throw new ParameterException(command.commandLine(), message);
    }

    private Optional<DataDisk> dataDisk(int lun) {
        return dataDisks.stream().filter(disk -> disk.lun() == lun).findFirst();
    }

    /** Returns the source whose OS disk is in a file. */
    ImageSource source(Path image) {
        ImageSource made = told(osDisk(image));
        for (DataDisk disk : dataDisks) {
            made = made.withDataDisk(disk.lun(), dataDiskSource(disk));
        }
        return made;
    }

    private ImageSource told(DiskSource osDisk) {
        ImageSource made = source.filter(given -> !given.isDisk())
                .map(given -> given.kind() == SourceKind.VIRTUAL_MACHINE
                        ? ImageSource.virtualMachine(given.name(), osDisk)
                        : ImageSource.managedImage(given.name(), origin.orElse(ManagedImageOrigin.VHD), osDisk))
                .orElseGet(() -> ImageSource.of(osDisk));
        made = with(made, region, ImageSource::region);
        made = with(made, osType, ImageSource::osType);
        made = with(made, osState, ImageSource::osState);
        made = with(made, generation, ImageSource::hyperVGeneration);
        made = with(made, architecture, ImageSource::architecture);
        return with(made, plan, ImageSource::purchasePlan);
    }

    private static <T> ImageSource with(
            ImageSource source, Optional<T> fact, BiFunction<ImageSource, T, ImageSource> teller) {
        return fact.map(told -> teller.apply(source, told)).orElse(source);
    }

    private DiskSource osDisk(Path image) {
        DiskSource disk =
                source.filter(Resource::isDisk).map(given -> given.in(image)).orElseGet(() -> DiskSource.file(image));
        return cached(format.of(disk), Optional.empty());
    }

    private DiskSource dataDiskSource(DataDisk disk) {
        DiskSource made = dataDiskSources.stream()
                .filter(one -> one.lun() == disk.lun())
                .findFirst()
                .map(one -> one.resource().in(disk.file()))
                .orElseGet(() -> DiskSource.file(disk.file()));
        return cached(made, Optional.of(disk.lun()));
    }

    private DiskSource cached(DiskSource disk, Optional<Integer> lun) {
        return caching.stream()
                .filter(one -> one.lun().equals(lun))
                .findFirst()
                .map(one -> disk.hostCaching(one.caching()))
                .orElse(disk);
    }
}
