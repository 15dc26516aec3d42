// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.core;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.model.Architecture;
import io.github.imagegallery.model.DiskType;
import io.github.imagegallery.model.HyperVGeneration;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.PurchasePlan;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.policy.GalleryRules;
import io.github.imagegallery.storage.GalleryStorage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * What requests are refused in: the galleries "golden" (definitions "web" with version 1.0.0 in West and North Europe,
 * "bare" and others, each of another kind of image, without versions) and "silver" (definition "db" with version 1.0.0 in
 * its home East US only, 2.0.0 in West US too and protected against all deletion, and 3.0.0 shallow, and 4.0.0 not to be deleted before an end of life to come; definition "special"
 * with version 1.0.0, past its end of life, and 2.0.0), and image files good and bad.
 */
final class World implements AutoCloseable {
    static final PurchasePlan PLAN = new PurchasePlan("monthly", "Contoso", "web");

    final Path folder;
    final GalleryStorage storage;
    final ImageGalleries galleries;
    /** The same galleries by today's rules. */
    final ImageGalleries today;
    /** The same galleries by rules that allow disks of 512 bytes. */
    final ImageGalleries narrow;
    /** The same galleries for somebody who may read "golden" and nothing else. */
    final ImageGalleries reading;

    final Gallery golden;
    final ImageDefinition web;
    final Path image;

    World(Backend backend, Path folder) throws IOException {
        this.folder = folder;
        storage = backend.open(folder);
        SettableClock clock = new SettableClock();
        GallerySettings.Builder settings = GallerySettings.builder().clock(clock);
        galleries = SharedImageGalleries.open(storage, settings.build());
        today = SharedImageGalleries.open(
                storage, settings.rules(GalleryRules.current()).build());
        narrow = SharedImageGalleries.open(
                storage,
                settings.rules(GalleryRules.classic().toBuilder()
                                .maxDiskBytes(512)
                                .build())
                        .build());
        image = SampleImage.write(folder.resolve("disk.raw"), (1 << 20) + 100, 1);
        galleries.gallery("silver").create().location("eastus").commit();
        special(clock);
        web = Fixtures.definition(galleries);
        golden = galleries.gallery("golden");
        golden.definition("bare")
                .create()
                .identifier("Contoso", "Bare", "Metal")
                .windows()
                .specialized()
                .commit();
        define("windows", DefinitionChange::windows, DefinitionChange::generalized);
        define("special", DefinitionChange::linux, DefinitionChange::specialized);
        linux("second", definition -> definition.hyperVGeneration(HyperVGeneration.V2));
        linux("arm", definition -> definition.architecture(Architecture.ARM64));
        linux("planned", definition -> definition.purchasePlan(PLAN.name(), PLAN.publisher(), PLAN.product()));
        web.version("1.0.0")
                .publish(image)
                .replicate("westeurope")
                .replicate("northeurope")
                .commit();
        ImageDefinition db = galleries.gallery("silver").definition("db");
        db.create().identifier("Contoso", "Finance", "Db").linux().generalized().commit();
        db.version("1.0.0").publish(image).commit();
        db.version("2.0.0")
                .publish(image)
                .replicate("eastus")
                .replicate("westus")
                .allowDeletionOfReplicatedLocations(false)
                .blockDeletionBeforeEndOfLife(true)
                .commit();
        db.version("3.0.0").publish(image).shallow().commit();
        db.version("4.0.0")
                .publish(image)
                .endOfLife(Requests.NOW.plusSeconds(3_600))
                .blockDeletionBeforeEndOfLife(true)
                .commit();
        Principal reader = Principal.user("reader");
        golden.share(reader, Role.reader()).commit();
        reading = galleries.as(reader);
        badImages();
    }

    /** Publishes a version that is past its end of life when the rest begins, and one that is not. */
    private void special(SettableClock clock) {
        ImageDefinition special = galleries.gallery("silver").definition("special");
        special.create()
                .identifier("Contoso", "Finance", "Special")
                .linux()
                .specialized()
                .disallow(DiskType.STANDARD_LRS)
                .commit();
        clock.set(Requests.PAST.minusSeconds(1));
        special.version("1.0.0").publish(image).endOfLife(Requests.PAST).commit();
        clock.set(SettableClock.START);
        special.version("2.0.0").publish(image).commit();
    }

    private void linux(String name, UnaryOperator<DefinitionChange> more) {
        define(name, DefinitionChange::linux, definition -> more.apply(definition.generalized()));
    }

    private void define(String name, UnaryOperator<DefinitionChange> one, UnaryOperator<DefinitionChange> other) {
        DefinitionChange definition = golden.definition(name).create().identifier("Contoso", "Kinds", name);
        other.apply(one.apply(definition)).commit();
    }

    private void badImages() throws IOException {
        SampleImage.write(path("data.raw"), 1 << 20, 2);
        Files.createFile(path("empty.raw"));
        Files.createDirectory(path("folder"));
        Files.createSymbolicLink(path("link.raw"), image);
        try (RandomAccessFile large = new RandomAccessFile(path("large.raw").toFile(), "rw")) {
            large.setLength((1L << 40) + 512);
        }
        // a qcow2 of three clusters – header, empty mapping, empty reference counts – that names a backing file
        ByteBuffer backed = ByteBuffer.allocate(3 << 16);
        backed.putInt(0x514649FB).putInt(2).putLong(112).putInt(11).putInt(16).putLong(1 << 20);
        backed.putInt(0).putInt(1).putLong(1 << 16).putLong(2 << 16).putInt(1);
        Files.write(path("backed.qcow2"), backed.array());
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    Gallery gallery(String name) {
        return galleries.gallery(name);
    }

    ImageDefinition definition(String name) {
        return golden.definition(name);
    }

    @Override
    public void close() {
        galleries.close();
    }

    /** Returns the world of a storage in a folder. */
    static World in(Backend backend, Path folder) {
        try {
            return new World(backend, Files.createDirectory(folder.resolve(backend.name())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
