// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples.policy;

import io.github.imagegallery.DefinitionChange;
import io.github.imagegallery.Gallery;
import io.github.imagegallery.ImageDefinition;
import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.VersionPublication;
import io.github.imagegallery.core.GallerySettings;
import io.github.imagegallery.core.SharedImageGalleries;
import io.github.imagegallery.model.Principal;
import io.github.imagegallery.model.Role;
import io.github.imagegallery.model.TargetRegion;
import io.github.imagegallery.storage.GalleryStorage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/**
 * Three production images that keep the policy, in two subscriptions, and one that nobody checks. Two months of
 * publications are made in a moment, on a clock of their own.
 */
final class SampleGallery {
    static final Duration AGE = Duration.ofDays(10);

    private final VirtualClock clock = new VirtualClock();
    private final Path image;
    private final ImageGalleries galleries;

    private SampleGallery(GalleryStorage storage, Path image) {
        this.image = image;
        galleries = SharedImageGalleries.open(
                storage, GallerySettings.builder().clock(clock).build());
    }

    /** Fills an empty storage; its newest versions are {@link #AGE} old today, which is when its clock stands still. */
    static ImageGalleries open(GalleryStorage storage, Instant today) {
        try {
            Path image = Files.createTempFile("sample", ".raw");
            try {
                Files.write(image, disk(1));
                return new SampleGallery(storage, image).fill(today);
            } finally {
                Files.delete(image);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns a raw disk without a hole. */
    static byte[] disk(int mebibytes) {
        byte[] bytes = new byte[mebibytes << 20];
        Arrays.fill(bytes, (byte) 1);
        return bytes;
    }

    /** Defines a production image that keeps the policy. */
    static DefinitionChange define(ImageDefinition image) {
        return image.create()
                .identifier("Contoso", "Golden", image.name())
                .linux()
                .generalized()
                .feature("SecurityType", "TrustedLaunchSupported")
                .tag("stage", "production");
    }

    /** Publishes a version as the policy wants it. */
    static VersionPublication publish(ImageDefinition image, String number, Path disk) {
        return image.version(number)
                .publish(disk)
                .replicate(TargetRegion.of("westeurope").replicas(6).zoneRedundant())
                .replicate(TargetRegion.of("northeurope").replicas(6).zoneRedundant());
    }

    private ImageGalleries fill(Instant today) {
        clock.now = today.minus(Duration.ofDays(60));
        Gallery platform = galleries.subscription("platform").gallery("golden");
        Gallery shop = galleries.subscription("shop").gallery("golden");
        platform.create().location("westeurope").commit();
        shop.create().location("westeurope").commit();
        for (String subscription : List.of("platform", "shop")) {
            galleries
                    .subscription(subscription)
                    .share(Principal.group("image-owners"), Role.owner())
                    .commit();
        }
        platform.share(Principal.servicePrincipal("deployer"), Role.reader()).commit();
        shop.share(Principal.servicePrincipal("deployer"), Role.reader()).commit();
        define(platform.definition("ubuntu")).commit();
        define(platform.definition("firewall"))
                .tag("base", "marketplace")
                .purchasePlan("standard", "Fabrikam", "firewall")
                .commit();
        define(shop.definition("web")).commit();
        shop.definition("trial")
                .create()
                .identifier("Contoso", "Trial", "web")
                .linux()
                .specialized()
                .commit();
        publish("1.0.0", platform.definition("ubuntu"), platform.definition("firewall"), shop.definition("web"));

        clock.now = today.minus(AGE);
        publish("1.1.0", platform.definition("ubuntu"), platform.definition("firewall"), shop.definition("web"));

        clock.now = today;
        return galleries;
    }

    private void publish(String number, ImageDefinition... definitions) {
        Instant endOfLife = clock.now.plus(Duration.ofDays(365));
        for (ImageDefinition definition : definitions) {
            publish(definition, number, image).endOfLife(endOfLife).commit();
        }
    }

    /** A clock that stands still until it is set. */
    private static final class VirtualClock extends Clock {
        private volatile Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
