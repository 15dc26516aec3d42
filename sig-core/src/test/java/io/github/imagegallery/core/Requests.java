// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import static io.github.imagegallery.model.HyperVGeneration.V1;
import static io.github.imagegallery.model.OsState.GENERALIZED;
import static io.github.imagegallery.model.OsType.LINUX;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.DeploymentRequest;
import io.github.imagegallery.DiskFormat;
import io.github.imagegallery.DiskSource;
import io.github.imagegallery.GalleryChange;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.ImageSource;
import io.github.imagegallery.ImageVersion;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.model.DeploymentPlan;
import io.github.imagegallery.model.TargetRegion;
import java.nio.file.Path;
import java.time.Instant;

/** The requests, and beginnings of requests, that refusals are about, in a {@link World}. */
final class Requests {
    static final Instant NOW = SettableClock.START;
    static final String HOME = "westeurope";
    static final Instant PAST = NOW.minusSeconds(1);
    static final String ELSEWHERE = "/subscriptions/other/resourceGroups/rg/providers/Microsoft.Compute/";

    private Requests() {}

    static ImageVersion v1(World w) {
        return w.web.version("1.0.0");
    }

    static ImageVersion v1(ImageGalleries galleries) {
        return galleries.gallery("golden").definition("web").version("1.0.0");
    }

    static ImageVersion v9(World w) {
        return w.web.version("9.0.0");
    }

    static ImageVersion v9(ImageGalleries galleries) {
        return galleries.gallery("golden").definition("web").version("9.0.0");
    }

    /** A version that is in its home region only. */
    static ImageVersion single(World w) {
        return w.gallery("silver").definition("db").version("1.0.0");
    }

    /** A version in East US and West US that is protected against all deletion. */
    static ImageVersion guarded(ImageGalleries galleries) {
        return galleries.gallery("silver").definition("db").version("2.0.0");
    }

    static ImageVersion shallow(World w) {
        return w.gallery("silver").definition("db").version("3.0.0");
    }

    static ImageDefinition none(World w) {
        return w.definition("none");
    }

    static ImageDefinition nowhere(World w) {
        return w.gallery("none").definition("web");
    }

    static DefinitionChange create(World w) {
        return w.definition("new").create();
    }

    static DefinitionChange identified(World w, String publisher, String offer, String sku) {
        return create(w).identifier(publisher, offer, sku).linux().generalized();
    }

    static TargetRegion zoned(String region) {
        return TargetRegion.of(region).zoneRedundant();
    }

    static ImageSource of(Path file) {
        return ImageSource.of(file);
    }

    static ImageSource as(Path file, DiskFormat format) {
        return ImageSource.of(file, format);
    }

    static GalleryChange gallery(World w, String name) {
        return w.gallery(name).create().location("westeurope");
    }

    static DefinitionChange define(World w, String name) {
        return w.definition(name)
                .create()
                .identifier("Contoso", "Finance", "New")
                .linux()
                .generalized();
    }

    static VersionPublication publish(World w) {
        return publish(w, "2.0.0");
    }

    static VersionPublication publish(World w, String number) {
        return w.web.version(number).publish(w.image);
    }

    static VersionPublication publish(World w, ImageSource source) {
        return w.web.version("2.0.0").publish(source);
    }

    /** A source that fits the definition, whose facts are all known. */
    static ImageSource machine(World w, String id) {
        return described(ImageSource.virtualMachine(id, DiskSource.file(w.image)));
    }

    static ImageSource described(ImageSource source) {
        return source.region(HOME).osType(LINUX).osState(GENERALIZED).hyperVGeneration(V1);
    }

    static ImageSource disk(DiskSource disk) {
        return ImageSource.of(disk).region(HOME);
    }

    static VersionPublication publishPlanned(World w, ImageSource source) {
        return w.definition("planned").version("1.0.0").publish(source);
    }

    /** Versions of a specialized definition that disallows a kind of disk: 1.0.0 is past its end of life, 2.0.0 is not. */
    static ImageVersion special(World w, String number) {
        return w.gallery("silver").definition("special").version(number);
    }

    /** Plans a deployment from a generalized version. */
    static DeploymentPlan plan(DeploymentRequest request) {
        return request.virtualMachines(1).osProfile().plan();
    }
}
