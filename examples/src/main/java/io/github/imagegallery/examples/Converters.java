// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.DiskFormat;
import io.github.imagegallery.ExportFormat;
import io.github.imagegallery.disk.WritableFormat;
import io.github.imagegallery.examples.Arguments.Identifier;
import io.github.imagegallery.examples.Arguments.NamedValue;
import io.github.imagegallery.examples.SourceArguments.DataDisk;
import io.github.imagegallery.examples.SourceArguments.DiskCaching;
import io.github.imagegallery.examples.SourceArguments.DiskResource;
import io.github.imagegallery.examples.SourceArguments.Resource;
import io.github.imagegallery.model.Action;
import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.IntRange;
import io.github.imagegallery.model.ManagedImageOrigin;
import io.github.imagegallery.model.OsState;
import io.github.imagegallery.model.OsType;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.model.TargetRegion;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine;

/** Which type of value is read by what. */
final class Converters {
    private Converters() {}

    /** Tells a program how to read its arguments. */
    static CommandLine register(CommandLine program) {
        return program.registerConverter(Path.class, Arguments::path)
                .registerConverter(Integer.class, Arguments::number)
                .registerConverter(int.class, Arguments::number)
                .registerConverter(TargetRegion.class, Arguments::targetRegion)
                .registerConverter(DataDisk.class, SourceArguments::dataDisk)
                .registerConverter(Identifier.class, Arguments::identifier)
                .registerConverter(NamedValue.class, Arguments::namedValue)
                .registerConverter(DiskCaching.class, SourceArguments::diskCaching)
                .registerConverter(Resource.class, SourceArguments::resource)
                .registerConverter(DiskResource.class, SourceArguments::diskResource)
                .registerConverter(ManagedImageOrigin.class, Arguments.oneOf(ManagedImageOrigin.values()))
                .registerConverter(PurchasePlan.class, Arguments::plan)
                .registerConverter(Principal.class, Principals::parse)
                .registerConverter(Action.class, Arguments.oneOf(Action.values()))
                .registerConverter(IntRange.class, Arguments::range)
                .registerConverter(DiskType.class, Arguments::diskType)
                .registerConverter(URI.class, Arguments::uri)
                .registerConverter(Instant.class, Arguments::instant)
                .registerConverter(
                        io.github.imagegallery.disk.DiskFormat.class,
                        Arguments.oneOf(io.github.imagegallery.disk.DiskFormat.values()))
                .registerConverter(WritableFormat.class, Arguments.oneOf(WritableFormat.values()))
                .registerConverter(DiskFormat.class, Arguments.oneOf(DiskFormat.values()))
                .registerConverter(ExportFormat.class, Arguments.oneOf(ExportFormat.values()))
                .registerConverter(Preset.class, Arguments.oneOf(Preset.values()))
                .registerConverter(OsType.class, Arguments.oneOf(OsType.values()))
                .registerConverter(OsState.class, Arguments.oneOf(OsState.values()))
                .registerConverter(HyperVGeneration.class, Arguments.oneOf(HyperVGeneration.values()))
                .registerConverter(Architecture.class, Arguments.oneOf(Architecture.values()));
    }
}
